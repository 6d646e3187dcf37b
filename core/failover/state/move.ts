/** The steps of a move of the active replica: fence, reconcile, verify, write the manifest, switch. */
import type { ReplicaId } from "../../../shared/ids.ts";
import type { Cause } from "../../../shared/model/failover.ts";
import { chooseCandidate } from "./choose-candidate.ts";
import { type Command, type CommandResult, OUTRANKED, type OutstandingCommand } from "./command.ts";
import { isWell, MAX_VAIN_MENDS, mayBeWell, noteRefused, suspicionOf } from "./replica-health.ts";
import { type FailoverState, type Move, replicaOf } from "./state.ts";
import {
  activeOf,
  callOff,
  doAgainLater,
  enter,
  isBeingMended,
  issue,
  restingPhase,
  type Work,
} from "./work.ts";

type Step = Move["step"];

const STEPS: Readonly<Record<Move["kind"], readonly Step[]>> = {
  failover: ["fence", "choose", "verify", "manifest", "switch"],
  switchover: ["fence", "reconcile", "verify", "manifest", "switch"],
  failback: ["fence", "reconcile", "verify", "manifest", "switch"],
  follow: ["fence", "switch"],
};

type MoveStart = Pick<Move, "kind" | "cause" | "toId" | "reconciles" | "homeAfterId" | "returns"> &
  Partial<Pick<Move, "epoch" | "epochWriter" | "jobIds">>;

/** Leaves the active replica. Nothing else may be under way. */
export function beginMove(work: Work, start: MoveStart): void {
  const { state } = work;
  // what these were for is decided anew when the move is over
  callOff(work, "replicate", "reconcile", "verify", "unfence", "write-manifest", "restart-jobs");
  state.move = {
    ...{ choosesSinceMs: null, epoch: null, epochWriter: state.installationId, tried: [], jobIds: [] },
    ...start,
    ...{ fromId: state.activeId, step: "fence", startedMs: state.nowMs },
  };
  const homeId = start.homeAfterId ?? state.homeId;
  enter(work, start.toId === homeId ? "failing-back" : "failing-over", start.cause);
  startStep(work, state.move, "fence");
}

/** Whether a result belongs to the step that the move is at. */
export function isOfStep({ step }: Move, { kind }: Command): boolean {
  const kinds: Partial<Record<Step, Command["kind"]>> = {
    ...{ fence: "fence", reconcile: "reconcile", verify: "verify" },
    ...{ manifest: "write-manifest", switch: "switch-active" },
  };
  return kinds[step] === kind;
}

/** Goes on after a step. */
export function finishStep(work: Work, move: Move, entry: OutstandingCommand, result: CommandResult): void {
  if (result.outcome === "failed") {
    failStep(work, move, entry, result);
    return;
  }
  if (move.step === "fence") move.jobIds = [...new Set([...move.jobIds, ...(result.jobIds ?? [])])];
  if (move.step === "switch") {
    finishMove(work, move);
    return;
  }
  const steps = STEPS[move.kind].filter((step) => step !== "reconcile" || move.reconciles);
  startStep(work, move, steps[steps.indexOf(move.step) + 1] ?? "switch");
}

function failStep(
  work: Work,
  move: Move,
  entry: OutstandingCommand,
  { detail, isDamage = false }: Extract<CommandResult, { outcome: "failed" }>,
): void {
  const { step, toId } = move;
  // without a fence two places could be written to, and after the manifest there is no way back
  if (step === "fence" || step === "switch" || toId === null) {
    doAgainLater(work, entry);
    return;
  }
  const cause: Cause = { kind: "failed", command: entry.command.kind, replicaId: toId, detail };
  if (step === "manifest" && detail === OUTRANKED) {
    work.state.attemptedEpoch = null; // what outranks it need not be outranked again
    giveUp(work, cause);
    return;
  }
  if (isDamage && step === "verify") {
    if (!isBeingMended(work.state, toId)) issue(work, { kind: "mend", replicaId: toId });
    if (move.kind !== "failover" && putOff(work, move, toId)) {
      stayPut(work, cause);
      return;
    }
  }
  if (move.kind !== "failover") {
    giveUp(work, cause);
    return;
  }
  noteRefused(replicaOf(work.state, toId), work.state.nowMs, work.state.settings);
  move.tried = [...move.tried, { replicaId: toId, detail }];
  move.toId = null;
  startStep(work, move, "choose");
}

/**
 * What was ordered is begun again when its goal is mended, and what was to happen by itself happens then: nobody has to ask twice, and
 * the damage is what people are told. A drill has to come to an end, and says what it met.
 * @returns whether it is so; what was put off too often is not
 */
function putOff({ state }: Work, move: Move, toId: ReplicaId): boolean {
  const { kind, cause, reconciles, homeAfterId } = move;
  if (kind !== "switchover" && kind !== "failback") return false;
  const by = cause.kind === "ordered" ? cause.by : null;
  const times = (state.putOff?.times ?? 0) + 1;
  if (by === "drill") return false;
  if (times > MAX_VAIN_MENDS) {
    waitForPerson(state, toId);
    return false;
  }
  state.putOff = { kind, by, toId, forGood: homeAfterId !== null, evenIfBehind: !reconciles, times };
  return true;
}

/** What cannot be mended is not returned to by itself: it would be tried all the time, and backups stopped for it. */
function waitForPerson(state: FailoverState, replicaId: ReplicaId): void {
  if (replicaId === state.homeId && replicaId !== state.activeId) state.returns = "on-request";
}

