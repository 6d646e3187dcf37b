import type { RebuildWaits } from "../../../../shared/health-findings.ts";
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
  /** What could be filled has members to be filled with, and they wait; null when nothing of the kind waits. */
  readonly waits: RebuildWaits | null;
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
  const makesRedundancy = operation !== null && MAKES_REDUNDANCY.has(operation.kind);
  const isRunning = makesRedundancy && !operation.isWaiting;
  return {
    reading,
    baseline,
    state,
    missing,
    // who counts no members cannot tell that some are not being filled
    isBeingRebuilt: isRunning && (members.length === 0 || (missing !== null && missing <= filling)),
    waits: isRunning ? null : waitsFor(reading, missing ?? 0, filling),
  };
}

/**
 * md starts an array so that it may only be read until somebody writes to it, and neither rebuilds nor fills in spares before.
 *
 * @param filling members that have a place and not its data yet
 * @source md(4), "auto-read-only"; md.rst in the kernel's documentation, "array_state": read-auto
 */
function waitsFor(
  { operation, signals, members, technology }: ArrayReading,
  missing: number,
  filling: number,
): RebuildWaits | null {
  const isWaiting = operation?.isWaiting === true && MAKES_REDUNDANCY.has(operation.kind);
  const isReadOnly = signals.some(({ text }) => /\b(?:auto-read-only|read-auto)\b/.test(text));
  const spares = members.filter((member) => member.state === "spare").length;
  // only md is known to tell of every rebuild that runs
  const isFilled = technology === "md" && missing > 0 && missing <= filling + (isReadOnly ? spares : 0);
  if (!isWaiting && !isFilled) return null;
  if (isReadOnly) return "first-write";
  return isWaiting ? "its-turn" : "not-said";
}
