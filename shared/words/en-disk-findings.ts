import { formatDate } from "../format/calendar-date.ts";
import { formatRelative } from "../format/relative-time.ts";
import type { DamageCounter, FailureBand, FindingDetails, Trend } from "../health-findings.ts";
import { enGaps } from "./en-gaps.ts";
import type { FindingMoment, FindingText, WordsAbout } from "./finding-words.ts";
import { describeGapHelp } from "./missing-programs.ts";

/** How a counter is called, and what it means that it is above zero. */
const DAMAGE: Readonly<Record<DamageCounter, { readonly name: string; readonly means: string }>> = {
  reallocatedSectors: {
    name: "Sectors replaced by spare ones",
    means: "The disk found bad places and put spare ones to use. Nothing need be lost by that.",
  },
  pendingSectors: {
    name: "Sectors that cannot be read and wait to be replaced",
    means: "What was in these sectors may be lost.",
  },
  offlineUncorrectable: {
    name: "Unreadable sectors found by the disk's own scan",
    means: "What was in these sectors may be lost.",
  },
  reportedUncorrectable: {
    name: "Errors the disk could not correct",
    means: "Something on the disk could not be read when it was asked for.",
  },
  endToEndErrors: {
    name: "Errors on the way through the disk's own electronics",
    means: "What the disk reads or writes may differ from what was meant.",
  },
  mediaErrors: {
    name: "Media errors",
    means: "Something on the disk could not be read when it was asked for.",
  },
  uncorrectedReads: {
    name: "Reads that could not be corrected",
    means: "Something on the disk could not be read when it was asked for.",
  },
  uncorrectedWrites: {
    name: "Writes that could not be corrected",
    means: "Something could not be written to the disk.",
  },
  spinRetries: {
    name: "Attempts to start turning again",
    means: "The motor or its power supply is weak; one day the disk will not start.",
  },
  predictedFailures: {
    name: "Times the disk predicted its own failure",
    means: "The disk itself expects to fail soon.",
  },
};

const NVME: Readonly<
  Record<FindingDetails["DISK_NVME_WARNING"]["warning"], readonly [what: string, means: string]>
> = {
  "spare-low": [
    "The disk warns that its spare blocks are nearly used up.",
    "When none is left, it can no longer replace worn places, and may refuse to be written.",
  ],
  temperature: [
    "The disk warns of its temperature.",
    "It slows down, and ages faster. Its data is not affected so far.",
  ],
  "reliability-degraded": [
    "The disk warns that it is no longer reliable.",
    "It met many errors of its medium or of itself. What is on it may become unreadable at any time.",
  ],
  "read-only": [
    "The disk has made itself read-only.",
    "Nothing more can be written to it. What is on it can be read for now.",
  ],
  "backup-failed": [
    "The disk warns that its protection against power cuts has failed.",
    "A power cut can lose what was written just before.",
  ],
  "persistent-memory": [
    "The disk warns that its persistent memory is unreliable or read-only.",
    "What programs keep in that memory is at risk; the rest of the disk is not meant.",
  ],
  other: [
    "The disk warns of something that Backstay does not know.",
    "Newer disks have warnings of their own. It may be serious.",
  ],
};

const REPORTED: Readonly<
  Record<FindingDetails["DISK_REPORTED_STATE"]["state"], readonly [means: string, todo: string]>
> = {
  rebuilding: [
    "It is being filled anew; until that is done, redundancy is reduced.",
    "Leave it running, and replace no other disk meanwhile.",
  ],
  warning: [
    "The controller or NAS wants somebody to look at it.",
    "Look at the disk in its own administration.",
  ],
  failing: [
    "The controller or NAS expects it to fail.",
    "Make sure its data is backed up, and replace the disk.",
  ],
  failed: ["It is no longer used.", "Replace the disk. Find it by its serial number and slot."],
  missing: [
    "It does not answer, or was taken out.",
    "Check its plug and cable; if it does not come back, replace it.",
  ],
};

const SAVE_AND_REPLACE = "Back up now what is on it, then replace the disk.";
const QUARTER = "About a quarter of all failing disks give no such sign.";

