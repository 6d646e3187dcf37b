import type { PlanId } from "../../shared/ids.ts";
import type { StandInNeighbour, StandInPlan } from "../../shared/model/stand-in.ts";
import type { RepositoryRecord } from "../catalog/repository-store.ts";
import type { PlanLease } from "../failover/manifest/documents.ts";
import type { Controllers } from "../failover/standin/controller-documents.ts";
import { isAlive, isSilentFor, type StandInState } from "../failover/standin/stand-in.ts";
import { hindrancesOf, missingPathsOf } from "./hindrances.ts";
import { pathsOf } from "./plan-files.ts";
import type { SavedStandIn } from "./saved-stand-in.ts";
import type { FollowStores } from "./take-up-plan.ts";

/** `runs`: started here. `rests`: somebody else's turn. `waits`: it would be started here, and the replica has to be seen first. */
export type PlanTurn = "runs" | "waits" | "rests";

export type StandInViewParts = {
  readonly stores: FollowStores;
  readonly installationId: string;
  /** Of this computer. */
  readonly name: string;
  readonly saved: SavedStandIn;
  readonly state: StandInState;
  readonly controllers: Controllers;
  readonly turnOf: (planId: PlanId) => PlanTurn;
};

/** Plans at one repository that are shared: the own ones, those stood by for, and those only offered. */
export async function standInViews(
  { id: repositoryId, name: repositoryName }: RepositoryRecord,
  parts: StandInViewParts,
): Promise<StandInPlan[]> {
  const { stores, installationId, saved, state, controllers } = parts;
  const nameOf = (id: string) =>
    id === installationId ? parts.name : (controllers.get(id)?.newest.name ?? id.slice(0, 8));
  const isThere = (id: string, lastsMs: number | undefined) => {
    if (id === installationId || isAlive(state.others, id, lastsMs ?? LONG_MS)) return true;
    return isSilentFor(state.others, id, lastsMs ?? LONG_MS) ? false : null;
  };
  const common = { repositoryId, repositoryName, lookedMs: state.lookedMs };
  const known = stores.plans
    .list()
    .filter(
      (plan) => plan.repositoryId === repositoryId && (plan.id in saved.offered || plan.id in saved.standing),
    )
    .map(async (plan): Promise<StandInPlan> => {
      const other = saved.standing[plan.id];
      const lease = state.leases.find(({ planId }) => planId === plan.id);
      const ownerId = other?.ownerId ?? installationId;
      const holderId = lease?.holderId ?? ownerId;
      const turn = parts.turnOf(plan.id);
      // where others cannot be told, it is never
      const isNotYetHere =
        holderId === installationId &&
        turn === "waits" &&
        !isAlive(state.others, ownerId, lease?.lastsMs ?? LONG_MS);
      const paths = pathsOf(plan, stores);
      const hindered = other === undefined ? undefined : await hindrancesOf(plan, other, controllers, stores);
      return {
        ...{ ...common, planId: plan.id, name: plan.name, isOwn: other === undefined, paths },
        ...{ ownerName: nameOf(ownerId), holderName: nameOf(holderId), isHere: holderId === installationId },
        isOwnerThere: isThere(ownerId, lease?.lastsMs),
        state:
          holderId !== ownerId
            ? isNotYetHere
              ? "waits"
              : "taken-over"
            : hindered !== undefined
              ? hindered.isWithdrawn
                ? "withdrawn"
                : "owners"
              : turn === "runs"
                ? "own"
                : "waits",
        sinceMs: sinceOf(saved, lease),
        lastsMs: other?.lastsMs ?? saved.offered[plan.id]?.lastsMs ?? 0,
        afterMs: other?.afterMs ?? null,
        missingPaths: hindered?.missingPaths ?? [],
        newPaths: hindered?.newPaths ?? [],
        pausedAt: hindered?.pausedAt ?? (plan.isPaused ? "here" : null),
        standbyNames:
          other === undefined
            ? [...controllers.values()]
                .filter(({ newest }) => newest.standsBy.includes(plan.id))
                .filter(({ id }) => isAlive(state.others, id, lease?.lastsMs ?? LONG_MS))
                .map(({ newest }) => newest.name)
            : [],
      };
    });
  const offered = [...controllers.values()]
    .filter(({ id }) => id !== installationId)
    .flatMap(({ id, newest }) => newest.plans.map(({ plan, sources }) => ({ id, newest, plan, sources })))
    .filter(({ plan }) => stores.plans.get(plan.id) === undefined)
    .map(async ({ id, newest, plan, sources }): Promise<StandInPlan> => {
      const lease = state.leases.find(({ planId }) => planId === plan.id);
      const paths = sources.flatMap((source) => source.paths);
      return {
        ...{ ...common, planId: plan.id, name: plan.name, isOwn: false, paths, isHere: false },
        ...{
          ownerName: nameOf(id),
          isOwnerThere: isThere(id, lease?.lastsMs),
          holderName: nameOf(lease?.holderId ?? id),
          state: "not-shared",
          sinceMs: null,
        },
        ...{ lastsMs: newest.leases.find(({ planId }) => planId === plan.id)?.lastsMs ?? 0, afterMs: null },
        ...{ missingPaths: await missingPathsOf(paths), newPaths: [], pausedAt: null, standbyNames: [] },
      };
    });
  return await Promise.all([...known, ...offered]);
}

/** Who was not seen for so long is taken for gone, where no lease says how long that is. */
const LONG_MS = 60_000;

/** Other installations that share something at a repository, or have been seen to be there. */
export function neighboursIn(
  { id: repositoryId }: RepositoryRecord,
  {
    controllers,
    installationId,
    state,
    stores,
  }: Pick<StandInViewParts, "controllers" | "installationId" | "state" | "stores">,
): StandInNeighbour[] {
  const offered = new Map(
    [...controllers.values()].flatMap(({ newest }) =>
      newest.plans.map(({ plan }) => [plan.id, plan.name] as const),
    ),
  );
  const nameOf = (planId: PlanId) =>
    stores.plans.get(planId)?.name ?? offered.get(planId) ?? planId.slice(0, 8);
  return [...controllers.values()]
    .filter(({ id }) => id !== installationId)
    .map(({ id, newest }): StandInNeighbour => {
      const { name, writtenMs, offers, standsBy } = newest;
      const seen = state.others.find((other) => other.id === id);
      const about = state.leases.filter(({ ownerId, planId }) => ownerId === id || standsBy.includes(planId));
      // nobody is there whose plan was taken over
      const lastsMs = about.length === 0 ? LONG_MS : Math.min(...about.map((lease) => lease.lastsMs));
      const isThere = isAlive(state.others, id, lastsMs)
        ? true
        : (seen?.quietMs ?? 0) >= lastsMs
          ? false
          : null;
      return {
        ...{ repositoryId, name, isThere, signMs: writtenMs },
        ...{ offers: offers.map(nameOf), standsBy: standsBy.map(nameOf) },
      };
    })
    .filter(({ isThere, offers, standsBy }) => isThere === true || offers.length + standsBy.length > 0);
}

function sinceOf({ since }: SavedStandIn, lease: PlanLease | undefined): number | null {
  const seen = lease === undefined ? undefined : since[lease.planId];
  return seen !== undefined && seen.term === lease?.term ? seen.atMs : null;
}
