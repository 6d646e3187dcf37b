import type { Finding } from "../../../../shared/model/health-verdict.ts";
import type { ArrayFacts } from "./array-facts.ts";

/**
 * While a machine starts its arrays do not run yet, and lack members that come a moment later: nothing else that is said of one counts
 * then. What says that it has failed does.
 */
export function notStartedYet({ reading, state }: ArrayFacts, startedMs: number): Finding | undefined {
  if (state !== "inactive") return undefined;
  const text = reading.signals.find((signal) => signal.state === state)?.text ?? state;
  return { code: "ARRAY_STARTING", level: "unknown", details: { text, startedMs } };
}
