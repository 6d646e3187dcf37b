import type { ArrayReading } from "../../../../shared/model/health-reading.ts";
import type { Finding } from "../../../../shared/model/health-verdict.ts";
import type { ArrayBaseline } from "./array-baseline.ts";

export type ArrayState = ArrayReading["signals"][number]["state"];

/** What all rules on arrays need to know, worked out once. */
export type ArrayFacts = {
  readonly reading: ArrayReading;
  readonly baseline: ArrayBaseline | undefined;
  /** The worst that any signal says; `unknown` when none says anything. */
  readonly state: ArrayState;
  /** Places without current data; null when nobody counted. */
  readonly missing: number | null;
  /** All that is missing is being filled at the moment. */
  readonly isBeingRebuilt: boolean;
};

/** One small question to an array's reading. */
export type ArrayRule = (facts: ArrayFacts) => Finding | readonly Finding[] | undefined;

/** From the best to the worst. */
const RANK: readonly ArrayState[] = ["unknown", "ok", "degraded", "inactive", "failed"];

const MAKES_REDUNDANCY = new Set(["rebuild", "resync", "reshape", "initialise", "migrate"]);

export function arrayFacts(reading: ArrayReading, baseline: ArrayBaseline | undefined): ArrayFacts {
  const state = reading.signals.reduce<ArrayState>(
    (worst, signal) => (RANK.indexOf(signal.state) > RANK.indexOf(worst) ? signal.state : worst),
    "unknown",
  );
  const { expectedMembers, activeMembers, operation, members } = reading;
  const missing =
    expectedMembers === null || activeMembers === null ? null : Math.max(0, expectedMembers - activeMembers);
  const filling = members.filter((member) => member.state === "rebuilding").length;
  const isRunning = operation !== null && !operation.isWaiting && MAKES_REDUNDANCY.has(operation.kind);
  return {
    reading,
    baseline,
    state,
    missing,
    // who counts no members cannot tell that some are not being filled
    isBeingRebuilt: isRunning && (members.length === 0 || (missing !== null && missing <= filling)),
  };
}
