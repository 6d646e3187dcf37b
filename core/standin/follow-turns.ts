/** What follows when the one that starts a plan changes: what is caught up, what is cancelled, and who is told. */
import type { PlanId } from "../../shared/ids.ts";
import type { Stores } from "../catalog/open-stores.ts";
import type { PlanRecord } from "../catalog/plan-store.ts";
import type { Clock } from "../clock.ts";
import type { PlanLease } from "../failover/manifest/documents.ts";
import type { Controllers } from "../failover/standin/controller-documents.ts";
import { mayStart, type SharedPlan, type StandInState } from "../failover/standin/stand-in.ts";
import type { StandInMemory } from "./saved-stand-in.ts";
import type { FollowStores } from "./take-up-plan.ts";

/** What people are told of. */
export type StandInNews = {
  readonly plan: PlanRecord;
  /** `covered`: another one starts an own plan. `given-away`: another one has made it its own. */
  readonly kind: "took-over" | "handed-back" | "covered" | "returned" | "given-away";
  readonly ownerName: string;
  readonly holderName: string;
};

export type FollowTurnsParts = {
  readonly stores: FollowStores & Pick<Stores, "runs" | "planTiming">;
  readonly installationId: string;
  /** Of this computer. */
  readonly name: string;
  readonly clock: Clock;
  readonly cancelRun: (id: Parameters<Stores["runs"]["get"]>[0]) => Promise<void>;
  /** Somebody else made backups of a plan that is known here. */
  readonly onBackups: (id: PlanRecord["repositoryId"]) => void;
  readonly onNews: (news: StandInNews) => void;
};

/** Runs that somebody wants now, whoever's turn it is. */
export const BY_HAND: ReadonlySet<string> = new Set(["person", "drill", "failing-disk"]);

/** Does what follows from a look. */
export async function followTurns(
  parts: FollowTurnsParts & { readonly memory: StandInMemory; readonly controllers: Controllers },
  before: StandInState,
  after: StandInState,
  shared: readonly SharedPlan[],
): Promise<void> {
  for (const { planId, ownerId } of shared) {
    const plan = parts.stores.plans.get(planId);
    const lease = after.leases.find((one) => one.planId === planId);
    const old = before.leases.find((one) => one.planId === planId);
    if (plan === undefined || lease === undefined) continue;
    noteHolder(parts, lease, old);
    await followLease(parts, { plan, lease, old, after, isOwn: ownerId === parts.installationId });
  }
}

type Followed = {
  readonly plan: PlanRecord;
  readonly lease: PlanLease;
  readonly old: PlanLease | undefined;
  readonly after: StandInState;
  readonly isOwn: boolean;
};

async function followLease(
  parts: Parameters<typeof followTurns>[0],
  { plan, lease, old, after, isOwn }: Followed,
): Promise<void> {
  const { memory, installationId, controllers, clock } = parts;
  const [isHere, wasHere] = [lease.holderId === installationId, old?.holderId === installationId];
  const tell = (kind: StandInNews["kind"]) =>
    parts.onNews({
      ...{ plan, kind, ownerName: memory.get().standing[plan.id]?.ownerName ?? parts.name },
      holderName: isHere ? parts.name : (controllers.get(lease.holderId)?.newest.name ?? "?"),
    });
  if (mayStart(after, plan.id, clock.nowMs()) && memory.get().terms[plan.id] !== lease.term) {
    if (lease.term > 0) await takeUp(parts, plan, lease.handledMs, isOwn);
    memory.change({ terms: { ...memory.get().terms, [plan.id]: lease.term } });
    if (lease.term > 0) tell(isOwn ? "returned" : "took-over");
  }
  if (!isOwn && wasHere && !isHere) {
    await cancelRuns(parts, plan.id, Number.POSITIVE_INFINITY); // of what it could not go on with
    if (old?.ownerId === lease.ownerId) tell("handed-back");
  }
  if (isOwn && !isHere && (old === undefined || wasHere)) tell("covered");
  if (!isHere && old !== undefined && lease.handledMs !== old.handledMs) parts.onBackups(plan.repositoryId);
}

/** When the one that starts it now was first seen to do so. */
function noteHolder(
  { memory, clock }: { readonly memory: StandInMemory; readonly clock: Clock },
  { planId, term }: PlanLease,
  old: PlanLease | undefined,
): void {
  if (old === undefined || old.term === term) return;
  memory.change({ since: { ...memory.get().since, [planId]: { term, atMs: clock.nowMs() } } });
}

/** By which the scheduler knows whether a plan's times were changed. */
export function timingKey(schedule: PlanRecord["schedule"], isPaused: boolean): string {
  return `${JSON.stringify(schedule)}${isPaused ? " paused" : ""}`;
}

/** What the one before did is not done again, and what it did not do any more is caught up. */
async function takeUp(
  parts: FollowTurnsParts,
  { id, schedule, isPaused, repositoryId }: PlanRecord,
  handledMs: number | null,
  isOwn: boolean,
): Promise<void> {
  if (isOwn && handledMs !== null) await cancelRuns(parts, id, handledMs);
  parts.stores.planTiming.save(id, {
    schedule: timingKey(schedule, isPaused),
    handledMs: handledMs ?? parts.clock.nowMs(),
    ...{ waitingMs: null, waitsLate: false },
  });
  parts.onBackups(repositoryId);
}

async function cancelRuns(
  { stores, cancelRun }: FollowTurnsParts,
  planId: PlanId,
  untilMs: number,
): Promise<void> {
  const runs = stores.runs
    .unfinished()
    .filter((run) => run.planId === planId && run.dueMs <= untilMs && !BY_HAND.has(run.trigger));
  await Promise.all(runs.map(({ id }) => cancelRun(id)));
}
