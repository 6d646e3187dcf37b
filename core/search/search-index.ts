import type Database from "better-sqlite3";
import type { CheckedInput, Output } from "../../shared/api/methods.ts";
import type { SeriesId, SnapshotId } from "../../shared/ids.ts";
import type { SearchHit } from "../../shared/model/browse.ts";
import { joinRawPath, type RawPath, rawPathToText } from "../platform/raw-path.ts";
import { contractPath } from "../reader/tree-entry.ts";
import { FILE, FOLDER, typeOfNumber } from "./entry-types.ts";
import { type Candidate, createFindCandidates } from "./find-candidates.ts";
import { openSearchFileToRead } from "./search-file.ts";

/** The search index of one repository, for reading. Another process may be filling it. */
export type SearchIndex = {
  /** @param snapshotsTotal how many there are, in the index or not, of the series or of all */
  search(input: CheckedInput<"restore.search">, snapshotsTotal: number): Output<"restore.search">;
  /** @returns how many versions each entry of a folder has; undefined when the index does not know the folder */
  countVersions(
    series: SeriesId,
    folder: readonly RawPath[],
    names: readonly RawPath[],
  ): readonly (number | null)[] | undefined;
  /**
   * When a path was there, oldest first: each time from the first to the last snapshot that holds it the same.
   * @param path its names, from the root on
   * @returns empty when it never was; undefined when it (ever) was a folder, for of these the index does not know what changed
   */
  livesOf(series: SeriesId, path: readonly RawPath[]): readonly KnownLife[] | undefined;
  /** Snapshots of a series (or all) that are in it as a whole. */
  indexed(series: SeriesId | null): number;
  /** Files that a snapshot lacks and the one before in its series had; without those of which it is not known. */
  filesGone(series: SeriesId): ReadonlyMap<SnapshotId, number>;
  close(): void;
};

export type KnownLife = { readonly first: SnapshotId; readonly last: SnapshotId };

/** A life of a path, as it is counted: neighbours that hold the same are one, when nothing lies between them any more. */
type Life = {
  readonly first: number;
  readonly last: number | null;
  readonly type: number;
  readonly size: number;
  readonly mtime_ms: number;
  readonly content: number;
};

type KnownSnapshot = { readonly id: SnapshotId; readonly timeMs: number; readonly next: number | undefined };

const MAX_VERSION_TIMES = 50;

/** @returns undefined when there is no index (yet) that can be used */
export function openSearchIndex(path: string): SearchIndex | undefined {
  const database = openSearchFileToRead(path);
  return database === undefined ? undefined : createSearchIndex(database);
}

