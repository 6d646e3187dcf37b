import type { ReplicaId } from "../../../shared/ids.ts";
import type { Cause, FailoverPhase, Transition } from "../../../shared/model/failover.ts";
import type { Command, CommandKind, OutstandingCommand } from "./command.ts";
import { pauseMs } from "./replica-health.ts";
import { type FailoverState, type ReplicaHealth, replicaOf } from "./state.ts";

/** Why an order was not followed. */
export type Refusal = "busy" | "nothing-to-do" | "unknown-replica" | "not-well";

/** A state on the way to the next one, and what came up meanwhile. Made for one event, and changed only while it is reduced. */
export type Work = {
  readonly state: FailoverState;
  readonly commands: Command[];
  readonly transitions: Transition[];
  refusal: Refusal | undefined;
};

/** @returns work on a copy */
export function beginWork(state: FailoverState): Work {
  const copy: FailoverState = {
    ...state,
    replicas: state.replicas.map((replica) => ({ ...replica })),
    move: state.move === null ? null : { ...state.move },
    outstanding: state.outstanding.map((entry) => ({ ...entry })),
  };
  return { state: copy, commands: [], transitions: [], refusal: undefined };
}

type WithoutId<C> = C extends unknown ? Omit<C, "id"> : never;
export type NewCommand = WithoutId<Command>;

export function issue({ state, commands }: Work, wanted: NewCommand): void {
  state.lastCommandId += 1;
  const command: Command = { ...wanted, id: state.lastCommandId };
  state.outstanding.push({ command, failures: 0, againMs: null });
  commands.push(command);
}

/** Makes nobody wait for these any more. What is being done of them is to be called off. */
export function callOff({ state, commands }: Work, ...kinds: readonly CommandKind[]): void {
  const isOff = ({ kind }: Command) => kinds.includes(kind);
  state.outstanding = state.outstanding.filter(({ command }) => !isOff(command));
  for (let n = commands.length - 1; n >= 0; n -= 1) {
    const command = commands[n];
    if (command !== undefined && isOff(command)) commands.splice(n, 1);
  }
}

/** Has a command that failed done again later, a little later each time. */
export function doAgainLater({ state }: Work, entry: OutstandingCommand): void {
  const failures = entry.failures + 1;
  const againMs = state.nowMs + pauseMs(failures, state.settings);
  state.outstanding.push({ command: entry.command, failures, againMs });
}

/** Does nothing when that is the phase. */
export function enter(
  { state, transitions }: Work,
  to: FailoverPhase,
  cause: Cause,
  moveTookMs?: number,
): void {
  const { phase: from, nowMs, activeId, epoch } = state;
  if (from === to) return;
  const lastedMs = Math.max(0, nowMs - state.phaseSinceMs);
  transitions.push({
    ...{ atMs: nowMs, from, to, cause, lastedMs, activeId, epoch },
    moveTookMs: moveTookMs ?? null,
  });
  state.phase = to;
  state.phaseSinceMs = nowMs;
  state.phaseCause = cause;
}

export function activeOf({ state }: Work): ReplicaHealth {
  return replicaOf(state, state.activeId);
}

/** The phase in which nothing moves and the active replica is well. */
export function restingPhase({
  activeId,
  homeId,
}: Pick<FailoverState, "activeId" | "homeId">): FailoverPhase {
  return activeId === homeId ? "healthy" : "failed-over";
}

export function isMember({ state }: Work, id: ReplicaId): boolean {
  return state.replicas.some((replica) => replica.id === id);
}

/** Whether anything may move by itself. */
export function mayMove({ state: { isHeld, notBeforeMs, nowMs } }: Work): boolean {
  return !isHeld && (notBeforeMs === null || nowMs >= notBeforeMs);
}

/** Whether something in a replica was found to be damaged, and is being put back. */
export function isBeingMended({ outstanding }: Pick<FailoverState, "outstanding">, id: ReplicaId): boolean {
  return outstanding.some(({ command }) => command.kind === "mend" && command.replicaId === id);
}
