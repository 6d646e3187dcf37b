import type { ArrayRule } from "./array-facts.ts";

/** Fewer members than once, though the tool calls it fine: that is how an array looks that was made smaller, or forgot a disk. */
export const shrank: ArrayRule = ({ reading, baseline, state }) => {
  const members = reading.activeMembers;
  if (baseline?.members == null || members === null || members >= baseline.members) return undefined;
  if (state !== "ok") return undefined; // it says so itself
  return { code: "ARRAY_SHRANK", level: "failing", details: { members, baseline: baseline.members } };
};

export const sparesLost: ArrayRule = ({ reading, baseline, isBeingRebuilt }) => {
  const spares = reading.members.filter(({ state }) => state === "spare").length;
  if (baseline?.spares == null || spares >= baseline.spares || isBeingRebuilt) return undefined;
  return { code: "ARRAY_SPARE_LOST", level: "warning", details: { spares, baseline: baseline.spares } };
};
