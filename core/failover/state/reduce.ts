import type { Transition } from "../../../shared/model/failover.ts";
import { type Command, type CommandResult, OUTRANKED, type OutstandingCommand } from "./command.ts";
import { decide } from "./decide.ts";
import type { FailoverEvent } from "./event.ts";
import { followManifest } from "./follow.ts";
import { changeMembers } from "./members.ts";
import { adoptEpoch, finishStep, giveUpPutOff, isOfStep } from "./move.ts";
import { obey } from "./orders.ts";
import {
  noteBeat,
  noteClockSetBack,
  noteDisks,
  noteFault,
  noteMended,
  noteSettings,
  noteTime,
} from "./replica-health.ts";
import type { FailoverState, ReplicaHealth } from "./state.ts";
import { beginWork, doAgainLater, issue, type Refusal, type Work } from "./work.ts";

export type Reduced = {
  readonly state: FailoverState;
  /** To be done now; the state remembers them until they are answered. Those it remembers no more are to be called off. */
  readonly commands: readonly Command[];
  readonly transitions: readonly Transition[];
  /** Why an order was not followed. */
  readonly refusal: Refusal | undefined;
};

/** Less is what a clock that is kept right by others does all the time. */
const CLOCK_SLACK_MS = 1000;
/** Telling people is tried so often; alerts are kept besides. */
const NOTIFY_TRIES = 5;

/**
 * The state machine of failover: what happened, and what follows. Pure: the time comes with the event, and nothing else is asked.
 *
 * Phases change only `healthy → suspect → failing-over → failed-over → recovering → failing-back → healthy` and, where a way is cut
 * short, back to the phase that is true then. Whatever changes the active replica first fences the old one, then writes a manifest
 * with an epoch of its own, and switches after that.
 */
export function reduce(state: FailoverState, event: FailoverEvent): Reduced {
  const work = beginWork(state);
  passTime(work, event.nowMs);
  takeIn(work, event);
  for (const replica of work.state.replicas) noteTime(replica, work.state.nowMs, work.state.settings);
  decide(work);
  return work;
}

function passTime({ state }: Work, nowMs: number): void {
  if (nowMs < state.nowMs - CLOCK_SLACK_MS) {
    for (const replica of state.replicas) noteClockSetBack(replica, nowMs);
    for (const entry of state.outstanding) if (entry.againMs !== null) entry.againMs = nowMs;
    if (state.move !== null) state.move.startedMs = Math.min(state.move.startedMs, nowMs);
    if (state.move?.step === "choose") state.move.choosesSinceMs = nowMs;
    state.phaseSinceMs = Math.min(state.phaseSinceMs, nowMs);
    state.notBeforeMs = null;
    state.nowMs = nowMs;
  }
  state.nowMs = Math.max(state.nowMs, nowMs);
}

function takeIn(work: Work, event: FailoverEvent): void {
  const { state } = work;
  const { settings, nowMs } = state;
  switch (event.kind) {
    case "beat":
      withReplica(work, event.replicaId, (replica) => noteBeat(replica, event.finding, nowMs, settings));
      return;
    case "fault":
      withReplica(work, event.replicaId, (replica) =>
        noteFault(replica, event.fault, event.detail, nowMs, settings),
      );
      return;
    case "disks":
      withReplica(work, event.replicaId, (replica) =>
        noteDisks(replica, event.fault, event.detail, nowMs, settings),
      );
      return;
    case "lag":
      withReplica(work, event.replicaId, (replica) => {
        replica.missingSnapshots = event.missingSnapshots;
      });
      return;
    case "order":
      obey(work, event.order);
      return;
    case "result":
      takeResult(work, event.commandId, event.result);
      return;
    case "manifest":
      followManifest(work, event);
      return;
    case "settings":
      if (state.returns === settings.failBack) state.returns = event.settings.failBack;
      state.settings = event.settings;
      for (const replica of state.replicas) noteSettings(replica, event.settings);
      return;
    case "members":
      changeMembers(work, event.members);
      return;
    case "restart":
      if (state.move?.step === "choose") state.move.choosesSinceMs = nowMs;
      issueAgain(work, () => true);
      return;
    case "tick":
      issueAgain(work, ({ againMs }) => againMs !== null && againMs <= nowMs);
      return;
  }
}

/** What is heard of a replica that was removed meanwhile says nothing any more. */
function withReplica({ state }: Work, id: ReplicaHealth["id"], note: (replica: ReplicaHealth) => void): void {
  const replica = state.replicas.find((known) => known.id === id);
  if (replica !== undefined) note(replica);
}

function issueAgain({ state, commands }: Work, isDue: (entry: OutstandingCommand) => boolean): void {
  for (const entry of state.outstanding) {
    if (!isDue(entry)) continue;
    entry.againMs = null;
    commands.push(entry.command);
  }
}

/** A result nobody waits for, like one that came twice, changes nothing. */
function takeResult(work: Work, commandId: number, result: CommandResult): void {
  const { state } = work;
  const entry = state.outstanding.find(({ command }) => command.id === commandId);
  if (entry === undefined || entry.againMs !== null) return;
  state.outstanding = state.outstanding.filter((other) => other !== entry);
  if (state.move !== null && isOfStep(state.move, entry.command)) {
    finishStep(work, state.move, entry, result);
    return;
  }
  if (result.outcome === "failed") {
    if (entry.command.kind === "mend") {
      giveUpPutOff(work, entry.command.replicaId, result.detail);
      return;
    }
    const isOutranked = entry.command.kind === "write-manifest" && result.detail === OUTRANKED;
    if (isOutranked) state.attemptedEpoch = null;
    const isVain =
      isOutranked ||
      entry.command.kind === "replicate" ||
      (entry.command.kind === "notify" && entry.failures + 1 >= NOTIFY_TRIES);
    if (!isVain) doAgainLater(work, entry);
    return;
  }
  // what was stopped can begin only where nothing is fenced
  if (entry.command.kind === "unfence") issue(work, { kind: "restart-jobs", replicaId: state.activeId });
  if (entry.command.kind === "mend") {
    withReplica(work, entry.command.replicaId, (replica) => {
      if (noteMended(replica)) state.notBeforeMs = null;
    });
  }
  if (entry.command.kind === "reconcile" && state.phase === "recovering") state.isReconciled = true;
  if (entry.command.kind === "write-manifest") adoptEpoch(work, entry.command.epoch, state.installationId);
}
