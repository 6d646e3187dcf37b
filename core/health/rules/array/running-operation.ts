import type { ArrayRule } from "./array-facts.ts";

/** A check is routine; what makes or changes redundancy means that it is not whole yet. */
export const runningOperation: ArrayRule = ({ reading: { operation }, waits }) => {
  if (operation === null) return undefined;
  const { kind, donePercent, remainingSeconds } = operation;
  if (kind === "check" || kind === "scrub" || kind === "repair")
    return { code: "ARRAY_CHECKING", level: "note", details: { donePercent, remainingSeconds } };
  return {
    code: "ARRAY_REBUILDING",
    level: "warning",
    details: { kind, donePercent, remainingSeconds, ...(waits === null ? {} : { waits }) },
  };
};