/** What waited for this replica waits no more: nobody has whole what is damaged there. */
export function giveUpPutOff(work: Work, replicaId: ReplicaId, detail: string): void {
  const { state } = work;
  if (state.putOff?.toId !== replicaId || state.move !== null) return;
  state.putOff = null;
  waitForPerson(state, replicaId);
  tellGivenUp(work, { kind: "failed", command: "mend", replicaId, detail });
}

function startStep(work: Work, move: Move, step: Step): void {
  const { state } = work;
  move.step = step;
  if (step === "fence") {
    issue(work, { kind: "fence", replicaId: move.fromId });
    return;
  }
  if (step === "choose") {
    move.choosesSinceMs = state.nowMs;
    chooseNow(work, move);
    return;
  }
  const { toId } = move;
  if (toId === null) throw new Error("a move without a goal");
  if (step === "reconcile") {
    issue(work, { kind: "reconcile", replicaIds: [move.fromId, toId] });
    return;
  }
  if (step === "verify") {
    issue(work, { kind: "verify", replicaId: toId });
    return;
  }
  if (step === "manifest") {
    move.epoch = nextEpoch(work);
    const homeId = move.homeAfterId ?? state.homeId;
    issue(work, { kind: "write-manifest", epoch: move.epoch, activeId: toId, homeId });
    return;
  }
  adoptEpoch(work, move.epoch ?? state.epoch, move.epochWriter);
  state.activeId = toId;
  // now and not when it is done: another installation may move them before that
  if (move.kind === "failover") replicaOf(state, move.fromId).leftMs = state.nowMs;
  issue(work, { kind: "switch-active", replicaId: toId, epoch: state.epoch });
}

/** Goes on with the best candidate. Without one it waits a while for those of which nothing is known, and gives up otherwise. */
export function chooseNow(work: Work, move: Move): void {
  const { state } = work;
  const { nowMs, settings } = state;
  const triedIds = move.tried.map(({ replicaId }) => replicaId);
  const { chosenId } = chooseCandidate(state, triedIds);
  if (chosenId !== undefined) {
    move.toId = chosenId;
    startStep(work, move, "verify");
    return;
  }
  const mayWait = nowMs - (move.choosesSinceMs ?? nowMs) < settings.retryMs;
  const isHoped = state.replicas.some(
    (replica) =>
      replica.id !== state.activeId && !triedIds.includes(replica.id) && mayBeWell(replica, nowMs, settings),
  );
  if (mayWait && isHoped) return;
  const last = move.tried.at(-1);
  giveUp(
    work,
    last === undefined
      ? move.cause
      : { kind: "failed", command: "failover", replicaId: last.replicaId, detail: last.detail },
  );
}

/** An epoch nobody has used, as far as is known here. */
function nextEpoch({ state }: Work): number {
  state.highestEpoch += 1;
  state.attemptedEpoch = state.highestEpoch;
  return state.highestEpoch;
}

export function adoptEpoch({ state }: Work, epoch: number, writer: string): void {
  state.epoch = epoch;
  state.epochWriter = writer;
  state.highestEpoch = Math.max(state.highestEpoch, epoch);
  state.attemptedEpoch = null;
}

function finishMove(work: Work, move: Move): void {
  const { state } = work;
  const { kind, fromId, cause, jobIds } = move;
  const { nowMs, activeId: toId } = state;
  const tookMs = Math.max(0, nowMs - move.startedMs);
  state.move = null;
  state.putOff = null;
  state.homeId = move.homeAfterId ?? state.homeId;
  state.isReconciled = false;
  state.returns = move.returns;
  state.notBeforeMs = null;
  state.isStuckTold = false;
  forgetRefusals(state);
  enter(work, restingPhase(state), { kind: "done", command: kind }, tookMs);
  issue(work, { kind: "restart-jobs", replicaId: toId });
  const stoppedJobs = jobIds.length;
  issue(work, {
    kind: "notify",
    notice: { about: "moved", move: kind, fromId, toId, cause, tookMs, stoppedJobs },
  });
  for (const replica of state.replicas) {
    if (replica.id === toId || !isWell(replica)) continue;
    issue(work, { kind: "replicate", fromId: toId, toId: replica.id });
  }
}

/** What is begun next begins with the shortest pauses again. */
export function forgetRefusals(state: FailoverState): void {
  for (const replica of state.replicas) replica.refused = null;
}

/** The active replica stays the one it is, and people are told once. */
export function giveUp(work: Work, cause: Cause): void {
  const { state } = work;
  state.putOff = null;
  stayPut(work, cause);
  tellGivenUp(work, cause);
}

function tellGivenUp(work: Work, cause: Cause): void {
  const { state } = work;
  if (state.isStuckTold) return;
  state.isStuckTold = true;
  const isActiveWell = isWell(activeOf(work));
  issue(work, {
    kind: "notify",
    notice: { about: "given-up", activeId: state.activeId, cause, isActiveWell },
  });
}

/** The active replica stays the one it is. */
export function stayPut(work: Work, cause: Cause): void {
  const { state } = work;
  state.move = null;
  state.notBeforeMs = state.nowMs + state.settings.retryMs;
  const suspicion = suspicionOf(activeOf(work), state.settings);
  enter(work, suspicion === undefined ? restingPhase(state) : "suspect", cause);
  stayWithActive(work);
}

/** Lets the active replica work again after a move that did not come about. */
export function stayWithActive(work: Work): void {
  const { state } = work;
  const { activeId, homeId } = state;
  issue(work, { kind: "unfence", replicaId: activeId });
  // a manifest that names another one may have been written in part: a higher one has to follow
  if (state.attemptedEpoch !== null)
    issue(work, { kind: "write-manifest", epoch: nextEpoch(work), activeId, homeId });
}