/** English words for the reasons of verdicts on disks. */
export const enDiskFindings: WordsAbout<"DISK"> = {
  DISK_SAYS_FAILING: () => ({
    what: "The disk itself says that it is failing.",
    means: "It expects to fail soon, perhaps within a day. What is on it can be lost at any time.",
    todo: SAVE_AND_REPLACE,
  }),
  DISK_ATTRIBUTE_FAILED: (d) => (d.isHeat ? tooWarm(d) : attributeFailed(d)),
  DISK_DAMAGE_RISING: (d, moment) => ({
    what: `${DAMAGE[d.counter].name}: ${d.value}, ${changed(d.value, d.trend, moment)}.`,
    means: sentences(
      DAMAGE[d.counter].means,
      "Where a counter like this rises, more follows.",
      ofSuchDisks(d.band),
      QUARTER,
    ),
    todo: SAVE_AND_REPLACE,
  }),
  DISK_DAMAGE_PRESENT: (d, moment) => ({
    what: `${DAMAGE[d.counter].name}: ${d.value}, ${changed(d.value, d.trend, moment)}.`,
    means: sentences(DAMAGE[d.counter].means, ofSuchDisks(d.band), QUARTER),
    todo: "Make sure that its data has another good copy, keep a spare disk at hand, and watch whether the number rises.",
  }),
  DISK_COMMAND_TIMEOUTS: (d, moment) => ({
    what: `Commands without an answer in time: ${d.value}, ${changed(d.value, d.trend, moment)}.`,
    means: sentences("The disk, its cable or its power supply stalls now and then.", ofSuchDisks(d.band)),
    todo: "Check cable and power supply first; if the number goes on rising, replace the disk.",
  }),
  DISK_CABLE_ERRORS: (d, moment) => ({
    what: `Errors between disk and controller: ${d.value}, ${changed(d.value, d.trend, moment)}.`,
    means: sentences(
      "This tells of the cable or the backplane, not of the disk's medium. What was damaged on the way was sent again.",
      ofSuchDisks(d.band),
    ),
    todo: "If the number rises, replace the cable, or put the disk into another slot.",
  }),
  DISK_NVME_WARNING: ({ warning }) => ({
    what: NVME[warning][0],
    means: NVME[warning][1],
    todo:
      warning === "temperature"
        ? "Give it air: look at fans, dust and heat sinks."
        : warning === "other"
          ? "Make sure that what is on it is backed up, and ask its maker's own program."
          : SAVE_AND_REPLACE,
  }),
  DISK_SPARE_LOW: (d) => ({
    what: `Spare blocks left: ${d.sparePercent} %${d.thresholdPercent === null ? "" : `; the maker's limit is ${d.thresholdPercent} %`}.`,
    means: "When none is left, the disk can no longer replace worn places, and may refuse to be written.",
    todo: "Plan to replace the disk soon.",
  }),
  DISK_WORN: (d) => ({
    what: `Used of the endurance its maker promises: ${d.wornPercent} %.`,
    means: "It may go on for long, but nobody promises it. This alone is no failure.",
    todo: "Plan to replace the disk.",
  }),
  DISK_HOT: (d) => ({
    what: `It is ${d.temperatureC} °C warm; ${d.isCritical ? "the limit beyond which it may take damage" : "the limit of its usual work"} is ${d.limitC} °C.`,
    means: d.isCritical
      ? "It may slow down or switch itself off, and ages fast."
      : "It ages faster. Its data is not affected so far.",
    todo: "Give it air: look at fans, dust and heat sinks.",
  }),
  DISK_SELF_TEST_FAILED: (d) => ({
    what: `Its last self-test failed${d.atPowerOnHours === null ? "" : `, at ${d.atPowerOnHours} hours of work`}${d.firstErrorAt === null ? "" : `, first at sector ${d.firstErrorAt}`}.`,
    means: "There is a place on the disk that it cannot read, or a part of it does not work.",
    todo: "Make sure that its data has another good copy, and replace the disk if a long self-test fails again.",
  }),
  DISK_LOGGED_ERRORS: (d) => ({
    what:
      d.entries === null
        ? "The disk keeps errors in its log."
        : `Errors in the disk's own log: ${d.entries}.`,
    means: "They may be years old, and may come from the cable. This alone is no sign of a failure.",
    todo: "Nothing needs to be done.",
  }),
  DISK_LISTED: (d) => ({
    what: `It was found at ${d.device}${d.deviceType === null ? "" : `, connected as ${d.deviceType}`}.`,
    means: "It can be asked. Its health is not known from this list.",
    todo: `Read its health with \`smartctl --xall --json ${d.deviceType === null ? "" : `-d ${d.deviceType} `}${d.device}\`.`,
  }),
  DISK_REPORTED_STATE: (d) => ({
    what: `Its RAID controller or NAS calls its state "${d.text}".`,
    means: REPORTED[d.state][0],
    todo: REPORTED[d.state][1],
  }),
  DISK_UNREADABLE: (d) => ({
    what: `Its health cannot be read: ${enGaps[d.reason].why}${d.message === null ? "" : ` ("${d.message}")`}.`,
    means: "Nobody knows how it is. It may be fine, and it may be failing.",
    todo: describeGapHelp({ reason: d.reason, about: d.program ?? null }, "en"),
  }),
  DISK_STATE_UNKNOWN: (d) => ({
    what: `Its RAID controller or NAS calls its state "${d.text}", which Backstay does not know.`,
    means: "Nobody knows how it is. It may be fine, and it may be failing.",
    todo: "Look at the disk in its own administration.",
  }),
  DISK_ASLEEP: () => ({
    what: "It sleeps, and was left alone.",
    means: "How it is will be read when it next wakes by itself.",
    todo: "Nothing needs to be done.",
  }),
  DISK_VANISHED: (d, { nowMs }) => ({
    what: `It is gone. It was last seen ${formatRelative(d.lastSeenMs, nowMs, "en")}.`,
    means: "It failed altogether, its cable or slot did, or somebody took it out.",
    todo: "Check its plug and cable. If it was taken out on purpose, tell Backstay to forget it.",
  }),
  DISK_FAILED_IN_ARRAY: (d) => ({
    what: `It is no longer used by ${d.array}.`,
    means:
      "The disk did not read or write when it was asked to, or somebody marked it as failed. It may say of itself that it is well all the same.",
    todo: d.isArrayLost
      ? "Check its power and cable. Keep the disk: the array has lost too many, and may come back with what is on it."
      : "Check its cable. Replace the disk, unless it was marked on purpose.",
  }),
  DISK_ERRORS_IN_ARRAY: (d) => ({
    what: `Errors of this disk that ${d.array} has met: ${d.errors}.`,
    means:
      "Where redundancy was there, the data was read from another disk. The disk or its cable is not reliable.",
    todo: "Check its cable, run a scrub of the array, and replace the disk if the number rises.",
  }),
  DISK_DAMAGED_FILES: (d) => ({
    what: `Damaged files of the replica ${d.replica} that lay here, in the last 30 days: ${d.files}.`,
    means:
      "Backstay mends them from another replica. What they lie on may be why, even when it reports nothing: this disk, another one of the same array, a cable or memory.",
    todo: "Run a long self-test of the disk, or a scrub of the array, and check the cable. If it happens again, replace the disk.",
  }),
  DISK_ROTTEN_FILES: (d) => ({
    what: `Files of ${d.source} that lay here and changed though nothing wrote to them: ${d.files}.`,
    means:
      "The older versions are in a snapshot that is kept. What the files lie on may be why, even when it reports nothing: this disk, another one of the same array, a cable or memory.",
    todo: "Compare the files with the snapshot, as the alert says. Run a long self-test of the disk, or a scrub of the array, and check the cable and the memory.",
  }),
};

