/** What is done by itself about disks that fail, put together. */

import type { PlanId, RepositoryId } from "../../../shared/ids.ts";
import type { AutomaticAct, HealthCause } from "../../../shared/model/automatic-act.ts";
import type { Settings } from "../../../shared/model/settings.ts";
import { localPathsOf, type Source } from "../../../shared/model/source.ts";
import type { Stores } from "../../catalog/open-stores.ts";
import type { PlanRecord } from "../../catalog/plan-store.ts";
import type { RepositoryRecord } from "../../catalog/repository-store.ts";
import type { RunRecord } from "../../catalog/run-store.ts";
import type { Clock } from "../../clock.ts";
import { isStale } from "../hosts/staleness.ts";
import type { Grounds } from "../under-path/create-grounds.ts";
import type { Ground } from "../under-path/disks-under.ts";
import { backUpFailing } from "./back-up-failing.ts";
import { hastenCopying } from "./hasten-copying.ts";
import { createSparing } from "./spare-failing.ts";
import { type Trouble, troubleUnder } from "./trouble-under.ts";

export type Acting = {
  /** To be called after a machine was read, and when a setting, a plan or a repository changed. Never throws. */
  update(): Promise<void>;
  /** Why upkeep of a repository waits, the worst first; empty when it does not. */
  causesToSpare(id: RepositoryId): readonly HealthCause[];
  /** Whether what lies under one of its replicas may soon be lost, so that copying between them comes first. */
  isThreatened(id: RepositoryId): boolean;
  /** The newest first. @param before only those with a lower number */
  acts(before: number | null, limit: number): readonly AutomaticAct[];
};

export type ActingParts = {
  readonly stores: Pick<Stores, "automaticActs" | "watchedHosts" | "healthSubjects" | "repositories">;
  readonly grounds: Grounds;
  readonly clock: Clock;
  readonly settings: () => Pick<Settings, "backUpFromFailing" | "spareFailing">;
  readonly plans: () => readonly PlanRecord[];
  readonly sourcesOf: (plan: PlanRecord) => readonly Source[];
  readonly isRunning: (planId: PlanId) => boolean;
  readonly start: (planId: PlanId, causes: readonly HealthCause[]) => RunRecord;
  readonly onPostponed: (id: RepositoryId, causes: readonly HealthCause[]) => void;
  readonly onResumed: (id: RepositoryId) => void;
  /** Has the copying between a repository's replicas go before other work. @returns false where there is nothing to copy to now */
  readonly hasten: (id: RepositoryId) => boolean;
  /** Something was done. */
  readonly onAct: () => void;
  readonly onError: (error: unknown) => void;
};

export function createActing(parts: ActingParts): Acting {
  const { stores, grounds, clock, settings, onError } = parts;
  const hostOf = stores.watchedHosts.get;
  const acts = watched(stores.automaticActs, parts.onAct);

  /** What was read too long ago says nothing about now: no reason to begin something. */
  const isFresh = (ground: Ground): boolean =>
    ground.kind === "known" && !isStale(hostOf(ground.hostId)?.answeredMs ?? null, clock.nowMs());

  const underSources = (plan: PlanRecord): readonly Trouble[] => {
    const places = parts.sourcesOf(plan).flatMap(localPathsOf);
    const found = places.map(grounds.of).filter(isFresh);
    return withoutRepeats(found.flatMap((ground) => troubleUnder(ground, hostOf)));
  };
  const threatsTo = ({ replicas }: Pick<RepositoryRecord, "replicas">): readonly Trouble[] => {
    const found = replicas.map(({ location }) => grounds.of(location)).filter(isFresh);
    return withoutRepeats(found.flatMap((ground) => troubleUnder(ground, hostOf))).filter(
      ({ isThreat }) => isThreat,
    );
  };
  const sparing = createSparing({
    isOn: () => settings().spareFailing,
    repositories: stores.repositories.list,
    troubleOf({ replicas }) {
      const found = replicas.map(({ location }) => grounds.of(location));
      return {
        troubles: withoutRepeats(found.flatMap((ground) => troubleUnder(ground, hostOf))),
        isKnown: found.every(({ kind }) => kind === "known"),
      };
    },
    isWatched: (id) => stores.healthSubjects.get(id) !== undefined,
    ...{ acts, clock, onPostponed: parts.onPostponed, onResumed: parts.onResumed },
  });

  const look = async (): Promise<void> => {
    // asked once so that links are looked up, and once more by what the lookups found
    for (const plan of parts.plans())
      for (const source of parts.sourcesOf(plan)) for (const path of localPathsOf(source)) grounds.of(path);
    for (const { replicas } of stores.repositories.list())
      for (const { location } of replicas) grounds.of(location);
    await grounds.settled();
    sparing.update();
    if (!settings().backUpFromFailing) return;
    const { plans, isRunning, start, hasten } = parts;
    const repositories = stores.repositories.list;
    hastenCopying({ repositories, threatsTo, hasten, acts, clock, onError });
    backUpFailing({ ...{ plans, isRunning, start, acts, clock, onError }, troubleOf: underSources });
  };

  let current: Promise<void> = Promise.resolve();
  return {
    async update() {
      // one after another: what one of them begins, the next one must see
      current = current.then(look).catch(onError);
      await current;
    },
    causesToSpare: sparing.causesOf,
    isThreatened(id) {
      const repository = settings().backUpFromFailing ? stores.repositories.get(id) : undefined;
      return repository !== undefined && threatsTo(repository).length > 0;
    },
    acts: stores.automaticActs.page,
  };
}

function watched(store: Stores["automaticActs"], onAct: () => void): Stores["automaticActs"] {
  return {
    ...store,
    add(act) {
      store.add(act);
      onAct();
    },
  };
}

function withoutRepeats(troubles: readonly Trouble[]): readonly Trouble[] {
  return [...new Map(troubles.map((trouble) => [trouble.subjectId, trouble])).values()];
}
