/** Files whose content changed though nothing says that anybody wrote them, and snapshots that are kept whatever rules say. */
import { z } from "zod";
import { RepositoryIdText, SnapshotIdText, SourceIdText, TimeMs } from "./primitives.ts";

/**
 * `silent`: not even the date that the system itself keeps (ctime) is another, nor the inode: the disk, a cable or the memory changed
 * the file, and only full backups notice. `undated`: something wrote the file and left, or put back, its date.
 */
export const ROT_KINDS = ["silent", "undated"] as const;
export type RotKind = (typeof ROT_KINDS)[number];

/** `person`: somebody asked for it. `rot`: it has the older version of files that changed without a new date. */
export const PIN_REASONS = ["person", "rot"] as const;
export type PinReason = (typeof PIN_REASONS)[number];

/** Why and since when a snapshot is kept whatever rules say. */
export const SnapshotPin = z.strictObject({ reason: z.enum(PIN_REASONS), pinnedMs: TimeMs });
export type SnapshotPin = z.infer<typeof SnapshotPin>;

/** A pinned snapshot, as a list of them shows it. */
export const PinnedSnapshot = SnapshotPin.extend({
  repositoryId: RepositoryIdText,
  snapshotId: SnapshotIdText,
  /** Null where no source of ours made it. */
  sourceId: SourceIdText.nullable(),
  /** When the snapshot was made. */
  timeMs: TimeMs,
});
export type PinnedSnapshot = z.infer<typeof PinnedSnapshot>;
