import { enGaps } from "./en-gaps.ts";
import type { WordsAbout } from "./finding-words.ts";

/** English words for the reasons of verdicts on controllers. */
export const enControllerFindings: WordsAbout<"CONTROLLER"> = {
  CONTROLLER_STATE: (d) => ({
    what: `The controller calls its state "${d.text}".`,
    means: "All disks and arrays behind it depend on it.",
    todo: "Look at its own event log.",
  }),
  CONTROLLER_BATTERY: (d) => ({
    what: `The battery or capacitor of its write cache: "${d.text}".`,
    means: "Without it, a power cut can lose what was written just before, and writing becomes slower.",
    todo: "If it does not recover by charging, replace it.",
  }),
  CONTROLLER_CACHE: (d) => ({
    what: `Its write cache: "${d.text}".`,
    means: "Writing becomes slower. What is stored is not affected by that alone.",
    todo: "Look at the battery and the controller's own event log.",
  }),
  CONTROLLER_UNREADABLE: (d) => ({
    what: `Its state cannot be read: ${enGaps[d.reason].why}${d.message === null ? "" : ` ("${d.message}")`}.`,
    means: "Nobody knows how the disks and arrays behind it are.",
    todo: enGaps[d.reason].todo,
  }),
};
