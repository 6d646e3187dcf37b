import type { ReportedState } from "./state-words.ts";

/** How a controller may call a disk, from the best to the worst. */
const BY_HARM: readonly ReportedState[] = [
  "ok",
  "spare",
  "unconfigured",
  "unknown",
  "warning",
  "rebuilding",
  "failing",
  "missing",
  "failed",
];

/** @returns how bad it is to be called so, to be compared: more is worse */
export function harmOf(state: ReportedState): number {
  return BY_HARM.indexOf(state);
}
