import { encodeJson, encodeJsonText } from "./go-json.ts";
import type { JsonFields } from "./json-fields.ts";

/** What a backup did, as restic notes it in the snapshot since 0.17. */
export type SnapshotSummary = {
  /** RFC 3339. */
  readonly backupStart: string;
  /** RFC 3339. */
  readonly backupEnd: string;
  readonly counts: SummaryCounts;
  /** Members other programs wrote, kept as they are. */
  readonly otherFields: Readonly<Record<string, unknown>>;
};

/** In restic's order and with the names restic writes. */
const COUNT_FIELDS = {
  filesNew: "files_new",
  filesChanged: "files_changed",
  filesUnmodified: "files_unmodified",
  dirsNew: "dirs_new",
  dirsChanged: "dirs_changed",
  dirsUnmodified: "dirs_unmodified",
  dataBlobs: "data_blobs",
  treeBlobs: "tree_blobs",
  /** Bytes of new blobs before compression. */
  dataAdded: "data_added",
  /** Bytes of new blobs as they are stored. */
  dataAddedPacked: "data_added_packed",
  totalFilesProcessed: "total_files_processed",
  totalBytesProcessed: "total_bytes_processed",
} as const;

export type SummaryCounts = Readonly<Record<keyof typeof COUNT_FIELDS, number>>;

const COUNT_ENTRIES = Object.entries(COUNT_FIELDS) as readonly (readonly [keyof SummaryCounts, string])[];
const KNOWN_FIELDS: ReadonlySet<string> = new Set([
  "backup_start",
  "backup_end",
  ...Object.values(COUNT_FIELDS),
]);

/** @throws {BackstayError} OBJECT_CORRUPT for the snapshot */
export function decodeSummary(fields: JsonFields): SnapshotSummary {
  const counts = Object.fromEntries(COUNT_ENTRIES.map(([name, key]) => [name, fields.count(key)]));
  return {
    backupStart: fields.time("backup_start").text,
    backupEnd: fields.time("backup_end").text,
    counts: counts as SummaryCounts,
    otherFields: fields.others(KNOWN_FIELDS),
  };
}

export function encodeSummary({ backupStart, backupEnd, counts, otherFields }: SnapshotSummary): string {
  const members = [
    `"backup_start":${encodeJsonText(backupStart)}`,
    `"backup_end":${encodeJsonText(backupEnd)}`,
    ...COUNT_ENTRIES.map(([name, key]) => `"${key}":${counts[name]}`),
    ...Object.entries(otherFields).map(([key, value]) => `${encodeJsonText(key)}:${encodeJson(value)}`),
  ];
  return `{${members.join(",")}}`;
}
