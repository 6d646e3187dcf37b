import { formatRelative } from "../format/relative-time.ts";
import type { FindingDetails } from "../health-findings.ts";
import { enGaps } from "./en-gaps.ts";
import type { WordsAbout } from "./finding-words.ts";
import { describeGapHelp } from "./missing-programs.ts";

type Meaning = readonly [means: string, todo: string];

const NOT_KNOWN: Meaning = [
  "Backstay does not know this word. It may be harmless, and it may be a failure.",
  "Look in its own administration, or in its maker's manual.",
];

const STATE: Readonly<Record<FindingDetails["CONTROLLER_STATE"]["state"], Meaning>> = {
  warning: [
    "It works, but wants somebody to look at it.",
    "Look in its event log or its own administration: the cause is named there.",
  ],
  degraded: [
    "Something behind it has lost its reserve. The data is still there, but the next failure may be one too many.",
    "Make sure of a recent backup. Then find the array or disk that is meant, in this list or in its own administration, and replace what failed.",
  ],
  failed: [
    "Disks and arrays behind it may be out of reach, and what was written last may be lost.",
    "Take no disk out and change no settings before the cause is known. Look in its event log, and ask its maker if need be.",
  ],
  unknown: NOT_KNOWN,
};

const BATTERY: Readonly<Record<FindingDetails["CONTROLLER_BATTERY"]["state"], Meaning>> = {
  charging: [
    "This is routine, after a power cut or now and then. Many controllers write more slowly until it is full.",
    "Nothing needs to be done. If it still charges after a day, it is worn out: replace it.",
  ],
  warning: [
    "When the power fails, it keeps what is in the write cache for less time than it should.",
    "Plan to replace it, and see that the power is safe, for example by a UPS.",
  ],
  failed: [
    "When the power fails, what was written just before may be lost. Controllers that notice switch their write cache off, and write more slowly.",
    "Replace it soon. Until then, see that the power is safe, for example by a UPS.",
  ],
  unknown: NOT_KNOWN,
};

const CACHE: Readonly<Record<FindingDetails["CONTROLLER_CACHE"]["state"], Meaning>> = {
  warning: [
    "Writing is slower for as long as this lasts. What is stored is not affected by it.",
    "Look at the battery or capacitor of the cache; when it charges, wait until it is full.",
  ],
  failed: [
    "Writing stays slower, and what was still in the cache when it failed may not have been written.",
    "Replace the battery or capacitor, or the cache module: its event log tells which.",
  ],
  unknown: NOT_KNOWN,
};

/** English words for the reasons of verdicts on controllers and storage boxes. */
export const enControllerFindings: WordsAbout<"CONTROLLER"> = {
  CONTROLLER_STATE: (d) => ({
    what: `It calls its own state "${d.text}".`,
    means: STATE[d.state][0],
    todo: STATE[d.state][1],
  }),
  CONTROLLER_BATTERY: (d) => ({
    what: `The battery or capacitor of its write cache: "${d.text}".`,
    means: BATTERY[d.state][0],
    todo: BATTERY[d.state][1],
  }),
  CONTROLLER_CACHE: (d) => ({
    what: `Its write cache: "${d.text}".`,
    means: CACHE[d.state][0],
    todo: CACHE[d.state][1],
  }),
  CONTROLLER_VANISHED: (d, { nowMs }) => ({
    what: `It does not answer any more. It was last seen ${formatRelative(d.lastSeenMs, nowMs, "en")}.`,
    means: "All disks and arrays behind it are out of reach. Their data need not be lost.",
    todo: "Look whether the machine still sees the card and whether its driver is loaded. If it was taken out on purpose, tell Backstay to forget it.",
  }),
  CONTROLLER_UNREADABLE: (d) => ({
    what: `Its state cannot be read: ${enGaps[d.reason].why}${d.message === null ? "" : ` ("${d.message}")`}.`,
    means: "Nobody knows how the disks and arrays behind it are.",
    todo: describeGapHelp({ reason: d.reason, about: d.program ?? null }, "en"),
  }),
};
