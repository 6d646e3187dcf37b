import type Database from "better-sqlite3";
import type { SeriesId, SnapshotId } from "../../shared/ids.ts";
import { isDamage, translateCacheError } from "../catalog/cache-errors.ts";
import { groupBySeries } from "../reader/snapshot-series.ts";
import { timeMsOf } from "../reader/time-ms.ts";
import type { IndexedRepository } from "../repository/repository.ts";
import type { LoadedSnapshots, StoredSnapshot } from "../repository/snapshots/load-snapshots.ts";
import { createIndexWriter, type IndexWriter } from "./index-writer.ts";
import { openSearchFile, removeSearchFile } from "./search-file.ts";
import { takeInSnapshot } from "./take-in-snapshot.ts";

export type FillOptions = {
  readonly signal: AbortSignal;
  /** Told after each snapshot, and once at the beginning. */
  readonly report: (progress: { readonly snapshotsIndexed: number; readonly snapshotsTotal: number }) => void;
  /** Told of snapshots that are not whole. */
  readonly warn: (text: string) => void;
};

/** What is written together: long enough to be fast, short enough that nobody who reads waits for it to be merged. */
const FOLDERS_PER_TRANSACTION = 500;

/**
 * Brings the search index of a repository up to its snapshots: takes out those that are gone, and takes in the new ones, each series
 * in the order of time. May be stopped at any moment; the next time it goes on from there. A file that turns out to be damaged
 * is made again.
 *
 * @throws {BackstayError} CACHE_FULL, CACHE_FAILED, what reading the repository throws, CANCELLED
 */
export async function fillSearchIndex(
  path: string,
  repository: IndexedRepository,
  loaded: LoadedSnapshots,
  options: FillOptions,
): Promise<void> {
  try {
    await fill(path, repository, loaded, options);
  } catch (error) {
    if (!isDamage(error)) throw translateCacheError(error, path);
    removeSearchFile(path);
    await fill(path, repository, loaded, options);
  }
}

async function fill(
  path: string,
  repository: IndexedRepository,
  loaded: LoadedSnapshots,
  { signal, report, warn }: FillOptions,
): Promise<void> {
  const database = openSearchFile(path);
  try {
    const writer = createIndexWriter(database);
    const batches = createBatches(database);
    const wanted = groupBySeries(loaded.snapshots);
    batches.begin();
    removeGone(writer, wanted, new Set(loaded.broken.map(({ id }) => id)));
    batches.commit();
    const pending = [...wanted].map(([id, snapshots]) => pendingOf(writer, id, snapshots));
    const snapshotsTotal = loaded.snapshots.length;
    let snapshotsIndexed = snapshotsTotal - pending.reduce((sum, { snapshots }) => sum + snapshots.length, 0);
    report({ snapshotsIndexed, snapshotsTotal });
    for (const { id, snapshots } of pending) {
      for (const snapshot of snapshots) {
        signal.throwIfAborted();
        batches.begin();
        const unreadable = await takeIn(repository, writer, id, snapshot, { signal, onFolder: batches.tick });
        batches.commit();
        if (unreadable > 0)
          warn(`${unreadable} folders of snapshot ${snapshot.id} cannot be searched: they are damaged`);
        snapshotsIndexed += 1;
        report({ snapshotsIndexed, snapshotsTotal });
      }
    }
    database.pragma("wal_checkpoint(TRUNCATE)");
  } catch (error) {
    // half a snapshot is worth keeping: the next run goes on there
    if (database.inTransaction && !isDamage(error)) database.exec("COMMIT");
    throw error;
  } finally {
    database.close();
  }
}

type Batches = { begin(): void; tick(): void; commit(): void };

function createBatches(database: Database.Database): Batches {
  let count = 0;
  const begin = () => void database.exec("BEGIN IMMEDIATE");
  const commit = () => void database.exec("COMMIT");
  return {
    begin,
    commit,
    tick() {
      count += 1;
      if (count % FOLDERS_PER_TRANSACTION !== 0) return;
      commit();
      begin();
    },
  };
}

/**
 * Takes out what is no longer there. A series into which something came that is older than what is in it already is made again.
 *
 * @param broken snapshots that are there but cannot be read: they stay as they are
 */
function removeGone(
  writer: IndexWriter,
  wanted: ReadonlyMap<SeriesId, readonly StoredSnapshot[]>,
  broken: ReadonlySet<SnapshotId>,
): void {
  for (const { number: series, id } of writer.allSeries()) {
    const present = new Map(wanted.get(id)?.map((snapshot, n) => [snapshot.id, n]));
    const known = writer.snapshots(series);
    const gone = known.filter((snapshot) => !present.has(snapshot.id) && !broken.has(snapshot.id));
    const kept = known.filter((snapshot) => present.has(snapshot.id));
    const isInOrder = kept.every((snapshot, n) => present.get(snapshot.id) === n);
    if (gone.length === known.length || !isInOrder) {
      writer.removeSeries(series);
      continue;
    }
    for (const { number } of gone) writer.removeSnapshot(series, number);
    if (gone.length > 0) writer.sweep(series);
  }
}

function pendingOf(writer: IndexWriter, id: SeriesId, snapshots: readonly StoredSnapshot[]) {
  const done = new Set(
    writer
      .snapshots(writer.series(id))
      .filter(({ isDone }) => isDone)
      .map((snapshot) => snapshot.id),
  );
  return { id, snapshots: snapshots.filter((snapshot) => !done.has(snapshot.id)) };
}

async function takeIn(
  repository: IndexedRepository,
  writer: IndexWriter,
  seriesId: SeriesId,
  snapshot: StoredSnapshot,
  options: { readonly signal: AbortSignal; readonly onFolder: () => void },
): Promise<number> {
  const series = writer.series(seriesId);
  const known = writer.snapshots(series);
  const number =
    known.find(({ id }) => id === snapshot.id)?.number ??
    writer.addSnapshot(series, snapshot.id, timeMsOf(snapshot.timeNs));
  const before = known.findLast((other) => other.number < number)?.number;
  const { tree } = snapshot;
  const taken = { series, number, before: before ?? 0, tree };
  const unreadable = await takeInSnapshot(repository, writer, taken, options);
  writer.finishSnapshot(number, before);
  return unreadable;
}
