/** Disks, arrays, controllers and file systems of the watched hosts, as pages and the command line show them. */
import { z } from "zod";
import { ShortDiskName } from "../short-disk-name.ts";
import { DeviceType } from "./device-type.ts";
import { FORECAST_KINDS } from "./health-forecast.ts";
import { ArrayReading, ControllerReading, DiskMetrics, DiskReading } from "./health-reading.ts";
import { ARRAY_VERDICTS, DISK_VERDICTS, FindingShape, HEALTH_SEVERITIES } from "./health-verdict.ts";
import { Bytes, Count, HealthSubjectIdText, TimeMs, WatchedHostIdText } from "./primitives.ts";

export const Forecast = z.strictObject({
  kind: z.enum(FORECAST_KINDS),
  /** When it happens: at the earliest, most likely, at the latest. Null unless `kind` is `expected`; the latest may be open. */
  earliestMs: TimeMs.nullable(),
  likelyMs: TimeMs.nullable(),
  latestMs: TimeMs.nullable(),
});
export type Forecast = z.infer<typeof Forecast>;

const Judged = {
  id: HealthSubjectIdText,
  hostId: WatchedHostIdText,
  /** How a person calls it: a disk by serial number, an array by its name. */
  name: z.string(),
  /** The worst first. Their words: `describeFinding`. */
  findings: z.array(FindingShape),
  /** Since when the verdict is what it is. */
  sinceMs: TimeMs,
  /** When the reading was made that is shown; for a disk that sleeps, before it fell asleep. Null: it was never read. */
  readMs: TimeMs.nullable(),
  /** When it was last there. */
  seenMs: TimeMs,
  /** Its host does not answer, or the reading is too old to be relied on; the verdict is `unknown` then, whatever it was. */
  isStale: z.boolean(),
  /** It was there and is not any more. */
  isVanished: z.boolean(),
  /** Silent until it gets worse. */
  acknowledgedMs: TimeMs.nullable(),
};

export const DiskView = z.strictObject({
  ...Judged,
  verdict: z.enum(DISK_VERDICTS),
  /** What it was at the last reading; the same as `verdict` unless that reading is too old. */
  lastVerdict: z.enum(DISK_VERDICTS),
  ...DiskReading.pick({
    identity: true,
    place: true,
    protocol: true,
    medium: true,
    isAsleep: true,
    isReadable: true,
    selfTest: true,
  }).shape,
  metrics: DiskMetrics,
  /** How smartctl reaches it, as a person said (null: as smartctl finds out), and whether anybody can say so. */
  connection: z.strictObject({ given: DeviceType.nullable(), takesType: z.boolean() }),
  /** Arrays that it is a member of. */
  arrays: z.array(z.strictObject({ id: HealthSubjectIdText, name: z.string(), isActive: z.boolean() })),
  /** When its endurance is used up. */
  wearOut: Forecast,
});
export type DiskView = z.infer<typeof DiskView>;

/** The same with what is too long for a list. */
export const DiskDetail = z.strictObject({
  disk: DiskView,
  reading: DiskReading,
});
export type DiskDetail = z.infer<typeof DiskDetail>;

export const ArrayView = z.strictObject({
  ...Judged,
  verdict: z.enum(ARRAY_VERDICTS),
  lastVerdict: z.enum(ARRAY_VERDICTS),
  reading: ArrayReading,
  /** The disk behind each member, in the order of `reading.members`; null where it is not known. */
  memberDisks: z.array(HealthSubjectIdText.nullable()),
  rebuildEnd: Forecast,
});
export type ArrayView = z.infer<typeof ArrayView>;

export const ControllerView = z.strictObject({
  ...Judged,
  verdict: z.enum(DISK_VERDICTS),
  lastVerdict: z.enum(DISK_VERDICTS),
  reading: ControllerReading,
});
export type ControllerView = z.infer<typeof ControllerView>;

/** A mounted file system. It has no verdict: how full it is, is a fact. */
export const VolumeView = z.strictObject({
  id: HealthSubjectIdText,
  hostId: WatchedHostIdText,
  /** Where it is mounted. */
  path: z.string(),
  /** What is mounted there: `/dev/sda1`, `pool/data`. */
  source: z.string(),
  fileSystem: z.string().nullable(),
  sizeBytes: Bytes,
  freeBytes: Bytes,
  inodesUsedPercent: z.number().min(0).max(100).nullable(),
  readMs: TimeMs,
  isStale: z.boolean(),
  /** When it is full. */
  full: Forecast,
});
export type VolumeView = z.infer<typeof VolumeView>;

export const HEALTH_KINDS = ["disk", "array", "controller"] as const;

/** Something that needs a person, for a page that shows only the worst. */
export const HealthTrouble = z.strictObject({
  kind: z.enum(HEALTH_KINDS),
  id: HealthSubjectIdText,
  hostId: WatchedHostIdText,
  hostName: z.string(),
  name: z.string(),
  /** Of a disk with a long name. */
  shortName: ShortDiskName.optional(),
  verdict: z.enum([...DISK_VERDICTS, ...ARRAY_VERDICTS]),
  findings: z.array(FindingShape),
  sinceMs: TimeMs,
});
export type HealthTrouble = z.infer<typeof HealthTrouble>;

const Tally = z.strictObject({ ok: Count, unknown: Count, warning: Count, critical: Count });

export const HealthOverview = z.strictObject({
  /** The worst of all; what is acknowledged does not count. `unknown` when nothing was judged. */
  severity: z.enum(HEALTH_SEVERITIES),
  hosts: z.strictObject({ all: Count, silent: Count }),
  disks: Tally,
  arrays: Tally,
  /** What is not fine and not acknowledged, the worst first, at most 20. */
  troubles: z.array(HealthTrouble),
  /** The oldest of all hosts' last answers; null while one was never read. */
  readMs: TimeMs.nullable(),
});
export type HealthOverview = z.infer<typeof HealthOverview>;

/** What has a history: the gauges and counters of disks, what a file system has left, how far an array's rebuild is. */
export const SERIES_METRICS = [
  ...(Object.keys(DiskMetrics.shape) as (keyof DiskMetrics)[]),
  "freeBytes",
  "usedBytes",
  "inodesUsedPercent",
  "operationPercent",
] as const;
export type SeriesMetric = (typeof SERIES_METRICS)[number];

/** A time during which a value stayed the same, or did not change enough to be told apart any more. Between runs is a gap. */
export const SeriesRun = z.strictObject({
  fromMs: TimeMs,
  toMs: TimeMs,
  /** A gauge's mean, a counter's last value. */
  value: z.number(),
  low: z.number(),
  high: z.number(),
});
export type SeriesRun = z.infer<typeof SeriesRun>;
