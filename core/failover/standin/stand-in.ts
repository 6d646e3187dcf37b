/**
 * Which of several installations starts a plan that its owner lets others start. Pure: what was found goes in, what to say comes out.
 *
 * Each installation keeps one document in the replicas, which only it writes, so nothing has to be exchanged for something else in one
 * step. A look reads the documents of all, decides, and writes the own one anew. For each plan there is a lease in the documents, and
 * the highest term counts. Clocks are never compared: an installation is gone when its document was seen unchanged for as long as the
 * lease lasts and the agreed time on top, and of a pause between two looks (a computer that slept, a clock that was set) little counts.
 *
 * Whoever holds a lease may start the plan only for as long as it lasts since its own last renewal began, and after a break, or when it
 * has taken it, only once a second look has found that nobody came before. So two that see one storage never start it both. Where they
 * do not (each reaches another replica), where a storage shows what was written only minutes later, or where a host is frozen in the
 * midst of a backup, a plan can run twice until both look again: that costs time, and snapshots are only added.
 */
import type { PlanId } from "../../../shared/ids.ts";
import type { PlanLease } from "../manifest/documents.ts";

/** Another installation, as it was seen in the looks so far. */
export type SeenInstallation = {
  readonly id: string;
  /** Tells its document from the one before. */
  readonly stamp: string;
  /** For how long it was seen unchanged. */
  readonly quietMs: number;
  /** It was seen to change at all: what was never seen to may be left over from long ago. */
  readonly hasChanged: boolean;
};

export type StandInState = {
  readonly installationId: string;
  readonly lookedMs: number | null;
  readonly leases: readonly PlanLease[];
  readonly others: readonly SeenInstallation[];
  /** What the own document says that stands in the replica, and when the look began that wrote it. */
  readonly said: { readonly leases: readonly PlanLease[]; readonly atMs: number } | null;
  /** Plans that may be started, each for as long as its lease lasts from then. */
  readonly rights: readonly { readonly planId: PlanId; readonly term: number; readonly fromMs: number }[];
};

/** A plan of which this installation is the owner, or for which it stands by. */
export type SharedPlan = {
  readonly planId: PlanId;
  readonly ownerId: string;
  /** As its owner wants it; of another's plan, what was last heard. */
  readonly lastsMs: number;
  /** How long to wait beyond that before it is taken over. */
  readonly afterMs: number;
  /** Its files are there. */
  readonly isReachable: boolean;
  /** A run of it waits here, or is under way. */
  readonly isRunning: boolean;
  /** The newest due time whose backup ended well here; null for none. */
  readonly handledMs: number | null;
};

export type Look = {
  readonly beganMs: number;
  /** When all was read. */
  readonly nowMs: number;
  /** How long it is from one look to the next. */
  readonly everyMs: number;
  readonly found: readonly FoundInstallation[];
  readonly plans: readonly SharedPlan[];
};

/** What the documents of one installation say, the own one included. */
export type FoundInstallation = {
  readonly id: string;
  readonly stamp: string;
  readonly leases: readonly PlanLease[];
};

export function newStandIn(installationId: string, leases: readonly PlanLease[] = []): StandInState {
  return { installationId, lookedMs: null, leases, others: [], said: null, rights: [] };
}

/** A pause between two looks counts for this much of the usual one. */
const MOST_OF_A_PAUSE = 1.25;

/** Takes in what the replicas say, and decides. The leases are to be published then. */
export function look(state: StandInState, { beganMs, nowMs, everyMs, found, plans }: Look): StandInState {
  const me = state.installationId;
  const known = found.map(({ leases }) => leases).reduce(mergeLeases, state.leases);
  const passedMs =
    state.lookedMs === null ? 0 : Math.min(Math.max(0, beganMs - state.lookedMs), everyMs * MOST_OF_A_PAUSE);
  const ids = new Set([
    ...found.map(({ id }) => id),
    ...plans.map(({ ownerId }) => ownerId),
    ...known.map(({ holderId }) => holderId),
  ]);
  const others = [...ids].filter((id) => id !== me).map((id) => seeInstallation(id, state, found, passedMs));
  const leases = plans.map((plan) => {
    const isUnderWay = plan.isRunning && mayGoOn(state, plan.planId, nowMs);
    return decide(leaseOf(known, plan), { ...plan, isRunning: isUnderWay }, me, others);
  });
  const kept = known
    .filter(({ planId }) => !plans.some((plan) => plan.planId === planId))
    // of one that nobody stands by for here any more
    .map((lease) => (lease.holderId === me && lease.ownerId !== me ? passedTo(lease.ownerId, lease) : lease));
  const looked = { ...state, lookedMs: nowMs, leases: [...leases, ...kept], others };
  return { ...looked, rights: plans.flatMap((plan) => rightTo(plan, looked, found, nowMs)) };
}

