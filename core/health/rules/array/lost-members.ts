import type { Finding } from "../../../../shared/model/health-verdict.ts";
import { toleranceOf } from "../../reading/redundancy.ts";
import type { ArrayRule } from "./array-facts.ts";

/** The array as a whole: gone, not started, or without some of its redundancy. */
export const lostRedundancy: ArrayRule = ({ reading, state, missing, isBeingRebuilt, waits }) => {
  const worst = reading.signals.find((signal) => signal.state === state);
  const text = worst === undefined ? state : worst.text;
  if (state === "failed")
    return { code: "ARRAY_FAILED", level: "failed", details: { text, missing: missing ?? 0 } };
  if (state === "inactive") return { code: "ARRAY_INACTIVE", level: "failed", details: { text } };
  if (state !== "degraded") return undefined;
  const tolerance = toleranceOf(reading.level, reading.expectedMembers);
  return {
    code: "ARRAY_DEGRADED",
    level: isBeingRebuilt ? "warning" : "failing",
    details: {
      missing: missing === 0 ? null : missing, // a spare that has taken over fills the place, and yet is not meant to stay
      expected: reading.expectedMembers,
      canLoseMore: tolerance === null || missing === null ? null : Math.max(0, tolerance.sure - missing),
      isBeingRebuilt,
      ...(waits === null ? {} : { waits }),
    },
  };
};

/** Which members are lost, to find them by. */
export const lostMembers: ArrayRule = ({ reading, state, isBeingRebuilt, baseline }) => {
  // where nothing is degraded, the disk was a spare, or its place has been filled already
  const level = state === "ok" || state === "unknown" || isBeingRebuilt ? "warning" : "failing";
  const findings: Finding[] = [];
  for (const { name, slot, serial, state: member, stateText } of reading.members) {
    if (member === "failed")
      findings.push({
        code: "ARRAY_MEMBER_FAILED",
        level,
        details: { member: name, slot, serial, text: stateText },
      });
    if (member === "missing" || member === "removed")
      findings.push({ code: "ARRAY_MEMBER_MISSING", level, details: { member: name, slot, serial } });
  }
  // places that were never filled are no loss, once it is known how many there were
  const isWhole = baseline?.members != null && (reading.activeMembers ?? 0) >= baseline.members;
  return isWhole ? findings.filter(({ code }) => code === "ARRAY_MEMBER_FAILED") : findings;
};
