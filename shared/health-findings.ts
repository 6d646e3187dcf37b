/**
 * Every reason a verdict on a disk, an array or a controller can have, by code, with the facts its words are made from. The words
 * are in `words/`, once per language; a code without words there does not compile.
 */
import type { ArrayQuirk, GapReason } from "./model/health-reading.ts";

/**
 * Share of drives with such a reading that failed within a year, as a band, from the field study the rule rests on. Above 100
 * the figure counts failures for each drive and year.
 */
export type FailureBand = { readonly lowPercent: number; readonly highPercent: number };

/** How a counter came to where it is. `null` where no history is known. */
export type Trend = {
  /** What it was before, and when that was read. */
  readonly before: number;
  readonly beforeMs: number;
  /** Since when it has not changed; null when it rose at the last reading. */
  readonly stableSinceMs: number | null;
};

/** The counters that tell of damage to the medium. */
export type DamageCounter =
  | "reallocatedSectors"
  | "pendingSectors"
  | "offlineUncorrectable"
  | "reportedUncorrectable"
  | "endToEndErrors"
  | "mediaErrors"
  | "uncorrectedReads"
  | "uncorrectedWrites"
  | "spinRetries"
  | "predictedFailures";

/** What a rebuild waits for that could begin: md begins with the first write, one behind another on the same disks, or nobody knows. */
export type RebuildWaits = "first-write" | "its-turn" | "not-said";

/**
 * Of a Btrfs that lacks devices and of which nobody tells that it is mounted. `isSure`: it is not. `profile`: how it kept its data when
 * that was last told, such as `raid1`. `mounts`: whether such a profile does without so many devices.
 */
export type NotMounted = {
  isSure: boolean;
  profile: string | null;
  mounts: "degraded" | "not" | "unknown";
};

/** `program` is the one that is missing, where that is why. */
export type Unreadable = { reason: GapReason; message: string | null; program?: string };