function attributeFailed(d: FindingDetails["DISK_ATTRIBUTE_FAILED"]): FindingText {
  return {
    what: `${attributeName(d)} ${d.when === "now" ? "is at or below the maker's limit now" : "was at or below the maker's limit once"}${limits(d)}.`,
    means:
      d.when === "now"
        ? "By its maker's measure the disk is at its end."
        : "It is above the limit again, but was not always.",
    todo: d.when === "now" ? SAVE_AND_REPLACE : "Watch the disk, and keep a spare one at hand.",
  };
}

/** The number counts down while it gets warmer. */
function tooWarm(d: FindingDetails["DISK_ATTRIBUTE_FAILED"]): FindingText {
  const isNow = d.when === "now";
  return {
    what: `It ${isNow ? "is warmer than its maker allows" : "was warmer than its maker allows once"}. ${attributeName(d)}${limits(d)}.`,
    means: isNow ? "It ages faster. Its data is not affected so far." : "It is within its limit again.",
    todo: isNow
      ? "Give it air: look at fans, dust and heat sinks."
      : "Nothing needs to be done, as long as it gets enough air.",
  };
}

function attributeName({ attribute, name }: FindingDetails["DISK_ATTRIBUTE_FAILED"]): string {
  return `Attribute ${attribute} (${name})`;
}

function limits({ value, threshold }: FindingDetails["DISK_ATTRIBUTE_FAILED"]): string {
  if (value === null || threshold === null) return "";
  return `: ${value}, with a limit of ${threshold}`;
}

const STABLE_MS = 2 * 24 * 3_600_000;

/** What became of a counter, as the end of a sentence. */
function changed(value: number, trend: Trend | null, { nowMs }: FindingMoment): string {
  if (trend === null) return "with no earlier reading to compare";
  const { before, beforeMs, stableSinceMs } = trend;
  const since =
    stableSinceMs === null ? "" : `unchanged since ${formatDate(stableSinceMs, nowMs, "en", "long")}`;
  if (before === value && stableSinceMs !== null) return since;
  const from = `${value > before ? "up" : "down"} from ${before} (${formatRelative(beforeMs, nowMs, "en")})`;
  // that it has not changed for some hours comforts nobody
  return stableSinceMs === null || nowMs - stableSinceMs < STABLE_MS ? from : `${from} and ${since}`;
}

function ofSuchDisks(band: FailureBand | null): string {
  if (band === null) return "";
  const { lowPercent, highPercent } = band;
  if (highPercent <= 100) {
    return `In a large fleet, ${lowPercent} to ${highPercent} % of disks with such a value failed within a year, and about 1.5 % of all.`;
  }
  return `In a large fleet, for 100 disks with such a value there were ${lowPercent} to ${highPercent} failures in a year, and about 1.5 for 100 of all.`;
}

function sentences(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(" ");
}
