import { z } from "zod";
import { ENTRY_FAULTS } from "../entry-faults.ts";
import { Bytes, Count, SeriesIdText, SnapshotIdText, TimeMs, TreePath } from "./primitives.ts";

export const ENTRY_TYPES = ["file", "dir", "symlink", "dev", "chardev", "fifo", "socket", "other"] as const;

/** How an entry compares to what stands at its place on this machine now; null where that cannot be told. */
export const TodayState = z.enum(["same", "newer", "older", "gone", "different"]);
export type TodayState = z.infer<typeof TodayState>;

export const TreeEntry = z.strictObject({
  path: TreePath,
  /** The last part of the path as text; what is not UTF-8 is shown as U+FFFD. */
  name: z.string(),
  type: z.enum(ENTRY_TYPES),
  sizeBytes: Bytes.nullable(),
  modifiedMs: TimeMs,
  /** Where a symbolic link points, as text. */
  linkTarget: z.string().nullable(),
  today: TodayState.nullable(),
  /** How many different versions the search index knows; null while it does not. */
  versions: Count.nullable(),
});
export type TreeEntry = z.infer<typeof TreeEntry>;

export const FolderSort = z.strictObject({
  by: z.enum(["name", "size", "modified"]),
  descending: z.boolean(),
});

/** Part of a folder, folders first. */
export const FolderPage = z.strictObject({
  path: TreePath,
  /** How many entries the folder has, or has that differ from today where only those were wanted. */
  total: Count,
  offset: Count,
  entries: z.array(TreeEntry),
  /** True when the entries can be compared with this machine. */
  isOfThisHost: z.boolean(),
  /** Entries of the folder that cannot be believed and are not among the others; the first of them by name, null for one without. */
  leftOut: z.strictObject({
    total: Count,
    entries: z.array(z.strictObject({ name: z.string().nullable(), fault: z.enum(ENTRY_FAULTS) })).max(20),
  }),
});
export type FolderPage = z.infer<typeof FolderPage>;

export const FileVersion = z.strictObject({
  /** The first and the last snapshot that hold it so, and how many do. Newest versions come first. */
  firstSnapshotId: SnapshotIdText,
  lastSnapshotId: SnapshotIdText,
  firstMs: TimeMs,
  lastMs: TimeMs,
  snapshotCount: Count,
  /** Null where the file was gone: a version of its own. */
  entry: TreeEntry.nullable(),
});
export type FileVersion = z.infer<typeof FileVersion>;

export const SearchHit = z.strictObject({
  path: TreePath,
  name: z.string(),
  /** The folder as text. */
  folder: z.string(),
  type: z.enum(ENTRY_TYPES),
  sizeBytes: Bytes.nullable(),
  modifiedMs: TimeMs,
  /** The newest snapshot that has it, and the series that one belongs to. */
  snapshotId: SnapshotIdText,
  seriesId: SeriesIdText,
  firstMs: TimeMs,
  lastMs: TimeMs,
  /** Whether the newest snapshot of the series still has it. */
  isGone: z.boolean(),
  versions: Count,
  /** When each version was first seen, the newest 50 at most. */
  versionTimesMs: z.array(TimeMs),
});
export type SearchHit = z.infer<typeof SearchHit>;

export const SearchResult = z.strictObject({
  hits: z.array(SearchHit),
  /** There are more than were asked for. */
  hasMore: z.boolean(),
  /** How many snapshots of those there are can be searched so far. */
  snapshotsIndexed: Count,
  snapshotsTotal: Count,
});
export type SearchResult = z.infer<typeof SearchResult>;

export const TreeChange = z.strictObject({
  path: TreePath,
  text: z.string(),
  change: z.enum(["added", "removed", "content", "metadata", "type"]),
  sizeBytesBefore: Bytes.nullable(),
  sizeBytesAfter: Bytes.nullable(),
});
export type TreeChange = z.infer<typeof TreeChange>;

export const ComparePage = z.strictObject({
  changes: z.array(TreeChange),
  hasMore: z.boolean(),
  added: Count,
  removed: Count,
  changed: Count,
});
export type ComparePage = z.infer<typeof ComparePage>;

/** The beginning of a file, made fit to be shown. */
export const Preview = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("text"), text: z.string(), isCut: z.boolean() }),
  /** `base64` is the whole file. The media type comes from its first bytes, never from its name. */
  z.strictObject({
    kind: z.literal("image"),
    mediaType: z.enum(["image/png", "image/jpeg", "image/gif", "image/webp"]),
    base64: z.string(),
  }),
  z.strictObject({ kind: z.literal("pdf"), base64: z.string() }),
  z.strictObject({ kind: z.literal("none"), why: z.enum(["too-large", "not-shown", "empty", "no-file"]) }),
]);
export type Preview = z.infer<typeof Preview>;
