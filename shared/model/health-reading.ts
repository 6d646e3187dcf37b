/**
 * What a tool said about disks, arrays and controllers, in one shape whichever tool it was. A reading decides nothing: rules turn
 * it into a verdict. What a tool did not say is `null`, and is never taken for good.
 */
import { z } from "zod";
import { Bytes, Count } from "./primitives.ts";

/** Longest name, model, path or state that is kept of a tool's output. */
const MAX_TEXT = 500;
const Text = z.string().max(MAX_TEXT);
const Percent = z.number().min(0).max(100);
/** Degrees Celsius. */
const Celsius = z.number().min(-100).max(500);

/** Why something could not be read, so that it is `unknown`. */
export const GAP_REASONS = [
  "tool-missing",
  "permission-denied",
  "timed-out",
  "output-too-long",
  "output-empty",
  "output-truncated",
  "output-unreadable",
  "output-mixed",
  "output-not-json",
  "version-unknown",
  "device-not-opened",
  "smart-unsupported",
  "smart-disabled",
  "counters-missing",
  "bridge-hides-smart",
  "tool-failed",
  "host-silent",
  "not-shown",
  "container-not-judged",
] as const;
export type GapReason = (typeof GAP_REASONS)[number];

export const Gap = z.strictObject({
  reason: z.enum(GAP_REASONS),
  /** The disk, array or controller that could not be read; null when it is about everything the tool should have said. */
  about: Text.nullable(),
  /** The tool's own words, shortened. */
  message: Text.nullable(),
});
export type Gap = z.infer<typeof Gap>;

/** What stays the same when a disk moves to another port or host. */
export const DiskIdentity = z.strictObject({
  serial: Text.nullable(),
  /** World wide name, NAA or EUI-64, in lower-case hexadecimal digits without prefix. */
  wwn: Text.nullable(),
  model: Text.nullable(),
  firmware: Text.nullable(),
  sizeBytes: Bytes.nullable(),
});
export type DiskIdentity = z.infer<typeof DiskIdentity>;

/** Where a disk is, to find it by. */
export const DiskPlace = z.strictObject({
  /** As the tool names it: `/dev/sda`, `1I:1:3`, `252:4`. */
  device: Text.nullable(),
  /** What smartctl needs to reach it behind a controller or bridge: `megaraid,4`. */
  deviceType: Text.nullable(),
  controller: Text.nullable(),
  enclosure: Text.nullable(),
  slot: Text.nullable(),
});
export type DiskPlace = z.infer<typeof DiskPlace>;

export const AtaAttribute = z.strictObject({
  id: z.int().min(0).max(255),
  name: Text,
  /** Normalised by the drive: high is good. Null where the drive gives none. */
  value: z.int().nullable(),
  worst: z.int().nullable(),
  threshold: z.int().nullable(),
  /** Decoded where several counters are packed into one number. Numbers beyond 2^53 are rounded. */
  raw: z.number(),
  /** As the tool prints it. */
  rawText: Text,
  /** Whether reaching the threshold means failure soon, rather than old age. */
  isPrefail: z.boolean(),
  /** When the value was at or below its threshold. */
  failed: z.enum(["never", "past", "now"]),
});
export type AtaAttribute = z.infer<typeof AtaAttribute>;

/** Counters and gauges that every rule and chart speaks of, by the same names for ATA, NVMe and SCSI. */
export const DiskMetrics = z.strictObject({
  /** ATA 5; SCSI grown defects. */
  reallocatedSectors: Count.nullable(),
  /** ATA 196. */
  reallocationEvents: Count.nullable(),
  /** ATA 197. */
  pendingSectors: Count.nullable(),
  /** ATA 198. */
  offlineUncorrectable: Count.nullable(),
  /** ATA 187. */
  reportedUncorrectable: Count.nullable(),
  /** ATA 188, decoded. */
  commandTimeouts: Count.nullable(),
  /** ATA 199: cable or backplane, not the disk. */
  interfaceCrcErrors: Count.nullable(),
  /** ATA 10. */
  spinRetries: Count.nullable(),
  /** ATA 184. */
  endToEndErrors: Count.nullable(),
  /** NVMe media and data integrity errors; a RAID controller's media errors. */
  mediaErrors: Count.nullable(),
  /** A RAID controller's errors of other kinds: cable, power, bus. */
  otherErrors: Count.nullable(),
  /** A RAID controller's count of predicted failures. */
  predictedFailures: Count.nullable(),
  /** SCSI total uncorrected errors. */
  uncorrectedReads: Count.nullable(),
  uncorrectedWrites: Count.nullable(),
  /** Of the endurance the maker promises; may be above 100. */
  wornPercent: z.number().min(0).max(255).nullable(),
  sparePercent: Percent.nullable(),
  spareThresholdPercent: Percent.nullable(),
  temperatureC: Celsius.nullable(),
  /** The drive's own limits. */
  temperatureWarnC: Celsius.nullable(),
  temperatureCriticalC: Celsius.nullable(),
  powerOnHours: Count.nullable(),
  powerCycles: Count.nullable(),
  unsafeShutdowns: Count.nullable(),
  errorLogEntries: Count.nullable(),
  writtenBytes: z.number().nonnegative().nullable(),
});
export type DiskMetrics = z.infer<typeof DiskMetrics>;