/** The own document of the look that began then stands in the replica. */
export function published(state: StandInState, beganMs: number): StandInState {
  const rights = state.rights.map((right) => ({ ...right, fromMs: Math.max(right.fromMs, beganMs) }));
  return { ...state, rights, said: { leases: state.leases, atMs: beganMs } };
}

/** Documents cannot be kept where the look that began then was: nobody takes over there, and each owner goes on as if it were alone. */
export function unheard(state: StandInState, beganMs: number): StandInState {
  const own = state.leases.filter(({ ownerId }) => ownerId === state.installationId);
  const isOwn = (planId: PlanId) => own.some((lease) => lease.planId === planId);
  const rights = state.rights.filter(({ planId }) => isOwn(planId));
  return { ...published({ ...state, rights }, beganMs), said: { leases: own, atMs: beganMs } };
}

/** The clock was put back, so nobody knows how old the own sign is: nothing is started before it was renewed and seen to hold. */
export function doubted(state: StandInState): StandInState {
  return { ...state, said: null, rights: [] };
}

/** Whether this installation may go on with a run of the plan that it has started. */
export function mayGoOn({ rights, leases }: StandInState, planId: PlanId, nowMs: number): boolean {
  const right = rights.find((one) => one.planId === planId);
  const lease = leases.find((one) => one.planId === planId);
  return right !== undefined && lease !== undefined && isFresh(right.fromMs, lease, nowMs);
}

/** Whether this installation may start the plan now. Nothing is begun for an owner that is there again. */
export function mayStart(state: StandInState, planId: PlanId, nowMs: number): boolean {
  if (!mayGoOn(state, planId, nowMs)) return false;
  const lease = state.leases.find((one) => one.planId === planId);
  return (
    lease !== undefined &&
    (lease.ownerId === state.installationId || !isAlive(state.others, lease.ownerId, lease.lastsMs))
  );
}

/** Of each plan the lease that counts; whoever merges whatever in whatever order comes to the same. */
export function mergeLeases(a: readonly PlanLease[], b: readonly PlanLease[]): readonly PlanLease[] {
  const merged = new Map<PlanId, PlanLease>(a.map((lease) => [lease.planId, lease]));
  for (const lease of b) {
    const other = merged.get(lease.planId);
    merged.set(lease.planId, other === undefined ? lease : mergeTwo(other, lease));
  }
  return [...merged.values()];
}

function mergeTwo(a: PlanLease, b: PlanLease): PlanLease {
  if (a.term !== b.term) return a.term > b.term ? a : b;
  if (a.holderId !== b.holderId) return a.holderId > b.holderId ? a : b;
  const [less, more] = (a.handledMs ?? -1) < (b.handledMs ?? -1) ? [a, b] : [b, a];
  return less.lastsMs > more.lastsMs ? { ...more, lastsMs: less.lastsMs } : more;
}

function seeInstallation(
  id: string,
  state: StandInState,
  found: readonly FoundInstallation[],
  passedMs: number,
): SeenInstallation {
  const before = state.others.find((other) => other.id === id);
  const stamp = found.find((one) => one.id === id)?.stamp ?? "";
  if (before === undefined) return { id, stamp, quietMs: 0, hasChanged: false };
  if (before.stamp !== stamp) return { id, stamp, quietMs: 0, hasChanged: stamp !== "" };
  return { ...before, quietMs: before.quietMs + passedMs };
}

/** It was seen to leave signs, the last of them not too long ago for a lease. */
export function isAlive(others: readonly SeenInstallation[], id: string, lastsMs: number): boolean {
  return others.some((other) => other.id === id && other.hasChanged && other.quietMs < lastsMs);
}

