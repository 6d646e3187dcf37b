import { z } from "zod";
import {
  Bytes,
  Count,
  RepositoryIdText,
  SeriesIdText,
  SnapshotIdText,
  SourceIdText,
  TimeMs,
} from "./primitives.ts";
import { SnapshotPin } from "./source-rot.ts";

/** The snapshots of a repository that belong together: of one source, or of one host and list of paths. */
export const SnapshotSeries = z.strictObject({
  id: SeriesIdText,
  /** Null where no source of ours made them. */
  sourceId: SourceIdText.nullable(),
  /** The source's, else the paths. */
  name: z.string(),
  hostname: z.string(),
  paths: z.array(z.string()),
  count: Count,
  oldestMs: TimeMs,
  newestMs: TimeMs,
});
export type SnapshotSeries = z.infer<typeof SnapshotSeries>;

export const SnapshotView = z.strictObject({
  id: SnapshotIdText,
  timeMs: TimeMs,
  mode: z.enum(["incremental", "differential", "full"]).nullable(),
  tags: z.array(z.string()),
  /** Files and bytes of the whole snapshot. What only newer programs write down is null in older snapshots. */
  files: Count.nullable(),
  bytes: Bytes.nullable(),
  filesNew: Count.nullable(),
  filesChanged: Count.nullable(),
  /** Gone since the one before it in its series; null when not known (yet). */
  filesGone: Count.nullable(),
  bytesAdded: Bytes.nullable(),
  /** There when it is kept whatever rules say. */
  pin: SnapshotPin.optional(),
});
export type SnapshotView = z.infer<typeof SnapshotView>;

export const SnapshotPage = z.strictObject({
  repositoryId: RepositoryIdText,
  /** The oldest first. */
  snapshots: z.array(SnapshotView),
  /** How many snapshot files could not be read. */
  unreadable: Count,
});
export type SnapshotPage = z.infer<typeof SnapshotPage>;