export type FindingDetails = {
  // disks
  /** The drive itself says that it fails. */
  DISK_SAYS_FAILING: Record<string, never>;
  /** An attribute is at or below the maker's threshold: now, or once. */
  DISK_ATTRIBUTE_FAILED: {
    attribute: number;
    name: string;
    value: number | null;
    threshold: number | null;
    when: "now" | "past";
    /** It counts the temperature down: the disk is too warm, and not worn out. */
    isHeat: boolean;
  };
  DISK_DAMAGE_RISING: { counter: DamageCounter; value: number; trend: Trend; band: FailureBand | null };
  DISK_DAMAGE_PRESENT: {
    counter: DamageCounter;
    value: number;
    trend: Trend | null;
    band: FailureBand | null;
  };
  DISK_COMMAND_TIMEOUTS: { value: number; trend: Trend | null; band: FailureBand | null };
  /** Cable or backplane. */
  DISK_CABLE_ERRORS: { value: number; trend: Trend | null; band: FailureBand | null };
  DISK_NVME_WARNING: {
    warning:
      | "spare-low"
      | "temperature"
      | "reliability-degraded"
      | "read-only"
      | "backup-failed"
      | "persistent-memory"
      | "other";
  };
  DISK_SPARE_LOW: { sparePercent: number; thresholdPercent: number | null };
  DISK_WORN: { wornPercent: number };
  DISK_HOT: { temperatureC: number; limitC: number; isCritical: boolean };
  DISK_SELF_TEST_FAILED: { atPowerOnHours: number | null; firstErrorAt: string | null };
  /** Errors in the drive's own log, of whatever age; null when it does not say how many. */
  DISK_LOGGED_ERRORS: { entries: number | null };
  /** A search found it; its health was not asked for. */
  DISK_LISTED: { device: string; deviceType: string | null };
  /** A RAID controller or NAS calls it so. */
  DISK_REPORTED_STATE: { state: "rebuilding" | "warning" | "failing" | "failed" | "missing"; text: string };
  DISK_UNREADABLE: Unreadable;
  DISK_STATE_UNKNOWN: { text: string };
  DISK_ASLEEP: Record<string, never>;
  DISK_VANISHED: { lastSeenMs: number };
  /** An array, file system or pool counts errors of this disk. */
  DISK_ERRORS_IN_ARRAY: { array: string; errors: number };
  /** An array uses this disk no more: it did not read or write, or somebody said so. */
  DISK_FAILED_IN_ARRAY: { array: string; isArrayLost?: true };
  /** Files of a replica that lies on it, alone or on others too, were found to be damaged in the last 30 days. */
  DISK_DAMAGED_FILES: { replica: string; files: number };
  /** Files of a source that lies on it, alone or on others too, changed though nothing wrote them, and nobody has seen to it. */
  DISK_ROTTEN_FILES: { source: string; files: number };
  // arrays
  ARRAY_FAILED: { text: string; missing: number };
  ARRAY_INACTIVE: { text: string };
  /** It does not run, was fine before, and the machine was started a moment ago. */
  ARRAY_STARTING: { text: string; startedMs: number };
  ARRAY_VANISHED: { lastSeenMs: number };
  /** `missing` is null where nobody counts members. */
  ARRAY_DEGRADED: {
    missing: number | null;
    expected: number | null;
    canLoseMore: number | null;
    isBeingRebuilt: boolean;
    /** Its new member is there already, and the rebuild has not begun. */
    waits?: RebuildWaits;
    notMounted?: NotMounted;
  };
  ARRAY_MEMBER_FAILED: {
    member: string | null;
    slot: string | null;
    serial: string | null;
    text: string | null;
    /** Too many are gone: what the array needs to come back may be on this one. */
    isArrayLost?: true;
  };
  ARRAY_MEMBER_MISSING: {
    member: string | null;
    slot: string | null;
    serial: string | null;
    isArrayLost?: true;
  };
  ARRAY_REBUILDING: {
    kind: "rebuild" | "resync" | "reshape" | "initialise" | "migrate" | "other";
    donePercent: number | null;
    remainingSeconds: number | null;
    /** It has not begun. */
    waits?: RebuildWaits;
  };
  ARRAY_CHECKING: { donePercent: number | null; remainingSeconds: number | null };
  /** `trend` is of all kinds together. */
  ARRAY_MEMBER_ERRORS: {
    member: string;
    serial: string | null;
    read: number;
    write: number;
    checksum: number;
    trend: Trend | null;
  };
  ARRAY_DATA_DAMAGED: { errors: number };
  /** `areMended`: one copy was wrong, and was written anew from a good one. */
  ARRAY_MISMATCHES: { blocks: number; areMended: boolean };
  ARRAY_STATE_REPORTED: { source: string; text: string };
  /** Fewer members than were there once, though the tool calls it fine. */
  ARRAY_SHRANK: { members: number; baseline: number };
  ARRAY_NEARLY_FULL: { usedPercent: number };
  ARRAY_SPARE_LOST: { spares: number; baseline: number };
  ARRAY_UNREADABLE: Unreadable;
  ARRAY_STATE_UNKNOWN: { text: string };
  /** RAID 0 and single disks: nothing is wrong, and one lost disk loses all. */
  ARRAY_NO_REDUNDANCY: { level: string | null };
  /** Some of it is redundant and some is not: `raid1c2 + single`. */
  ARRAY_PARTLY_UNPROTECTED: { level: string };
  ARRAY_QUIRK: { quirk: ArrayQuirk };
  // controllers
  /** What it is called by itself, and what that means. */
  CONTROLLER_STATE: { state: "warning" | "degraded" | "failed" | "unknown"; text: string };
  /** Of the write cache. */
  CONTROLLER_BATTERY: { state: "charging" | "warning" | "failed" | "unknown"; text: string };
  CONTROLLER_CACHE: { state: "warning" | "failed" | "unknown"; text: string };
  CONTROLLER_VANISHED: { lastSeenMs: number };
  CONTROLLER_UNREADABLE: Unreadable;
};
export type FindingCode = keyof FindingDetails;
