import type { StoredSnapshot } from "../../core/repository/snapshots/load-snapshots.ts";
import { formatBytes } from "../../shared/format/bytes.ts";
import { shortId } from "../../shared/ids.ts";
import type { ConsoleWords } from "../words/types.ts";
import { formatLocalMoment } from "./local-time.ts";
import { type Column, formatTable } from "./table.ts";

export type SnapshotTableOptions = {
  /** Without paths, and one tag per line. */
  readonly isCompact?: boolean;
  /** Why each snapshot is kept, for `forget`. */
  readonly reasons?: ReadonlyMap<StoredSnapshot, readonly string[]> | undefined;
};

/** @returns the lines of a table, and one that counts */
export function formatSnapshots(
  snapshots: readonly StoredSnapshot[],
  words: ConsoleWords,
  { isCompact = false, reasons }: SnapshotTableOptions = {},
): readonly string[] {
  const { columns: titles } = words;
  const columns: Column<StoredSnapshot>[] = [
    { title: titles.id, cell: ({ id }) => shortId(id) },
    { title: titles.time, cell: ({ timeNs }) => formatLocalMoment(timeNs) },
    { title: titles.host, cell: ({ hostname }) => hostname },
    { title: titles.tags, cell: ({ tags }) => (isCompact ? tags : tags.join(",")) },
  ];
  if (reasons !== undefined)
    columns.push({ title: titles.reasons, cell: (snapshot) => reasons.get(snapshot) ?? "" });
  if (!isCompact) columns.push({ title: titles.paths, cell: ({ paths }) => paths });
  if (snapshots.some(({ summary }) => summary !== undefined)) {
    columns.push({
      title: titles.size,
      align: "right",
      cell: ({ summary }) => (summary === undefined ? "" : formatBytes(summary.counts.totalBytesProcessed)),
    });
  }
  return [...formatTable(columns, snapshots), words.snapshots.count(snapshots.length)];
}