/** It was watched for as long as a lease lasts, and left no sign. */
export function isSilentFor(others: readonly SeenInstallation[], id: string, lastsMs: number): boolean {
  return others.some((other) => other.id === id && other.quietMs >= lastsMs);
}

/** The own lease of a plan says how far its holder is. */
function leaseOf(known: readonly PlanLease[], plan: SharedPlan): PlanLease {
  const { planId, ownerId, lastsMs, handledMs } = plan;
  const lease = known.find((one) => one.planId === planId);
  return lease ?? { planId, ownerId, term: 0, holderId: ownerId, lastsMs, handledMs };
}

function decide(
  lease: PlanLease,
  plan: SharedPlan,
  me: string,
  others: readonly SeenInstallation[],
): PlanLease {
  const isMine = plan.ownerId === me;
  if (lease.holderId === me) {
    if (!isMine && isAlive(others, plan.ownerId, lease.lastsMs))
      return plan.isRunning ? handled(lease, plan) : passedTo(plan.ownerId, handled(lease, plan));
    return { ...handled(lease, plan), lastsMs: isMine ? plan.lastsMs : lease.lastsMs };
  }
  if (!isGone(lease.holderId, lease, plan, me, others)) return lease;
  if (isMine) return passedTo(me, lease);
  return isGone(plan.ownerId, lease, plan, me, others) && plan.isReachable ? passedTo(me, lease) : lease;
}

function isGone(
  id: string,
  lease: PlanLease,
  { ownerId, afterMs }: SharedPlan,
  me: string,
  others: readonly SeenInstallation[],
): boolean {
  const seen = others.find((other) => other.id === id);
  const extraMs = Math.max(ownerId === me ? 0 : afterMs, lease.lastsMs / 2);
  return seen !== undefined && seen.quietMs >= lease.lastsMs + extraMs;
}

/** Whether nobody starts another's plan, and it is not taken over here only because that is not possible. */
export function isMissed({ installationId: me, leases, others }: StandInState, plan: SharedPlan): boolean {
  const lease = leases.find(({ planId }) => planId === plan.planId);
  if (lease === undefined || plan.ownerId === me || lease.holderId === me || plan.isReachable) return false;
  return [lease.holderId, plan.ownerId].every((id) => isGone(id, lease, plan, me, others));
}

function passedTo(holderId: string, lease: PlanLease): PlanLease {
  return { ...lease, holderId, term: lease.term + 1 };
}

function handled(lease: PlanLease, { handledMs }: SharedPlan): PlanLease {
  if (handledMs === null || handledMs <= (lease.handledMs ?? -1)) return lease;
  return { ...lease, handledMs };
}

/** Kept while it was renewed in time; gained by a look that finds what the one before said still in force. */
function rightTo(
  { planId, ownerId }: SharedPlan,
  { installationId: me, leases, others, said, rights }: StandInState,
  found: readonly FoundInstallation[],
  nowMs: number,
): StandInState["rights"] {
  const lease = leases.find((one) => one.planId === planId);
  if (lease?.holderId !== me) return [];
  const right = rights.find((one) => one.planId === planId && one.term === lease.term);
  if (right !== undefined && isFresh(right.fromMs, lease, nowMs)) return [right];
  const before = said?.leases.find((one) => one.planId === planId);
  const isSaid = said !== null && before?.term === lease.term && before.holderId === me;
  if (!isSaid || !isFresh(said.atMs, lease, nowMs)) return [];
  if (ownerId !== me && isAlive(others, ownerId, lease.lastsMs)) return [];
  // another one took it at the same time and does not know yet that it is to yield
  const isContested = found.some(
    ({ id, leases: theirs }) =>
      id !== me &&
      theirs.some((one) => one.planId === planId && one.term === lease.term && one.holderId === id) &&
      !others.some((other) => other.id === id && other.quietMs >= lease.lastsMs),
  );
  if (isContested) return [];
  return [{ planId, term: lease.term, fromMs: said.atMs }];
}

function isFresh(fromMs: number, { lastsMs }: PlanLease, nowMs: number): boolean {
  return nowMs >= fromMs && nowMs - fromMs < lastsMs;
}
