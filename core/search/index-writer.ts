import type Database from "better-sqlite3";
import type { BlobId, SeriesId, SnapshotId } from "../../shared/ids.ts";
import { rawId } from "../catalog/blob-index.ts";
import type { RawPath } from "../platform/raw-path.ts";
import { FILE } from "./entry-types.ts";
import { foldName } from "./fold-name.ts";

/** A snapshot in the index. */
export type IndexedSnapshot = {
  /** Of a later snapshot of the same series it is higher. */
  readonly number: number;
  readonly id: SnapshotId;
  /** Whether everything in it is in the index. */
  readonly isDone: boolean;
};

/** An entry as it is now, in the newest snapshot of its series. */
export type LiveEntry = {
  readonly path: number;
  readonly first: number;
  readonly type: number;
  readonly mtimeMs: number;
  readonly content: number;
  /** Of a folder: what all below it was last compared with. */
  readonly tree: BlobId | undefined;
};

export type EntryFacts = {
  readonly type: number;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  /** Tells contents apart. */
  readonly content: number;
};

/** What changes a search index. Numbers are rows of its tables. */
export type IndexWriter = {
  series(id: SeriesId): number;
  allSeries(): readonly { readonly number: number; readonly id: SeriesId }[];
  /** In order. */
  snapshots(series: number): readonly IndexedSnapshot[];
  addSnapshot(series: number, id: SnapshotId, timeMs: number): number;
  /** Everything in it was taken in. @param before the snapshot before it */
  finishSnapshot(number: number, before: number | undefined): void;
  /** Takes a snapshot out, with all that was in no other. What is left behind of that is for `sweep`. */
  removeSnapshot(series: number, number: number): void;
  removeSeries(series: number): void;
  /** Removes paths and names that nothing refers to any more. */
  sweep(series: number): void;
  root(series: number): number;
  /** What stands in a folder now, by name. */
  live(folder: number): Map<RawPath, LiveEntry>;
  /** @returns the path's row */
  begin(series: number, folder: number, name: RawPath, facts: EntryFacts, first: number): number;
  /** @param last the last snapshot that held it; what began later never was */
  end(path: number, last: number): void;
  /** Ends a folder with all that is below it. */
  endBelow(path: number, last: number): void;
  touch(path: number, mtimeMs: number): void;
  compared(folder: number, tree: BlobId, snapshot: number): void;
  treeOf(folder: number): BlobId | undefined;
};