/** Bits of NVMe's critical warning that are set now, in their order; `other` stands for all that came later. */
export const NVME_WARNINGS = [
  "spare-low",
  "temperature",
  "reliability-degraded",
  "read-only",
  "backup-failed",
  "persistent-memory",
  "other",
] as const;

export const SelfTest = z.strictObject({
  kind: z.enum(["short", "long", "conveyance", "selective", "offline", "vendor", "unknown"]),
  outcome: z.enum(["passed", "failed", "aborted", "running", "unknown"]),
  remainingPercent: Percent.nullable(),
  /** The drive's age when it ran. */
  atPowerOnHours: Count.nullable(),
  /** The first sector that could not be read, as the tool prints it. */
  firstErrorAt: Text.nullable(),
});
export type SelfTest = z.infer<typeof SelfTest>;

export const DiskReading = z.strictObject({
  identity: DiskIdentity,
  place: DiskPlace,
  protocol: z.enum(["ata", "nvme", "scsi", "unknown"]),
  medium: z.enum(["spinning", "solid-state", "unknown"]),
  /** It was left alone because it sleeps; nothing else is known then. */
  isAsleep: z.boolean(),
  /** Whether anything was read from which its health can be judged. */
  isReadable: z.boolean(),
  /** The drive's own overall assessment. */
  selfAssessment: z.enum(["passed", "failed"]).nullable(),
  /** smartctl's exit bits 3 to 7, and what a RAID controller says. History bits are no alarm by themselves. */
  flags: z.strictObject({
    isFailing: z.boolean(),
    isPrefailNow: z.boolean(),
    wasPrefailOnce: z.boolean(),
    hasErrorLog: z.boolean(),
    hasSelfTestErrors: z.boolean(),
  }),
  nvmeWarnings: z.array(z.enum(NVME_WARNINGS)),
  /** How a RAID controller or NAS calls its state; null when nobody said so. */
  reported: z
    .strictObject({
      text: Text,
      state: z.enum([
        "ok",
        "spare",
        "unconfigured",
        "rebuilding",
        "warning",
        "failing",
        "failed",
        "missing",
        "unknown",
      ]),
    })
    .nullable(),
  attributes: z.array(AtaAttribute).max(255),
  metrics: DiskMetrics,
  /** The one that counts: the newest, or an older one that failed and was not made up for. */
  selfTest: SelfTest.nullable(),
  /** All that the disk remembers, the newest first; in front of them one that runs. Readings of older versions have none. */
  selfTestLog: z.array(SelfTest).max(60).default([]),
  gaps: z.array(Gap).max(100),
});
export type DiskReading = z.infer<typeof DiskReading>;

export const MEMBER_STATES = [
  "ok",
  "spare",
  "rebuilding",
  "failed",
  "missing",
  "removed",
  "unknown",
] as const;

export const ArrayMember = z.strictObject({
  /** As the tool names it: `sdb1`, `252:4`; null for an empty place. */
  name: Text.nullable(),
  slot: Text.nullable(),
  serial: Text.nullable(),
  state: z.enum(MEMBER_STATES),
  /** The tool's own words. */
  stateText: Text.nullable(),
  readErrors: Count.nullable(),
  writeErrors: Count.nullable(),
  checksumErrors: Count.nullable(),
});
export type ArrayMember = z.infer<typeof ArrayMember>;

