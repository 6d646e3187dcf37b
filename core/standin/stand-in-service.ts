/**
 * Lets a second Backstay at the same repository start plans while the first one is gone. Which of them starts a plan is decided by
 * `core/failover/standin/stand-in.ts`; here the replicas are looked at, and what was decided is followed.
 */
import { BackstayError, isBackstayError } from "../../shared/errors.ts";
import type { PlanId, RepositoryId } from "../../shared/ids.ts";
import type { StandInNeighbour, StandInPlan } from "../../shared/model/stand-in.ts";
import type { Stores } from "../catalog/open-stores.ts";
import type { PlanRecord } from "../catalog/plan-store.ts";
import type { RepositoryRecord } from "../catalog/repository-store.ts";
import { type Controllers, controllersIn } from "../failover/standin/controller-documents.ts";
import {
  doubted,
  isMissed,
  look,
  mayGoOn,
  mayStart,
  newStandIn,
  published,
  type SharedPlan,
  type StandInState,
  unheard,
} from "../failover/standin/stand-in.ts";
import type { JobRecord } from "../jobs/job.ts";
import { followLeases, ownLease } from "./follow-leases.ts";
import { BY_HAND, type FollowTurnsParts, followTurns, timingKey } from "./follow-turns.ts";
import { type Hindrances, hindrancesOf, isHindered } from "./hindrances.ts";
import { hasOnlyFiles } from "./plan-files.ts";
import { type ReadReplicas, readReplicas } from "./read-replicas.ts";
import { rememberStandIn, type SavedStandIn, without } from "./saved-stand-in.ts";
import { type SharePlans, sharePlans } from "./share-plans.ts";
import { neighboursIn, type PlanTurn, standInViews } from "./stand-in-views.ts";
import { followOwner, offeredPlan } from "./take-up-plan.ts";

export type StandInService = SharePlans & {
  /** False where no plan is shared; then nothing is ever looked at but when somebody asks. */
  isUsed(): boolean;
  turnOf(planId: PlanId): PlanTurn;
  /** The computer that starts it, when that is not this one. */
  startedBy(planId: PlanId): string | undefined;
  /** There are plans, and another computer starts each of them. */
  isAllElsewhere(): boolean;
  /** Whether it is another's plan, for which this Backstay stands by. */
  isOthers(planId: PlanId): boolean;
  /** Whether a job that nobody asked for by hand may begin. */
  mayBegin(job: JobRecord): boolean;
  /** To be called every second or so. */
  tick(): void;
  /** Asks the replicas of a repository now. @throws what the active one cannot be asked for */
  look(id: RepositoryId): Promise<void>;
  list(asks: "no" | "if-old" | "now"): Promise<StandInList>;
  close(): Promise<void>;
};

export type StandInList = {
  readonly plans: readonly StandInPlan[];
  readonly neighbours: readonly StandInNeighbour[];
};

export type StandInParts = FollowTurnsParts & {
  readonly stores: FollowTurnsParts["stores"] & Pick<Stores, "settings" | "repositories">;
  readonly open: ReadReplicas["open"];
  /** Plans start by themselves here. */
  readonly isStanding: boolean;
  readonly isRunning: (planId: PlanId) => boolean;
  /** What may start here has changed. */
  readonly onTurn: () => void;
  /** A plan came, went or was changed by its owner. */
  readonly onPlans: () => void;
  /** To be told of each plan that is stood by for, with each look: why it is not taken over while nobody starts it, or that all is well. */
  readonly onMissed: (plan: PlanRecord, missed: MissedPlan | undefined) => void;
  readonly onMistake: (error: unknown) => void;
};

/** A plan of a computer that is gone, which could not be taken over. */
export type MissedPlan = Pick<Hindrances, "missingPaths" | "newPaths"> & { readonly ownerName: string };

/** So many looks for one lease, so that a few may fail. */
const LOOKS_PER_LEASE = 6;
const SLOWEST_MS = 20_000;
/** A place that is slower than a short lease makes its plans wait, but is not called gone for that. */
const LIMIT_MS = 10_000;
/** A clock that is set back by less is corrected as clocks are. */
const CORRECTED_MS = 1_000;

type Watched = {
  state: StandInState;
  controllers: Controllers;
  beganMs: number | null;
  running: Promise<void> | undefined;
};