function createSearchIndex(database: Database.Database): SearchIndex {
  const sql = <Args extends unknown[], Row = unknown>(text: string) => database.prepare<Args, Row>(text);
  const seriesOf = sql<[string], number>("SELECT number FROM series WHERE id = ?").pluck();
  const countDone = sql<[number | null, number | null], number>(
    "SELECT count(*) FROM snapshots WHERE is_done = 1 AND (? IS NULL OR series = ?)",
  ).pluck();
  const snapshotsOf = sql<[number], { number: number; id: Buffer; time_ms: number }>(
    "SELECT number, id, time_ms FROM snapshots WHERE series = ? ORDER BY number",
  );
  const goneOf = sql<[number], { id: Buffer; files_gone: number }>(
    "SELECT id, files_gone FROM snapshots WHERE series = ? AND is_done = 1 AND files_gone IS NOT NULL",
  );
  const rootOf = sql<[number], number>("SELECT number FROM paths WHERE parent = 0 AND name = ?").pluck();
  const childOf = sql<[number, string], number>(
    "SELECT number FROM paths WHERE parent = ? AND name = (SELECT number FROM names WHERE raw = ?)",
  ).pluck();
  const livesOf = sql<[number], Life>(
    "SELECT first, last, type, size, mtime_ms, content FROM lives WHERE path = ? ORDER BY first",
  );
  const above = sql<[number], { parent: number; raw: RawPath | null }>(
    "SELECT paths.parent, names.raw FROM paths LEFT JOIN names ON names.number = paths.name WHERE paths.number = ?",
  );
  const findCandidates = createFindCandidates(database);
  /** A look at one moment of the index: another process may write to it at any time. */
  const consistently = <T>(work: () => T): T => database.transaction(work)();

  function snapshotsByNumber(series: number): ReadonlyMap<number, KnownSnapshot> {
    const rows = snapshotsOf.all(series);
    return new Map(
      rows.map(({ number, id, time_ms }, n) => [
        number,
        { id: id.toString("hex") as SnapshotId, timeMs: time_ms, next: rows[n + 1]?.number },
      ]),
    );
  }

  function findPath(id: SeriesId, names: readonly RawPath[]) {
    const series = seriesOf.get(id);
    let number = series === undefined ? undefined : rootOf.get(-series);
    for (const name of names) number = number === undefined ? undefined : childOf.get(number, name);
    return series === undefined || number === undefined ? undefined : { series, number };
  }

  /** One look-up for each folder, however many hits are in it. */
  function createPathFinder() {
    const folders = new Map<number, RawPath>();
    return function pathOf(path: number): RawPath {
      const known = folders.get(path);
      if (known !== undefined) return known;
      const row = above.get(path);
      const found =
        row === undefined || row.parent === 0 || row.raw === null
          ? ("/" as RawPath)
          : joinRawPath(pathOf(row.parent), row.raw);
      folders.set(path, found);
      return found;
    };
  }

  function describe(
    candidate: Candidate,
    snapshots: ReadonlyMap<number, KnownSnapshot>,
    pathOf: (path: number) => RawPath,
  ): SearchHit | undefined {
    const lives = merge(livesOf.all(candidate.path), snapshots);
    const [oldest] = lives;
    const newest = lives.at(-1);
    const newestNumber = [...snapshots.keys()].at(-1);
    const last = newest?.last ?? newestNumber;
    const lastSnapshot = last === undefined ? undefined : snapshots.get(last);
    const firstSnapshot = oldest === undefined ? undefined : snapshots.get(oldest.first);
    if (newest === undefined || lastSnapshot === undefined || firstSnapshot === undefined) return undefined;
    const folder = pathOf(candidate.parent);
    return {
      seriesId: candidate.seriesId,
      path: contractPath(joinRawPath(folder, candidate.raw)),
      name: rawPathToText(candidate.raw),
      folder: rawPathToText(folder),
      type: typeOfNumber(newest.type),
      sizeBytes: newest.type === FILE ? newest.size : null,
      modifiedMs: newest.mtime_ms,
      snapshotId: lastSnapshot.id,
      firstMs: firstSnapshot.timeMs,
      lastMs: lastSnapshot.timeMs,
      isGone: newest.last !== null && newest.last !== newestNumber,
      versions: lives.length,
      versionTimesMs: lives
        .slice(-MAX_VERSION_TIMES)
        .flatMap(({ first }) => snapshots.get(first)?.timeMs ?? [])
        .reverse(),
    };
  }

  return {
    indexed(id) {
      const series = id === null ? null : (seriesOf.get(id) ?? -1);
      return countDone.get(series, series) ?? 0;
    },
    search: (input, snapshotsTotal) =>
      consistently(() => {
        const series = input.seriesId === null ? null : (seriesOf.get(input.seriesId) ?? -1);
        const snapshotsIndexed = countDone.get(series, series) ?? 0;
        const candidates = findCandidates({ ...input, series, limit: input.limit + 1 });
        const pathOf = createPathFinder();
        const snapshots = new Map<number, ReadonlyMap<number, KnownSnapshot>>();
        const hits = candidates.slice(0, input.limit).flatMap((candidate) => {
          const ofSeries = snapshots.get(candidate.series) ?? snapshotsByNumber(candidate.series);
          snapshots.set(candidate.series, ofSeries);
          return describe(candidate, ofSeries, pathOf) ?? [];
        });
        return { hits, hasMore: candidates.length > input.limit, snapshotsIndexed, snapshotsTotal };
      }),
    countVersions: (id, folder, names) =>
      consistently(() => {
        const parent = findPath(id, folder);
        if (parent === undefined) return undefined;
        const snapshots = snapshotsByNumber(parent.series);
        return names.map((name) => {
          const child = childOf.get(parent.number, name);
          return child === undefined ? null : merge(livesOf.all(child), snapshots).length;
        });
      }),
    livesOf: (id, names) =>
      consistently(() => {
        const path = findPath(id, names);
        if (path === undefined) return [];
        const snapshots = snapshotsByNumber(path.series);
        const newest = [...snapshots.values()].at(-1);
        const lives = merge(livesOf.all(path.number), snapshots);
        if (lives.some(({ type }) => type === FOLDER)) return undefined;
        return lives.flatMap((life) => {
          const first = snapshots.get(life.first);
          const last = life.last === null ? newest : snapshots.get(life.last);
          return first === undefined || last === undefined ? [] : [{ first: first.id, last: last.id }];
        });
      }),
    filesGone(id) {
      const series = seriesOf.get(id);
      const rows = series === undefined ? [] : goneOf.all(series);
      return new Map(
        rows.map(({ id: snapshot, files_gone }) => [snapshot.toString("hex") as SnapshotId, files_gone]),
      );
    },
    close: () => void database.close(),
  };
}

/** @param lives in the order of time */
function merge(lives: readonly Life[], snapshots: ReadonlyMap<number, KnownSnapshot>): readonly Life[] {
  const merged: Life[] = [];
  for (const life of lives) {
    const before = merged.at(-1);
    const isNext = before?.last != null && snapshots.get(before.last)?.next === life.first;
    const isSame = before?.type === life.type && before.content === life.content;
    if (before !== undefined && isNext && isSame)
      merged[merged.length - 1] = { ...life, first: before.first };
    else merged.push(life);
  }
  return merged;
}
