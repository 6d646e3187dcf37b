import type { RecordedTransition } from "../../../shared/model/failover.ts";
import { MOVE_KINDS } from "../../../shared/model/failover.ts";
import type { FailoverMetrics, MoveMetrics } from "../../../shared/model/failover-metrics.ts";

/**
 * The changes of the active replica that a history tells of. One begins when a phase is entered in which something moves, and ends
 * with the next step.
 *
 * @param history the oldest first
 * @returns the newest first
 */
export function movesOf(history: readonly RecordedTransition[]): readonly MoveMetrics[] {
  const moves = history.flatMap((began, n): MoveMetrics[] => {
    if (!isMoving(began)) return [];
    const end = history[n + 1];
    const start = { number: began.number, startedMs: began.atMs, cause: began.cause, fromId: began.activeId };
    if (end === undefined || end.moveTookMs === null)
      return [{ ...start, kind: null, toId: null, tookMs: null }];
    return [{ ...start, kind: kindOf(end), toId: end.activeId, tookMs: end.moveTookMs }];
  });
  return moves.toReversed();
}

/** How many moves because of a fault there were, and how many came to an end with another replica. One under way is not counted. */
export function recoveryOf(moves: readonly MoveMetrics[], isMovingNow: boolean): FailoverMetrics["recovery"] {
  const [newest] = moves;
  const ended = isMovingNow && newest?.tookMs === null ? moves.slice(1) : moves;
  const begun = ended.filter(({ cause }) => cause.kind === "fault");
  return { begun: begun.length, succeeded: begun.filter(({ tookMs }) => tookMs !== null).length };
}

function isMoving({ to }: RecordedTransition): boolean {
  return to === "failing-over" || to === "failing-back";
}

function kindOf({ cause }: RecordedTransition): MoveMetrics["kind"] {
  const command = cause.kind === "done" ? cause.command : undefined;
  return MOVE_KINDS.find((kind) => kind === command) ?? null;
}
