import { z } from "zod";
import { ComparePage, FileVersion, FolderPage, FolderSort, Preview, SearchResult } from "../model/browse.ts";
import { SEARCH_KINDS } from "../model/file-kinds.ts";
import {
  JobIdText,
  LocalPath,
  RepositoryIdText,
  SeriesIdText,
  SnapshotIdText,
  SourceIdText,
  TimeMs,
  TreePath,
} from "../model/primitives.ts";
import { SnapshotPage, SnapshotSeries } from "../model/snapshot.ts";
import { DatabaseName } from "../model/source.ts";
import { PinnedSnapshot } from "../model/source-rot.ts";
import { method } from "./method.ts";

const oneSnapshot = z.strictObject({ repositoryId: RepositoryIdText, snapshotId: SnapshotIdText });
const inSnapshot = z.strictObject({
  repositoryId: RepositoryIdText,
  snapshotId: SnapshotIdText,
  path: TreePath,
});
const offset = z.int().nonnegative();

export const restoreMethods = {
  "snapshots.series": method(
    "read",
    z.strictObject({ repositoryId: RepositoryIdText }),
    z.strictObject({
      series: z.array(SnapshotSeries),
      /** How many snapshot files could not be read: nobody knows which series they are of. */
      unreadable: z.int().nonnegative(),
    }),
  ),
  "snapshots.list": method(
    "read",
    z.strictObject({ repositoryId: RepositoryIdText, seriesId: SeriesIdText }),
    SnapshotPage,
  ),
  /** Those that are kept whatever rules say: of one repository, or of all; the oldest first. */
  "snapshots.pins": method(
    "read",
    z.strictObject({ repositoryId: RepositoryIdText.nullable() }),
    z.strictObject({ pins: z.array(PinnedSnapshot) }),
  ),
  /** Keeps a snapshot whatever rules say. @throws SNAPSHOT_NOT_FOUND */
  "snapshots.pin": method("write", oneSnapshot.extend({ seriesId: SeriesIdText }), z.strictObject({})),
  /** Lets go of it again, whyever it was pinned. Does nothing where it was not. */
  "snapshots.unpin": method("write", oneSnapshot, z.strictObject({})),
  /**
   * Takes snapshots out of the repository for good; their space is free after the next prune.
   * @param evenKept also those that are pinned, or of a source in which something looked suspicious
   * @throws SNAPSHOT_PINNED, SNAPSHOTS_HELD; then none is removed
   */
  "snapshots.forget": method(
    "write",
    z.strictObject({
      repositoryId: RepositoryIdText,
      snapshotIds: z.array(SnapshotIdText).min(1).max(10_000),
      evenKept: z.boolean().optional(),
    }),
    z.strictObject({ jobId: JobIdText }),
  ),

  "restore.folder": method(
    "read",
    inSnapshot.extend({
      sort: FolderSort,
      onlyDifferent: z.boolean(),
      offset,
      limit: z.int().min(1).max(1000),
    }),
    FolderPage,
  ),
  /** Type-ahead: where the first entry is whose name begins with `prefix`, whatever the case; null when none does. */
  "restore.seek": method(
    "read",
    inSnapshot.extend({ sort: FolderSort, prefix: z.string().min(1).max(255), from: offset }),
    z.strictObject({ index: offset.nullable() }),
  ),
  "restore.versions": method(
    "read",
    z.strictObject({ repositoryId: RepositoryIdText, seriesId: SeriesIdText, path: TreePath }),
    z.strictObject({ versions: z.array(FileVersion) }),
  ),
  /** Over all snapshots, by any part of the name; words must all occur. */
  "restore.search": method(
    "read",
    z.strictObject({
      repositoryId: RepositoryIdText,
      seriesId: SeriesIdText.nullable(),
      text: z.string().trim().min(1).max(255),
      /** Only what the newest snapshot of its series has no more. */
      onlyGone: z.boolean().default(false),
      /** Only folders, or only files whose names end as those of a kind do; see `model/file-kinds.ts`. */
      kind: z.enum(SEARCH_KINDS).nullable().default(null),
      /** Only what was modified since, in its newest version. */
      changedSinceMs: TimeMs.nullable().default(null),
      limit: z.int().min(1).max(500),
    }),
    SearchResult,
  ),
  "restore.compare": method(
    "read",
    z.strictObject({
      repositoryId: RepositoryIdText,
      fromSnapshotId: SnapshotIdText,
      toSnapshotId: SnapshotIdText,
      path: TreePath,
      offset,
      limit: z.int().min(1).max(1000),
    }),
    ComparePage,
  ),
  "restore.preview": method("read", inSnapshot, Preview),
  /** What a selection comes to. */
  "restore.measure": method(
    "read",
    z.strictObject({
      repositoryId: RepositoryIdText,
      snapshotId: SnapshotIdText,
      paths: z.array(TreePath).min(1).max(10_000),
    }),
    z.strictObject({ files: offset, folders: offset, bytes: offset, goneToday: offset.nullable() }),
  ),
  "restore.start": method(
    "write",
    z.strictObject({
      repositoryId: RepositoryIdText,
      snapshotId: SnapshotIdText,
      /** Everything when it holds `/`. */
      paths: z.array(TreePath).min(1).max(10_000),
      /**
       * Into a `folder` the selected entries go as they stand in the smallest folder that holds them all: one file directly, files
       * of two folders below those folders' names.
       */
      target: z.discriminatedUnion("kind", [
        z.strictObject({ kind: z.literal("original-place") }),
        z.strictObject({ kind: z.literal("folder"), folder: LocalPath }),
      ]),
      conflict: z.enum(["skip", "overwrite", "newer", "keep-both"]),
      verify: z.boolean(),
    }),
    z.strictObject({ jobId: JobIdText }),
  ),
  /**
   * Makes a database of a dump in a snapshot again, on the server of a source. It is filled under another name and gets its own when it
   * is whole.
   * @param typedName the name once more, as a person typed it, where a database of that name is to be put aside for it
   * @throws SOURCE_NOT_FOUND; DUMP_NOT_USABLE; that a database has the name already comes with the job
   */
  "restore.database": method(
    "write",
    inSnapshot.extend({ sourceId: SourceIdText, name: DatabaseName, typedName: z.string().nullable() }),
    z.strictObject({ jobId: JobIdText }),
  ),
  /**
   * Prepares a download: one file as it is, anything else as a zip archive. The host serves it once, for a minute, at
   * `download/<ticket>`.
   */
  "restore.download": method(
    "read",
    z.strictObject({
      repositoryId: RepositoryIdText,
      snapshotId: SnapshotIdText,
      paths: z.array(TreePath).min(1).max(10_000),
    }),
    z.strictObject({ ticket: z.string().regex(/^[0-9a-f]{32}$/), fileName: z.string() }),
  ),
};
