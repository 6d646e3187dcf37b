/** What people change of who may start a plan. */
import { BackstayError, isBackstayError } from "../../shared/errors.ts";
import type { PlanId, RepositoryId } from "../../shared/ids.ts";
import type { StandInRefusal } from "../../shared/replica-errors.ts";
import type { PlanRecord } from "../catalog/plan-store.ts";
import type { Clock } from "../clock.ts";
import type { ControllerDocument, OfferedPlan } from "../failover/manifest/documents.ts";
import { isAlive, isSilentFor, type StandInState } from "../failover/standin/stand-in.ts";
import { isBelow, isOthersSource, missingPathsOf } from "./hindrances.ts";
import { hasOnlyFiles, pathsOf } from "./plan-files.ts";
import { type StandInMemory, without } from "./saved-stand-in.ts";
import { adoptPlan, type FollowStores, removeUnused } from "./take-up-plan.ts";

export type SharePlans = {
  /** @throws {BackstayError} PLAN_NOT_FOUND, STAND_IN_REFUSED, or why others cannot be told; then it is not offered */
  offer(planId: PlanId, isOffered: boolean, lastsMs: number): Promise<void>;
  /**
   * Stands by for another's plan, or changes what was agreed about that.
   * @param paths what may be read; undefined for all that it saves now
   * @throws {BackstayError} STAND_IN_REFUSED
   */
  standBy(planId: PlanId, afterMs: number, paths?: readonly string[]): Promise<void>;
  /** @throws {BackstayError} STAND_IN_REFUSED */
  leave(planId: PlanId): Promise<void>;
  /**
   * Makes a plan one's own that is stood by for, and whose owner is gone for good. Should that one come back, it stands by.
   * @param paths what the plan saves, as a person saw it
   * @throws {BackstayError} STAND_IN_REFUSED, or why others cannot be told; then nothing has changed
   */
  adopt(planId: PlanId, paths?: readonly string[]): Promise<void>;
};

export type SharePlansParts = {
  readonly stores: FollowStores;
  readonly installationId: string;
  readonly clock: Clock;
  readonly memory: StandInMemory;
  readonly isRunning: (planId: PlanId) => boolean;
  readonly stateOf: (id: RepositoryId) => StandInState | undefined;
  /** Of all installations at all repositories, as far as they were seen. */
  readonly documents: () => readonly ControllerDocument[];
  readonly look: (id: RepositoryId) => Promise<void>;
  /** Makes it this installation's own plan, by a lease that counts more than those before. */
  readonly own: (plan: PlanRecord, lastsMs: number) => void;
  readonly onMissed: (plan: PlanRecord, missed: undefined) => void;
  readonly onTurn: () => void;
  readonly onPlans: () => void;
  readonly onBackups: (id: RepositoryId) => void;
};

