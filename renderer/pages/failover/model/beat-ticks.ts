import type { FailoverSettings, ReplicaView } from "../../../../shared/model/failover.ts";

/** `unknown`: nobody asked then, or nobody remembers. */
export type BeatTick = "good" | "failed" | "unknown";

/**
 * The last heartbeats of a replica, a tick each, as far as they are known: without a break well since a moment, or a fault at one.
 *
 * @param count how many there is room for
 * @returns the oldest first
 */
export function beatTicks(
  replica: Pick<ReplicaView, "lastBeatMs" | "wellSinceMs" | "fault">,
  { beatEveryMs }: Pick<FailoverSettings, "beatEveryMs">,
  nowMs: number,
  count: number,
): readonly BeatTick[] {
  const { lastBeatMs, wellSinceMs, fault } = replica;
  // one that is under way is not late
  const silent =
    lastBeatMs === null ? count : Math.max(0, Math.floor((nowMs - lastBeatMs) / beatEveryMs) - 1);
  return Array.from({ length: count }, (_, n): BeatTick => {
    const ago = count - 1 - n;
    if (lastBeatMs === null || ago < silent) return "unknown";
    const atMs = lastBeatMs - (ago - silent) * beatEveryMs;
    if (wellSinceMs !== null && atMs >= wellSinceMs - beatEveryMs / 2) return "good";
    const isAtFault = fault !== null && Math.abs(atMs - fault.atMs) <= beatEveryMs / 2;
    return isAtFault ? "failed" : "unknown";
  });
}