export function createIndexWriter(database: Database.Database): IndexWriter {
  const sql = <Args extends unknown[], Row = unknown>(text: string) => database.prepare<Args, Row>(text);
  const one = <Args extends unknown[], Value>(text: string) => sql<Args, Value>(text).pluck();

  const seriesOf = one<[string], number>("SELECT number FROM series WHERE id = ?");
  const addSeries = sql<[string]>("INSERT INTO series (id) VALUES (?)");
  const snapshotsOf = sql<[number], { number: number; id: Buffer; is_done: number }>(
    "SELECT number, id, is_done FROM snapshots WHERE series = ? ORDER BY number",
  );
  const nextNumber = one<[], number>("UPDATE counter SET value = value + 1 RETURNING value");
  const addSnapshot = sql<[number, number, Uint8Array, number]>(
    "INSERT INTO snapshots (number, series, id, time_ms, is_done) VALUES (?, ?, ?, ?, 0)",
  );
  const countGone = one<[{ before: number; number: number }], number>(
    `SELECT count(*) FROM lives AS old WHERE old.last = @before AND old.type = ${FILE}
     AND NOT EXISTS (SELECT 1 FROM lives AS new WHERE new.path = old.path AND new.first = @number)`,
  );
  const finish = sql<[number | null, number]>(
    "UPDATE snapshots SET is_done = 1, files_gone = ? WHERE number = ?",
  );
  const neighbour = (comparison: "<" | ">", order: "DESC" | "ASC") =>
    one<[number, number], number>(
      `SELECT number FROM snapshots WHERE series = ? AND number ${comparison} ? ORDER BY number ${order} LIMIT 1`,
    );
  const before = neighbour("<", "DESC");
  const after = neighbour(">", "ASC");

  const rootOf = one<[number], number>("SELECT number FROM paths WHERE parent = 0 AND name = ?");
  const addRoot = sql<[number, number]>("INSERT INTO paths (series, parent, name) VALUES (?, 0, ?)");
  const live = sql<
    [number],
    {
      raw: RawPath;
      path: number;
      first: number;
      type: number;
      mtime_ms: number;
      content: number;
      tree: Buffer | null;
    }
  >(
    `SELECT names.raw, paths.number AS path, lives.first, lives.type, lives.mtime_ms, lives.content, paths.tree
     FROM paths JOIN names ON names.number = paths.name
     JOIN lives ON lives.path = paths.number AND lives.last IS NULL
     WHERE paths.parent = ?`,
  );
  const nameOf = one<[string], number>("SELECT number FROM names WHERE raw = ?");
  const addName = sql<[string, string]>("INSERT INTO names (raw, folded) VALUES (?, ?)");
  const addGrams = sql<[number | bigint, string]>("INSERT INTO name_grams (rowid, folded) VALUES (?, ?)");
  const pathOf = one<[number, number | bigint], number>(
    "SELECT number FROM paths WHERE parent = ? AND name = ?",
  );
  const addPath = sql<[number, number, number | bigint]>(
    "INSERT INTO paths (series, parent, name) VALUES (?, ?, ?)",
  );
  const begin = sql<[number | bigint, number, number, number, number, number]>(
    "INSERT INTO lives (path, first, type, size, mtime_ms, content) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const undo = sql<[number, number]>("DELETE FROM lives WHERE path = ? AND last IS NULL AND first > ?");
  const end = sql<[number, number]>("UPDATE lives SET last = ? WHERE path = ? AND last IS NULL");
  const BELOW = `WITH RECURSIVE below (number) AS (
    SELECT ? UNION ALL SELECT paths.number FROM paths JOIN below ON paths.parent = below.number
  )`;
  const undoBelow = sql<[number, number]>(
    `${BELOW} DELETE FROM lives WHERE last IS NULL AND first > ? AND path IN (SELECT number FROM below)`,
  );
  const endBelow = sql<[number, number]>(
    `${BELOW} UPDATE lives SET last = ? WHERE last IS NULL AND path IN (SELECT number FROM below)`,
  );
  const forgetTreesBelow = sql<[number]>(
    `${BELOW} UPDATE paths SET tree = NULL WHERE tree IS NOT NULL AND number IN (SELECT number FROM below)`,
  );
  const touch = sql<[number, number]>("UPDATE lives SET mtime_ms = ? WHERE path = ? AND last IS NULL");
  const compared = sql<[Uint8Array, number, number]>(
    "UPDATE paths SET tree = ?, tree_of = ? WHERE number = ?",
  );
  const treeOf = one<[number], Buffer | null>("SELECT tree FROM paths WHERE number = ?");

  const idOf = (tree: Buffer | null | undefined) => (tree ? (tree.toString("hex") as BlobId) : undefined);

  function nameNumber(raw: RawPath): number | bigint {
    const known = nameOf.get(raw);
    if (known !== undefined) return known;
    const folded = foldName(raw);
    const { lastInsertRowid } = addName.run(raw, folded);
    addGrams.run(lastInsertRowid, folded);
    return lastInsertRowid;
  }

  const remover = createRemover(database);

  return {
    series: (id) => seriesOf.get(id) ?? Number(addSeries.run(id).lastInsertRowid),
    allSeries: () => sql<[], { number: number; id: SeriesId }>("SELECT number, id FROM series").all(),
    snapshots: (series) =>
      snapshotsOf.all(series).map(({ number, id, is_done }) => ({
        number,
        id: id.toString("hex") as SnapshotId,
        isDone: is_done === 1,
      })),
    addSnapshot(series, id, timeMs) {
      const number = nextNumber.get() ?? 1;
      addSnapshot.run(number, series, rawId(id), timeMs);
      return number;
    },
    finishSnapshot(number, previous) {
      const gone = previous === undefined ? null : (countGone.get({ before: previous, number }) ?? null);
      finish.run(gone, number);
    },
    removeSnapshot(series, number) {
      const [previous, next] = [before.get(series, number), after.get(series, number)];
      remover.remove(series, number, previous, next);
      if (next !== undefined) {
        const gone =
          previous === undefined ? null : (countGone.get({ before: previous, number: next }) ?? null);
        sql<[number | null, number]>(
          "UPDATE snapshots SET files_gone = ? WHERE number = ? AND is_done = 1",
        ).run(gone, next);
      }
    },
    removeSeries: remover.removeSeries,
    sweep: remover.sweep,
    root: (series) => rootOf.get(-series) ?? Number(addRoot.run(series, -series).lastInsertRowid),
    live: (folder) =>
      new Map(
        live
          .all(folder)
          .map(({ raw, path, first, type, mtime_ms, content, tree }) => [
            raw,
            { path, first, type, mtimeMs: mtime_ms, content, tree: idOf(tree) },
          ]),
      ),
    begin(series, folder, name, { type, sizeBytes, mtimeMs, content }, first) {
      const number = nameNumber(name);
      const path = pathOf.get(folder, number) ?? addPath.run(series, folder, number).lastInsertRowid;
      begin.run(path, first, type, sizeBytes, mtimeMs, content);
      return Number(path);
    },
    end(path, last) {
      undo.run(path, last);
      end.run(last, path);
    },
    endBelow(path, last) {
      undoBelow.run(path, last);
      endBelow.run(path, last);
      forgetTreesBelow.run(path);
    },
    touch: (path, mtimeMs) => void touch.run(mtimeMs, path),
    compared: (folder, tree, snapshot) => void compared.run(rawId(tree), snapshot, folder),
    treeOf: (folder) => idOf(treeOf.get(folder)),
  };
}

/** Takes snapshots out of the index. Each life keeps to snapshots that there still are. */
function createRemover(database: Database.Database) {
  const run = (text: string, ...args: readonly number[]) => void database.prepare(text).run(...args);

  /** Paths without a life, and names without a path. */
  function sweep(series: number): void {
    database.exec("CREATE TEMP TABLE IF NOT EXISTS swept (name INTEGER PRIMARY KEY); DELETE FROM swept");
    run(
      `INSERT OR IGNORE INTO swept SELECT name FROM paths WHERE series = ? AND parent <> 0
       AND NOT EXISTS (SELECT 1 FROM lives WHERE lives.path = paths.number)`,
      series,
    );
    run(
      `DELETE FROM paths WHERE series = ? AND parent <> 0
       AND NOT EXISTS (SELECT 1 FROM lives WHERE lives.path = paths.number)`,
      series,
    );
    const isUnused = "NOT EXISTS (SELECT 1 FROM paths WHERE paths.name = swept.name)";
    run(`DELETE FROM name_grams WHERE rowid IN (SELECT name FROM swept WHERE ${isUnused})`);
    run(`DELETE FROM names WHERE number IN (SELECT name FROM swept WHERE ${isUnused})`);
  }

  function removeNewest(series: number, number: number, previous: number): void {
    run("DELETE FROM lives WHERE first = ?", number);
    run("UPDATE lives SET last = NULL WHERE last = ?", previous); // what was missing in the removed one only
    run("UPDATE paths SET tree = NULL WHERE series = ? AND tree_of >= ?", series, number);
  }

  function removeOlder(number: number, previous: number | undefined, next: number): void {
    run("DELETE FROM lives WHERE first = ? AND last = ?", number, number);
    if (previous !== undefined) run("UPDATE lives SET last = ? WHERE last = ?", previous, number);
    run("UPDATE lives SET first = ? WHERE first = ?", next, number);
  }

  function removeSeries(series: number): void {
    run("DELETE FROM lives WHERE path IN (SELECT number FROM paths WHERE series = ?)", series);
    sweep(series);
    run("DELETE FROM paths WHERE series = ?", series);
    run("DELETE FROM snapshots WHERE series = ?", series);
    run("DELETE FROM series WHERE number = ?", series);
  }

  return {
    removeSeries,
    sweep,
    remove(series: number, number: number, previous: number | undefined, next: number | undefined) {
      if (next !== undefined) removeOlder(number, previous, next);
      else if (previous !== undefined) removeNewest(series, number, previous);
      else return removeSeries(series);
      run("DELETE FROM snapshots WHERE number = ?", number);
    },
  };
}
