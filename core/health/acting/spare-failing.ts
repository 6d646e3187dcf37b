import type { RepositoryId } from "../../../shared/ids.ts";
import type { HealthCause } from "../../../shared/model/automatic-act.ts";
import type { AutomaticActStore } from "../../catalog/automatic-act-store.ts";
import type { RepositoryRecord } from "../../catalog/repository-store.ts";
import type { Clock } from "../../clock.ts";
import { causeOf } from "./back-up-failing.ts";
import type { Trouble } from "./trouble-under.ts";

/**
 * Spares disks that fail under repositories: what reads or rewrites much of one waits until they are well or replaced. Backups go on.
 */
export type Sparing = {
  /** Why upkeep of a repository waits, the worst first; empty when it does not. */
  causesOf(id: RepositoryId): readonly HealthCause[];
  /** Compares with what was so before: tells what waits from now on, and has done what waits no longer. */
  update(): void;
};

export type SparingParts = {
  readonly isOn: () => boolean;
  readonly repositories: () => readonly RepositoryRecord[];
  /** What is wrong under a repository, the worst first; and whether all that lies under it is known. */
  readonly troubleOf: (repository: RepositoryRecord) => {
    readonly troubles: readonly Trouble[];
    readonly isKnown: boolean;
  };
  /** Whether a disk or array is still one that is watched. */
  readonly isWatched: (id: HealthCause["subjectId"]) => boolean;
  readonly acts: AutomaticActStore;
  readonly clock: Clock;
  /** Upkeep is to wait from now on, and what of it is under way is to stop. */
  readonly onPostponed: (id: RepositoryId, causes: readonly HealthCause[]) => void;
  /** Upkeep that waited may be done. */
  readonly onResumed: (id: RepositoryId) => void;
};

const MAX_CAUSES = 20;

export function createSparing(parts: SparingParts): Sparing {
  const { acts, clock } = parts;
  /** Which repositories wait, and why, as was told. */
  const told = new Map<RepositoryId, readonly HealthCause[]>(waitingBefore(acts));

  const causesNow = (repository: RepositoryRecord): readonly HealthCause[] => {
    if (!parts.isOn()) return [];
    const { troubles, isKnown } = parts.troubleOf(repository);
    if (troubles.length > 0) return troubles.slice(0, MAX_CAUSES).map(causeOf);
    // a disk that is gone altogether has not become well; whoever forgets it says that it does not matter any more
    return isKnown
      ? []
      : (told.get(repository.id) ?? []).filter(({ subjectId }) => parts.isWatched(subjectId));
  };

  return {
    causesOf(id) {
      const repository = parts.repositories().find((one) => one.id === id);
      return repository === undefined ? [] : causesNow(repository);
    },
    update() {
      const repositories = parts.repositories();
      for (const id of told.keys()) if (!repositories.some((one) => one.id === id)) told.delete(id);
      for (const repository of repositories) {
        const { id, name } = repository;
        const before = told.get(id);
        const causes = causesNow(repository);
        const about = { planId: null, repositoryId: id, about: name, runId: null };
        if (causes.length > 0) {
          told.set(id, causes);
          if (before !== undefined) continue;
          acts.add({ atMs: clock.nowMs(), kind: "upkeep-postponed", ...about, causes: [...causes] });
          parts.onPostponed(id, causes);
        } else if (before !== undefined) {
          told.delete(id);
          acts.add({ atMs: clock.nowMs(), kind: "upkeep-resumed", ...about, causes: [...before] });
          parts.onResumed(id);
        }
      }
    },
  };
}

/** Enough to find the last word on each repository. */
const LOOK_BACK = 500;

/** What was told before a restart is not told again. */
function waitingBefore(acts: AutomaticActStore): [RepositoryId, readonly HealthCause[]][] {
  const last = new Map<RepositoryId, ReturnType<AutomaticActStore["page"]>[number]>();
  for (const act of acts.page(null, LOOK_BACK))
    if (act.repositoryId !== null && act.kind.startsWith("upkeep-") && !last.has(act.repositoryId))
      last.set(act.repositoryId, act);
  return [...last].flatMap(([id, act]) => (act.kind === "upkeep-postponed" ? [[id, act.causes]] : []));
}