export const ArrayOperation = z.strictObject({
  /** `check` and `scrub` look; the others make or change redundancy. `waiting` operations have not begun. */
  kind: z.enum([
    "check",
    "scrub",
    "repair",
    "rebuild",
    "resync",
    "reshape",
    "initialise",
    "migrate",
    "other",
  ]),
  isWaiting: z.boolean(),
  donePercent: Percent.nullable(),
  remainingSeconds: z.number().nonnegative().nullable(),
  bytesPerSecond: z.number().nonnegative().nullable(),
});
export type ArrayOperation = z.infer<typeof ArrayOperation>;

/** What a tool calls the state of a whole array, before any rule. `no-redundancy` is by design (RAID 0, one disk). */
export const ARRAY_STATES = ["ok", "degraded", "failed", "inactive", "unknown"] as const;

export const ARRAY_TECHNOLOGIES = [
  "md",
  "btrfs",
  "zfs",
  "lvm",
  "megaraid",
  "smart-array",
  "adaptec",
  "storage-spaces",
  "apple-raid",
  "synology",
  "qnap",
  "truenas",
] as const;

/** Ways of vendors and kernels that look like a fault and are none, or say less than they seem to. */
export const ARRAY_QUIRKS = [
  "qnap-sparse-slots",
  "synology-system-array",
  "external-container",
  "reshape-two-counts",
  "unraid-format",
  "lvm-health-not-asked",
] as const;
export type ArrayQuirk = (typeof ARRAY_QUIRKS)[number];

export const ArrayReading = z.strictObject({
  /** Stays the same over restarts where the technology has such a thing (UUID, pool GUID); otherwise its name. */
  id: Text,
  name: Text,
  technology: z.enum(ARRAY_TECHNOLOGIES),
  /** `raid5`, `RAIDZ2`, `single`; null when unknown. */
  level: Text.nullable(),
  /** Each independent source that said something, with its own word for it. Two agree, or the worse one counts. */
  signals: z.array(z.strictObject({ source: Text, text: Text, state: z.enum(ARRAY_STATES) })).max(50),
  members: z.array(ArrayMember).max(1000),
  /** Places that should be filled. A recorded baseline may correct it. Null when unknown. */
  expectedMembers: Count.nullable(),
  /** Members that hold current data. Null when unknown. */
  activeMembers: Count.nullable(),
  operation: ArrayOperation.nullable(),
  /** Errors that redundancy could not mend: damaged files, uncorrectable blocks. */
  unrecoveredErrors: Count.nullable(),
  /** Blocks that differ between members; means little on RAID 1 and 10. */
  mismatches: Count.nullable(),
  sizeBytes: Bytes.nullable(),
  usedBytes: Bytes.nullable(),
  /** Fill of a thin pool's data or metadata, whichever is fuller. */
  thinPoolUsedPercent: Percent.nullable(),
  /** Of Btrfs: whether it is mounted. Null where nobody told, and of everything else. Readings of older versions have none. */
  isMounted: z.boolean().nullable().default(null),
  /** Known peculiarities that were taken into account. */
  quirks: z.array(z.enum(ARRAY_QUIRKS)).max(20),
  gaps: z.array(Gap).max(100),
});
export type ArrayReading = z.infer<typeof ArrayReading>;

export const ControllerReading = z.strictObject({
  id: Text,
  model: Text.nullable(),
  /** `degraded` when it says that something hanging on it has lost redundancy. `unknown` without a text: it said nothing. */
  state: z.enum(["ok", "warning", "degraded", "failed", "unknown"]),
  stateText: Text.nullable(),
  /** Battery or capacitor of the write cache. `none` is no fault. */
  battery: z.enum(["ok", "charging", "warning", "failed", "none", "unknown"]),
  batteryText: Text.nullable(),
  cache: z.enum(["ok", "off", "warning", "failed", "none", "unknown"]),
  cacheText: Text.nullable(),
  temperatureC: Celsius.nullable(),
  gaps: z.array(Gap).max(100),
});
export type ControllerReading = z.infer<typeof ControllerReading>;

/** All that one run of one tool told. Gaps here are about the whole output. */
export const ToolReading = z.strictObject({
  disks: z.array(DiskReading),
  arrays: z.array(ArrayReading),
  controllers: z.array(ControllerReading),
  gaps: z.array(Gap),
});
export type ToolReading = z.infer<typeof ToolReading>;