export function sharePlans(parts: SharePlansParts): SharePlans {
  const { stores, memory, installationId, clock } = parts;

  const found = (planId: PlanId): { offered: OfferedPlan; by: ControllerDocument } | undefined => {
    for (const by of parts.documents()) {
      const offered = by.plans.find(({ plan }) => plan.id === planId);
      if (offered !== undefined && by.writer !== installationId) return { offered, by };
    }
    return undefined;
  };

  const offerNow = async (planId: PlanId, repositoryId: RepositoryId, lastsMs: number) => {
    const before = memory.get().offered;
    memory.change({ offered: { ...before, [planId]: { lastsMs } } });
    parts.onTurn();
    try {
      await parts.look(repositoryId);
      await parts.look(repositoryId); // from the second look on it is started here
    } catch (error) {
      // nobody could know of it, and it would only wait for its replica
      if (!(planId in before)) memory.change({ offered: without(memory.get().offered, planId) });
      parts.onTurn();
      throw error;
    }
  };

  return {
    async offer(planId, isOffered, lastsMs) {
      const plan = stores.plans.get(planId);
      if (plan === undefined) throw new BackstayError("PLAN_NOT_FOUND", {});
      const { offered, standing } = memory.get();
      if (planId in standing) refuse("not-own");
      if (isOffered && !hasOnlyFiles(plan, stores)) refuse("not-only-files");
      if (isOffered) return await offerNow(planId, plan.repositoryId, lastsMs);
      const lease = parts.stateOf(plan.repositoryId)?.leases.find((one) => one.planId === planId);
      if (lease !== undefined && lease.holderId !== installationId) refuse("taken-over");
      memory.change({ offered: without(offered, planId) });
      parts.onTurn();
      await passing(parts.look(plan.repositoryId));
    },
    async standBy(planId, afterMs, agreed) {
      const { offered, standing } = memory.get();
      const known = standing[planId];
      if (known !== undefined) {
        const plan = stores.plans.get(planId);
        const paths = agreed ?? (plan === undefined ? [] : pathsOf(plan, stores));
        memory.change({ standing: { ...standing, [planId]: { ...known, afterMs, paths: [...paths] } } });
        return;
      }
      if (planId in offered || stores.plans.get(planId) !== undefined) refuse("own");
      const one = found(planId);
      if (one === undefined) return refuse("not-offered");
      const all = one.offered.sources.flatMap(({ paths }) => paths);
      const missing = await missingPathsOf(all);
      if (missing.length > 0) refuse("sources", missing);
      const { writer: ownerId, name: ownerName, leases } = one.by;
      if (one.offered.sources.some(({ id }) => isOthersSource(id, ownerId, stores, standing)))
        refuse("known-source");
      const lastsMs = leases.find((lease) => lease.planId === planId)?.lastsMs ?? afterMs;
      // first, so that the plan is never there as if it were an own one
      memory.change({
        standing: {
          ...memory.get().standing,
          [planId]: {
            ...{ ownerId, ownerName, lastsMs, afterMs, paths: [...(agreed ?? all)] },
            sourceIds: one.offered.plan.sourceIds,
          },
        },
      });
      adoptPlan(one.offered, stores, clock.nowMs(), ownerName);
      parts.onPlans();
      parts.onBackups(one.offered.plan.repositoryId);
      await passing(parts.look(one.offered.plan.repositoryId));
    },
    async adopt(planId, agreed) {
      if (!(planId in memory.get().standing)) refuse("not-own");
      const before = stores.plans.get(planId);
      if (before === undefined) throw new BackstayError("PLAN_NOT_FOUND", {});
      await parts.look(before.repositoryId); // what cannot be told to others must not be so
      const [plan, other] = [stores.plans.get(planId), memory.get().standing[planId]];
      if (plan === undefined || other === undefined) return refuse("not-own");
      const { leases = [], others = [] } = parts.stateOf(plan.repositoryId) ?? {};
      const lease = leases.find((one) => one.planId === planId);
      const lastsMs = lease?.lastsMs ?? other.lastsMs;
      const holderId = lease?.holderId ?? other.ownerId;
      if (isAlive(others, other.ownerId, lastsMs)) refuse("owner-there");
      if (!isSilentFor(others, other.ownerId, lastsMs)) refuse("owner-unknown");
      if (holderId !== installationId && !isSilentFor(others, holderId, lastsMs)) refuse("taken-over");
      const paths = pathsOf(plan, stores);
      const unseen = paths.filter(
        (path) => agreed !== undefined && !agreed.some((one) => isBelow(one, path)),
      );
      if (unseen.length > 0) refuse("sources-changed", unseen);
      parts.own(plan, lastsMs);
      parts.onMissed(plan, undefined);
      parts.onPlans();
      parts.onTurn();
      await passing(parts.look(plan.repositoryId));
      await passing(parts.look(plan.repositoryId)); // from the second look on it is started here
    },
    async leave(planId) {
      const plan = stores.plans.get(planId);
      if (!(planId in memory.get().standing)) refuse("not-own");
      if (parts.isRunning(planId)) refuse("running");
      if (plan !== undefined) {
        stores.plans.remove(planId);
        removeUnused(memory.get().standing[planId]?.sourceIds ?? [], stores);
      }
      const { standing, terms, since } = memory.get();
      memory.change({
        ...{ standing: without(standing, planId), terms: without(terms, planId) },
        since: without(since, planId),
      });
      parts.onPlans();
      if (plan !== undefined) await passing(parts.look(plan.repositoryId));
    },
  };
}

/** What was changed holds, and is told to others when their place can be reached; that it cannot be is told elsewhere. */
async function passing(look: Promise<void>): Promise<void> {
  try {
    await look;
  } catch (error) {
    if (!isBackstayError(error)) throw error;
  }
}

function refuse(reason: StandInRefusal, paths: readonly string[] = []): never {
  throw new BackstayError("STAND_IN_REFUSED", { reason, paths: [...paths] });
}
