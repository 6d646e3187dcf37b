import type { ArrayRecord } from "./array-identity.ts";
import type { Round } from "./save-subject.ts";

/** Arrays begin one after another while a machine starts; one that did not within this time does not begin by itself. */
const STARTS_WITHIN_MS = 5 * 60_000;
/** A machine that starts again and again does not keep an array that never runs from being told of. */
const WAITS_AT_MOST_MS = 2 * STARTS_WITHIN_MS;

/** What was last known of it when nobody would have called it lost. */
const FINE: ReadonlySet<string> = new Set<ArrayRecord["verdict"]>(["ok", "checking", "warning"]);

/**
 * @param known how the catalog knows the array
 * @returns when the machine was started, if an array that does not run may only not have been started yet; null otherwise
 */
export function mayBeStarting(
  { nowMs, startedMs }: Pick<Round, "nowMs" | "startedMs">,
  known: ArrayRecord | undefined,
): number | null {
  if (startedMs === null || nowMs - startedMs >= STARTS_WITHIN_MS) return null;
  if (known === undefined || known.vanishedMs !== null) return null;
  if (FINE.has(known.verdict)) return startedMs;
  const hasWaitedMs = nowMs - known.sinceMs;
  const isWaiting = known.findings.some(({ code }) => code === "ARRAY_STARTING");
  return isWaiting && hasWaitedMs >= 0 && hasWaitedMs < WAITS_AT_MOST_MS ? startedMs : null;
}
