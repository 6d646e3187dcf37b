import type { NotMounted } from "../../../../shared/health-findings.ts";
import type { ArrayReading } from "../../../../shared/model/health-reading.ts";
import type { Finding } from "../../../../shared/model/health-verdict.ts";
import { toleranceOf } from "../../reading/redundancy.ts";
import type { ArrayBaseline } from "./array-baseline.ts";
import type { ArrayRule } from "./array-facts.ts";

/** The array as a whole: gone, not started, or without some of its redundancy. */
export const lostRedundancy: ArrayRule = ({ reading, state, missing, isBeingRebuilt, waits, baseline }) => {
  const worst = reading.signals.find((signal) => signal.state === state);
  const text = worst === undefined ? state : worst.text;
  if (state === "failed")
    return { code: "ARRAY_FAILED", level: "failed", details: { text, missing: missing ?? 0 } };
  if (state === "inactive") return { code: "ARRAY_INACTIVE", level: "failed", details: { text } };
  if (state !== "degraded") return undefined;
  const tolerance = toleranceOf(reading.level, reading.expectedMembers);
  const notMounted = whatIfMounted(reading, missing, baseline);
  return {
    code: "ARRAY_DEGRADED",
    level: isBeingRebuilt ? "warning" : "failing",
    details: {
      missing: missing === 0 ? null : missing, // a spare that has taken over fills the place, and yet is not meant to stay
      expected: reading.expectedMembers,
      canLoseMore: tolerance === null || missing === null ? null : Math.max(0, tolerance.sure - missing),
      isBeingRebuilt,
      ...(waits === null ? {} : { waits }),
      ...(notMounted === undefined ? {} : { notMounted }),
    },
  };
};

/** Btrfs tells how it keeps its data only while it is mounted: before that, nobody knows whether it can be used. */
function whatIfMounted(
  { technology, isMounted, level, expectedMembers }: ArrayReading,
  missing: number | null,
  baseline: ArrayBaseline | undefined,
): NotMounted | undefined {
  if (technology !== "btrfs" || isMounted === true) return undefined;
  const last = level ?? baseline?.level ?? null;
  const tolerance = missing === null || missing === 0 ? null : toleranceOf(last, expectedMembers);
  const mounts =
    tolerance === null || missing === null
      ? "unknown"
      : missing <= tolerance.sure
        ? "degraded"
        : missing > tolerance.most
          ? "not"
          : "unknown";
  // two copies are called `raid1` there
  return { isSure: isMounted === false, profile: last?.replaceAll("raid1c2", "raid1") ?? null, mounts };
}

/** Which members are lost, to find them by. */
export const lostMembers: ArrayRule = ({ reading, state, isBeingRebuilt, baseline }) => {
  // where nothing is degraded, the disk was a spare, or its place has been filled already
  const level = state === "ok" || state === "unknown" || isBeingRebuilt ? "warning" : "failing";
  const lost = state === "failed" ? { isArrayLost: true as const } : {};
  const findings: Finding[] = [];
  for (const { name, slot, serial, state: member, stateText } of reading.members) {
    if (member === "failed")
      findings.push({
        code: "ARRAY_MEMBER_FAILED",
        level,
        details: { member: name, slot, serial, text: stateText, ...lost },
      });
    if (member === "missing" || member === "removed")
      findings.push({
        code: "ARRAY_MEMBER_MISSING",
        level,
        details: { member: name, slot, serial, ...lost },
      });
  }
  // places that were never filled are no loss, once it is known how many there were
  const isWhole = baseline?.members != null && (reading.activeMembers ?? 0) >= baseline.members;
  return isWhole ? findings.filter(({ code }) => code === "ARRAY_MEMBER_FAILED") : findings;
};