export function createStandInService(parts: StandInParts): StandInService {
  const { stores, installationId, clock } = parts;
  const memory = rememberStandIn(stores.settings);
  const all = new Map<RepositoryId, Watched>();
  const stop = new AbortController();
  let beat = 0;
  let latestMs = Number.NEGATIVE_INFINITY;

  /** The time; when it went back, nobody is sure of a right that was gained before. */
  const nowMs = (): number => {
    const now = clock.nowMs();
    if (now < latestMs - CORRECTED_MS) {
      latestMs = now;
      for (const watched of all.values()) watched.state = doubted(watched.state);
    } else latestMs = Math.max(latestMs, now);
    return now;
  };

  const watchedOf = (id: RepositoryId): Watched => {
    let watched = all.get(id);
    if (watched === undefined) {
      const planIds = new Set(plansAt(id).map((plan) => plan.id));
      const leases = memory.get().leases.filter(({ planId }) => planIds.has(planId));
      const state = newStandIn(installationId, leases);
      watched = { state, controllers: new Map(), beganMs: null, running: undefined };
      all.set(id, watched);
    }
    return watched;
  };

  /** Plans that are shared here, at one repository. */
  const plansAt = (id: RepositoryId): readonly PlanRecord[] => {
    const { offered, standing } = memory.get();
    return stores.plans
      .list()
      .filter((plan) => plan.repositoryId === id && (plan.id in offered || plan.id in standing));
  };

  const handledOf = (planId: PlanId): number | null => {
    const good = stores.runs
      .page({ planId, dueBeforeMs: null }, 30)
      .filter(({ state }) => state === "done" || state === "done-with-problems");
    return good.length === 0 ? null : Math.max(...good.map(({ dueMs }) => dueMs));
  };

  const sharedOf = async (plan: PlanRecord, controllers: Controllers): Promise<SharedPlan> => {
    const { id: planId } = plan;
    const { offered, standing } = memory.get();
    const other = standing[planId];
    const mayTake = other === undefined || !isHindered(await hindrancesOf(plan, other, controllers, stores));
    return {
      ...{ planId, ownerId: other?.ownerId ?? installationId, afterMs: other?.afterMs ?? 0 },
      lastsMs: other?.lastsMs ?? offered[planId]?.lastsMs ?? SLOWEST_MS,
      isReachable: mayTake,
      isRunning: parts.isRunning(planId),
      handledMs: handledOf(planId),
    };
  };

  const everyOf = (id: RepositoryId): number => {
    const { offered, standing } = memory.get();
    const lasts = plansAt(id).flatMap(
      (plan) => standing[plan.id]?.lastsMs ?? offered[plan.id]?.lastsMs ?? [],
    );
    return Math.min(SLOWEST_MS, ...lasts.map((lastsMs) => Math.floor(lastsMs / LOOKS_PER_LEASE))); // timers want whole numbers
  };

  async function lookAt(repository: RepositoryRecord): Promise<void> {
    const { id } = repository;
    const watched = watchedOf(id);
    const everyMs = everyOf(id);
    const beganMs = nowMs();
    watched.beganMs = beganMs;
    const replicas = await readReplicas(repository, LIMIT_MS, parts, stop.signal);
    try {
      const controllers = controllersIn(replicas.found);
      watched.controllers = controllers;
      followLeases(plansAt(id), watched.state, {
        ...{ stores, installationId, memory, controllers },
        onGivenAway(plan, ownerName) {
          parts.onNews({ plan, kind: "given-away", ownerName, holderName: ownerName });
          parts.onPlans();
        },
      });
      followOwners(id, controllers);
      const shared = await Promise.all(plansAt(id).map((plan) => sharedOf(plan, controllers)));
      const readMs = nowMs();
      const before = watched.state;
      watched.state = look(before, {
        ...{ beganMs, nowMs: readMs, everyMs, plans: shared },
        found: [...controllers.values()],
      });
      memory.change({ leases: [...all.values()].flatMap(({ state }) => state.leases) });
      await noteMissed(watched, shared);
      await followTurns({ ...parts, memory, controllers }, before, watched.state, shared);
      if (shared.length === 0 && !controllers.has(installationId)) {
        noteSaid(id, false);
        return;
      }
      await publish(watched, repository, replicas.publish, beganMs);
      noteSaid(id, shared.length > 0);
    } finally {
      await replicas.close();
    }
    parts.onTurn();
  }

  /** Of one that is paused or not offered any more nobody expects that it is started. */
  async function noteMissed({ state, controllers }: Watched, shared: readonly SharedPlan[]): Promise<void> {
    for (const one of shared) {
      const plan = stores.plans.get(one.planId);
      const other = memory.get().standing[one.planId];
      if (plan === undefined || other === undefined) continue;
      const hindrances = isMissed(state, one)
        ? await hindrancesOf(plan, other, controllers, stores)
        : undefined;
      const isWanted = hindrances !== undefined && !hindrances.isWithdrawn && hindrances.pausedAt === null;
      const { missingPaths = [], newPaths = [] } = hindrances ?? {};
      parts.onMissed(plan, isWanted ? { ownerName: other.ownerName, missingPaths, newPaths } : undefined);
    }
  }

  async function publish(
    watched: Watched,
    { id }: RepositoryRecord,
    write: Awaited<ReturnType<typeof readReplicas>>["publish"],
    beganMs: number,
  ): Promise<void> {
    const { state } = watched;
    noteSaid(id, true); // from now on it may stand there
    try {
      await write(documentOf(id, state), stop.signal);
      if (watched.state === state) watched.state = published(state, beganMs);
    } catch (error) {
      if (!isBackstayError(error, "STORE_WITHOUT_MANIFESTS")) throw error;
      if (watched.state === state) watched.state = unheard(state, beganMs);
      throw error;
    }
  }

  const noteSaid = (id: RepositoryId, isSaid: boolean): void => {
    const { said } = memory.get();
    if (said.includes(id) === isSaid) return;
    memory.change({ said: isSaid ? [...said, id] : said.filter((one) => one !== id) });
  };

  function documentOf(id: RepositoryId, { leases }: StandInState) {
    const { offered, standing } = memory.get();
    // what was offered may have got a source since that no other computer can read
    const offers = plansAt(id).filter((plan) => plan.id in offered && hasOnlyFiles(plan, stores));
    beat += 1;
    return {
      ...({ document: "controller", format: 1, repositoryId: id, writer: installationId } as const),
      ...{ name: parts.name, beat, writtenMs: clock.nowMs(), leases: [...leases] },
      standsBy: plansAt(id).flatMap((plan) => (plan.id in standing ? [plan.id] : [])),
      plans: offers.map((plan) => offeredPlan(plan, stores)),
      offers: offers.map((plan) => plan.id),
    };
  }

  /** What its owner changed of a plan is changed here, too. */
  function followOwners(id: RepositoryId, controllers: Controllers): void {
    for (const plan of plansAt(id)) {
      const known = memory.get().standing[plan.id];
      const newest = known === undefined ? undefined : controllers.get(known.ownerId)?.newest;
      if (known === undefined || newest === undefined) continue;
      const offered = newest.plans.find((one) => one.plan.id === plan.id);
      const lease = newest.leases.find(({ planId }) => planId === plan.id);
      const sourceIds = [...new Set([...known.sourceIds, ...(offered?.plan.sourceIds ?? [])])];
      const lastsMs = lease?.lastsMs ?? known.lastsMs;
      const now = { ...known, ownerName: newest.name, lastsMs, sourceIds };
      memory.change({ standing: { ...memory.get().standing, [plan.id]: now } });
      if (offered === undefined) continue;
      if (followOwner(offered, plan, stores, memory.get().standing, clock.nowMs())) parts.onPlans();
    }
  }

  /** Of plans that were removed nothing is shared any more. */
  function forgetRemoved(): void {
    const known = new Set<string>(stores.plans.list().map(({ id }) => id));
    const kept = <V>(record: Readonly<Record<string, V>>): Record<string, V> =>
      Object.fromEntries(Object.entries(record).filter(([planId]) => known.has(planId)));
    const { offered, standing, terms, since, said } = memory.get();
    const places = new Set<string>(stores.repositories.list().map(({ id }) => id));
    memory.change({
      ...{ offered: kept(offered), standing: kept(standing), terms: kept(terms), since: kept(since) },
      said: said.filter((id) => places.has(id)),
    } satisfies Partial<SavedStandIn>);
  }

  const start = (repository: RepositoryRecord): Promise<void> => {
    const watched = watchedOf(repository.id);
    watched.running ??= lookAt(repository).finally(() => {
      watched.running = undefined;
    });
    return watched.running;
  };

  const lookNow = async (id: RepositoryId): Promise<void> => {
    const repository = stores.repositories.get(id);
    if (repository === undefined || !parts.isStanding) return;
    await all.get(id)?.running?.catch(() => undefined);
    await start(repository);
  };

  const isOld = (id: RepositoryId): boolean => {
    const { beganMs } = watchedOf(id);
    return beganMs === null || Math.abs(clock.nowMs() - beganMs) >= everyOf(id);
  };

  const turnOf = (planId: PlanId): PlanTurn => {
    const { offered, standing } = memory.get();
    if (!parts.isStanding || !(planId in offered || planId in standing)) return "runs";
    const plan = stores.plans.get(planId);
    const now = nowMs();
    const state = plan === undefined ? undefined : all.get(plan.repositoryId)?.state;
    if (state !== undefined && mayStart(state, planId, now)) return "runs";
    const holderId = (state?.leases ?? memory.get().leases).find((one) => one.planId === planId)?.holderId;
    const isHere = holderId === installationId || (holderId === undefined && planId in offered);
    return isHere ? "waits" : "rests";
  };

  const startedBy = (planId: PlanId): string | undefined => {
    if (turnOf(planId) !== "rests") return undefined;
    const plan = stores.plans.get(planId);
    const watched = plan === undefined ? undefined : all.get(plan.repositoryId);
    const lease = (watched?.state.leases ?? memory.get().leases).find((one) => one.planId === planId);
    const standing = memory.get().standing[planId];
    const holderId = lease?.holderId ?? standing?.ownerId;
    if (holderId === undefined) return "?";
    const name = watched?.controllers.get(holderId)?.newest.name;
    return name ?? (holderId === standing?.ownerId ? standing.ownerName : holderId.slice(0, 8));
  };

  /** That it is the own one stands in the catalog, and in the replicas with the next look. */
  const makeOwn = ({ id: planId, repositoryId, schedule, isPaused }: PlanRecord, lastsMs: number): void => {
    const watched = watchedOf(repositoryId);
    const before = watched.state.leases.find((one) => one.planId === planId);
    const lease = ownLease(planId, before, { installationId, lastsMs });
    const { offered, standing, terms, since } = memory.get();
    watched.state = {
      ...watched.state,
      leases: [...watched.state.leases.filter((one) => one.planId !== planId), lease],
    };
    memory.change({
      ...{ offered: { ...offered, [planId]: { lastsMs } }, standing: without(standing, planId) },
      ...{ terms: { ...terms, [planId]: lease.term }, since: without(since, planId) },
      leases: [...all.values()].flatMap(({ state }) => state.leases),
    });
    // who started it already goes on where it is
    if (before?.holderId === installationId) return;
    stores.planTiming.save(planId, {
      schedule: timingKey(schedule, isPaused),
      handledMs: lease.handledMs ?? clock.nowMs(),
      ...{ waitingMs: null, waitsLate: false },
    });
  };

  const isUsed = () => {
    const { offered, standing, said } = memory.get();
    return Object.keys(offered).length + Object.keys(standing).length + said.length > 0;
  };

  const documents = () =>
    [...all.values()].flatMap(({ controllers }) => [...controllers.values()].map(({ newest }) => newest));

  return {
    ...sharePlans({
      ...parts,
      memory,
      documents,
      look: lookNow,
      stateOf: (id) => all.get(id)?.state,
      own: makeOwn,
    }),
    isUsed,
    turnOf,
    startedBy,
    isAllElsewhere() {
      const plans = stores.plans.list();
      return plans.length > 0 && plans.every(({ id }) => turnOf(id) === "rests");
    },
    isOthers: (planId) => planId in memory.get().standing,
    mayBegin({ origin: { planId, runId } }) {
      if (planId === undefined || runId === undefined || turnOf(planId) === "runs") return true;
      const run = stores.runs.get(runId);
      if (run === undefined || BY_HAND.has(run.trigger)) return true;
      const plan = stores.plans.get(planId);
      const state = plan === undefined ? undefined : all.get(plan.repositoryId)?.state;
      // the rest of a run that has begun
      return run.startedMs !== null && state !== undefined && mayGoOn(state, planId, nowMs());
    },
    tick() {
      if (!parts.isStanding || !isUsed()) return;
      nowMs();
      forgetRemoved();
      for (const repository of stores.repositories.list()) {
        const { id } = repository;
        if (plansAt(id).length === 0 && !memory.get().said.includes(id)) continue;
        if (!isOld(id) || watchedOf(id).running !== undefined) continue;
        start(repository).catch((error: unknown) => {
          // that a place cannot be reached is told elsewhere
          if (!(error instanceof BackstayError) && !stop.signal.aborted) parts.onMistake(error);
        });
      }
    },
    look: lookNow,
    async list(asks) {
      const repositories = stores.repositories.list();
      const looked = repositories.filter(({ id }) => asks === "now" || (asks === "if-old" && isOld(id)));
      await Promise.allSettled(looked.map(({ id }) => lookNow(id)));
      const views = repositories.map(async (repository) => {
        const watched = { ...watchedOf(repository.id), installationId, stores, saved: memory.get() };
        return {
          plans: await standInViews(repository, { ...watched, turnOf, name: parts.name }),
          neighbours: neighboursIn(repository, watched),
        };
      });
      const found = await Promise.all(views);
      return {
        plans: found.flatMap(({ plans }) => plans),
        neighbours: found.flatMap(({ neighbours }) => neighbours),
      };
    },
    async close() {
      stop.abort(new BackstayError("CANCELLED", { reason: "shutdown" }));
      await Promise.allSettled([...all.values()].map(({ running }) => running));
    },
  };
}
