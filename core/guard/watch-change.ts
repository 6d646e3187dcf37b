import { isDeepStrictEqual } from "node:util";
import type { MadeSnapshot } from "../backup/make-snapshot.ts";
import { sourceTagOf } from "../backup/source-tag.ts";
import { msOf } from "../catalog/columns.ts";
import { type RawPath, rawPathFromText } from "../platform/raw-path.ts";
import { parseTime } from "../repository/format/parse-time.ts";
import type { StoredSnapshot } from "../repository/snapshots/load-snapshots.ts";
import type { ChangeGuard, WatchedChange } from "./change-guard.ts";
import { type ChangeQuestion, collectChange } from "./collect-change.ts";
import { collectRot } from "./collect-rot.ts";
import { judgeChange } from "./judge-change.ts";
import type { BackupSpan } from "./judge-rot.ts";
import type { FoundRot } from "./rot-guard.ts";

/** What was found by comparing a snapshot with the one before. */
export type Watched = {
  readonly change: WatchedChange;
  /** Files that changed without a new date; absent when there are none, or nobody asked. */
  readonly rot?: FoundRot;
};

/**
 * Compares a snapshot with the one of the same source before.
 *
 * @param tags of the new one
 * @param looksAt see {@link ChangeQuestion}
 * @returns undefined when it is the first one
 */
export async function watchChange(
  made: MadeSnapshot,
  tags: readonly string[],
  { since, limits, usual, rot: rotGuard }: ChangeGuard,
  signal: AbortSignal,
  looksAt: ChangeQuestion["looksAt"] = "files",
): Promise<Watched | undefined> {
  const before = made.snapshots.find(({ id }) => id === since) ?? newestOf(made.snapshots, sourceTagOf(tags));
  if (before === undefined) return undefined;
  const rotten = rotGuard === undefined || !limits.isOn ? undefined : collectRot(rotGuard, spanOf(before));
  const facts = await collectChange(made.repository, {
    ...{ before: before.tree, after: made.tree, filesAfter: made.tally.totalFilesProcessed, signal },
    paths: isDeepStrictEqual(made.excludes, before.excludes) ? made.paths.map(treePath) : undefined,
    unreadable: made.problems.map(({ path }) => path),
    onChange: rotten?.note,
    looksAt,
  });
  const compared = { snapshotId: before.id, timeMs: msOf(before.timeNs) };
  const rot = rotten?.result(compared);
  const change = { facts, before: compared, suspicions: [...judgeChange(facts, limits, usual)] };
  return { change, ...(rot === undefined ? {} : { rot }) };
}

/** Snapshots of old programs do not say when they were complete. */
function spanOf({ timeNs, summary }: StoredSnapshot): BackupSpan {
  const endedNs = summary === undefined ? undefined : parseTime(summary.backupEnd);
  return { beganNs: timeNs, endedNs: endedNs ?? timeNs };
}

/** Where a source's path stands in a snapshot: on Windows below its drive's letter. */
function treePath(path: string): RawPath {
  const drive = /^([A-Za-z]):[\\/]*/.exec(path);
  const text = drive === null ? path : `/${drive[1]}/${path.slice(drive[0].length).replaceAll("\\", "/")}`;
  return rawPathFromText(text.length > 1 ? text.replace(/\/$/, "") : text);
}

function newestOf(snapshots: readonly StoredSnapshot[], tag: string | undefined): StoredSnapshot | undefined {
  return snapshots
    .filter(({ tags }) => tag !== undefined && tags.includes(tag))
    .reduce<StoredSnapshot | undefined>(
      (newest, one) => (newest === undefined || one.timeNs > newest.timeNs ? one : newest),
      undefined,
    );
}
