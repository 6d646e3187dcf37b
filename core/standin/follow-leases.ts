/** Whose a plan is: the lease that counts says it, and whoever made a plan yields to whoever made it his own since. */
import type { PlanId } from "../../shared/ids.ts";
import { DEFAULT_AFTER_MS } from "../../shared/model/stand-in.ts";
import type { PlanRecord } from "../catalog/plan-store.ts";
import type { PlanLease } from "../failover/manifest/documents.ts";
import type { Controllers } from "../failover/standin/controller-documents.ts";
import { mergeLeases, type StandInState } from "../failover/standin/stand-in.ts";
import { pathsOf } from "./plan-files.ts";
import { type StandInMemory, without } from "./saved-stand-in.ts";
import type { FollowStores } from "./take-up-plan.ts";

type FollowLeasesParts = {
  readonly stores: FollowStores;
  readonly installationId: string;
  readonly memory: StandInMemory;
  readonly controllers: Controllers;
  /** An own plan is another's now. */
  readonly onGivenAway: (plan: PlanRecord, ownerName: string) => void;
};

/** Before anything is decided by the leases: an own plan that is another's now is stood by for, and one that changed hands is followed. */
export function followLeases(
  plans: readonly PlanRecord[],
  state: StandInState,
  parts: FollowLeasesParts,
): void {
  const { memory, controllers, installationId } = parts;
  const known = [...controllers.values()].map(({ leases }) => leases).reduce(mergeLeases, state.leases);
  for (const plan of plans) {
    const lease = known.find(({ planId }) => planId === plan.id);
    if (lease === undefined) continue;
    const { offered, standing } = memory.get();
    const other = standing[plan.id];
    if (other === undefined && lease.ownerId !== installationId) {
      const ownerName = nameOf(lease.ownerId, controllers);
      memory.change({
        offered: without(offered, plan.id),
        standing: { ...standing, [plan.id]: stoodBy(plan, lease, ownerName, parts.stores) },
      });
      parts.onGivenAway(plan, ownerName);
    } else if (other !== undefined && other.ownerId !== lease.ownerId && lease.ownerId !== installationId) {
      const ownerName = nameOf(lease.ownerId, controllers);
      memory.change({
        standing: { ...standing, [plan.id]: { ...other, ownerId: lease.ownerId, ownerName } },
      });
    }
  }
}

/** What was read here may go on to be read. */
function stoodBy(
  { sourceIds }: PlanRecord,
  { ownerId, lastsMs }: PlanLease,
  ownerName: string,
  { sources }: FollowStores,
) {
  const paths = pathsOf({ sourceIds }, { sources });
  return { ownerId, ownerName, lastsMs, afterMs: DEFAULT_AFTER_MS, paths, sourceIds: [...sourceIds] };
}

/** The lease by which a plan is this installation's own from now on; whoever merges it with older ones comes to the same. */
export function ownLease(
  planId: PlanId,
  before: PlanLease | undefined,
  own: { readonly installationId: string; readonly lastsMs: number },
): PlanLease {
  const { installationId, lastsMs } = own;
  return {
    ...{ planId, ownerId: installationId, holderId: installationId, lastsMs },
    ...{ term: (before?.term ?? 0) + 1, handledMs: before?.handledMs ?? null },
  };
}

function nameOf(id: string, controllers: Controllers): string {
  return controllers.get(id)?.newest.name ?? id.slice(0, 8);
}
