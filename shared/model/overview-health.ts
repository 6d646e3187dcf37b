/** How disks and arrays are, as the overview, the tray and the rail show it: the same facts for all of them. */
import { z } from "zod";
import { ARRAY_TECHNOLOGIES } from "./health-reading.ts";
import { ARRAY_VERDICTS, DISK_VERDICTS, HEALTH_SEVERITIES } from "./health-verdict.ts";
import { Forecast, HealthTrouble } from "./health-view.ts";
import { Bytes, Count, HealthSubjectIdText, ReplicaIdText, TimeMs, WatchedHostIdText } from "./primitives.ts";
import { HOST_STATES, WatchedHostSetup } from "./watched-host.ts";

/** One disk in the strip, or the place of one that is missing. */
export const StripBay = z.strictObject({
  /** Null for a missing member nobody knows the disk of. */
  diskId: HealthSubjectIdText.nullable(),
  /** A disk's serial number; null where it is not known. */
  name: z.string().nullable(),
  slot: z.string().nullable(),
  /** The worse of what the disk says of itself and what its array says of it. */
  verdict: z.enum(DISK_VERDICTS),
  isSpare: z.boolean(),
  isRebuilding: z.boolean(),
  /** Somebody has seen it; silent until it gets worse. */
  isAcknowledged: z.boolean(),
});
export type StripBay = z.infer<typeof StripBay>;

export const StripHost = z.strictObject({
  id: WatchedHostIdText,
  name: z.string(),
  kind: z.enum(WatchedHostSetup.options.map(({ shape }) => shape.kind.value)),
  state: z.enum(HOST_STATES),
  /** Its last reading is too old to be relied on. */
  isStale: z.boolean(),
  answeredMs: TimeMs.nullable(),
  /** Of all that is on it; what is acknowledged does not count. */
  severity: z.enum(HEALTH_SEVERITIES),
  arrays: z.array(
    z.strictObject({
      id: HealthSubjectIdText,
      name: z.string(),
      technology: z.enum(ARRAY_TECHNOLOGIES),
      level: z.string().nullable(),
      verdict: z.enum(ARRAY_VERDICTS),
    }),
  ),
  /** In the order in which they sit: array by array, then those in none. At most 100. */
  bays: z.array(StripBay),
  /** Of its disks now; null where none says so. */
  hottestC: z.number().nullable(),
  /** Of the disk that is worn most. */
  wornPercent: z.number().nullable(),
});
export type StripHost = z.infer<typeof StripHost>;

/** A file system that backups lie in, or that is going to be full. */
export const Room = z.strictObject({
  subjectId: HealthSubjectIdText,
  hostId: WatchedHostIdText,
  hostName: z.string(),
  path: z.string(),
  /** Of the places with backups in it. */
  replicaIds: z.array(ReplicaIdText),
  sizeBytes: Bytes,
  freeBytes: Bytes,
  isStale: z.boolean(),
  full: Forecast,
});
export type Room = z.infer<typeof Room>;

/** `silent`: the host does not answer any more. `unread`: it does, but what could be read before cannot be read. */
export const BlindSpot = z.strictObject({
  kind: z.enum(["silent", "unread"]),
  hostId: WatchedHostIdText,
  hostName: z.string(),
});
export type BlindSpot = z.infer<typeof BlindSpot>;

export const OverviewHealth = z.strictObject({
  /** The worst of all; what is acknowledged does not count. `unknown` when nothing was judged. */
  severity: z.enum(HEALTH_SEVERITIES),
  /** This machine first, then by name. */
  hosts: z.array(StripHost),
  /** What is not fine and not acknowledged, the worst first, at most 20. */
  troubles: z.array(HealthTrouble),
  troubleCount: Count,
  /** Where something was known and is not any more. What was never known is no news. */
  blind: z.array(BlindSpot),
  /** Open alerts that are about all this, so that nobody is told of the same thing twice. */
  openAlerts: Count,
  /** Those with backups first, then those that are full first. At most 6. */
  rooms: z.array(Room),
});
export type OverviewHealth = z.infer<typeof OverviewHealth>;

/** Before anything was read. */
export const NOTHING_WATCHED: OverviewHealth = {
  ...{ severity: "unknown", hosts: [], troubles: [], troubleCount: 0 },
  ...{ blind: [], openAlerts: 0, rooms: [] },
};
