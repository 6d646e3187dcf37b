import { isDeepStrictEqual } from "node:util";
import type { MadeSnapshot } from "../backup/make-snapshot.ts";
import { sourceTagOf } from "../backup/source-tag.ts";
import { msOf } from "../catalog/columns.ts";
import { type RawPath, rawPathFromText } from "../platform/raw-path.ts";
import type { StoredSnapshot } from "../repository/snapshots/load-snapshots.ts";
import type { ChangeGuard, WatchedChange } from "./change-guard.ts";
import { collectChange } from "./collect-change.ts";
import { judgeChange } from "./judge-change.ts";

/**
 * Compares a snapshot with the one of the same source before.
 *
 * @param tags of the new one
 * @returns undefined when it is the first one
 */
export async function watchChange(
  made: MadeSnapshot,
  tags: readonly string[],
  { since, limits, usual }: ChangeGuard,
  signal: AbortSignal,
): Promise<WatchedChange | undefined> {
  const before = made.snapshots.find(({ id }) => id === since) ?? newestOf(made.snapshots, sourceTagOf(tags));
  if (before === undefined) return undefined;
  const facts = await collectChange(made.repository, {
    ...{ before: before.tree, after: made.tree, filesAfter: made.tally.totalFilesProcessed, signal },
    paths: isDeepStrictEqual(made.excludes, before.excludes) ? made.paths.map(treePath) : undefined,
    unreadable: made.problems.map(({ path }) => path),
  });
  const { id, timeNs } = before;
  return {
    facts,
    before: { snapshotId: id, timeMs: msOf(timeNs) },
    suspicions: [...judgeChange(facts, limits, usual)],
  };
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
