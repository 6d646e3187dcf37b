/**
 * The file of a search index: every name that any snapshot of a repository holds, and when it was there. Made from the repository alone,
 * so it may be deleted at any time at the cost of making it again.
 *
 * Snapshots are numbered in the order in which they were taken in; of one series, that is the order of time. An entry does not
 * stand there once for each snapshot but once for each *life*: the snapshots, one after the other, that hold it the same. A
 * snapshot that differs little from the one before it so adds little.
 */
import { chmodSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import type { RepositoryId } from "../../shared/ids.ts";
import { isDamage, translateCacheError } from "../catalog/cache-errors.ts";
import { makeFolderWithParents } from "../platform/make-folder.ts";

/** Raised when the tables change; a file of another version is made again. */
const SCHEMA_VERSION = 1;

const SCHEMA = `
  CREATE TABLE series (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);

  -- files_gone: how many files the snapshot before had and this one has not; null for the first of a series
  CREATE TABLE snapshots (
    number INTEGER PRIMARY KEY,
    series INTEGER NOT NULL,
    id BLOB NOT NULL UNIQUE,
    time_ms INTEGER NOT NULL,
    is_done INTEGER NOT NULL,
    files_gone INTEGER
  );
  -- the highest number a snapshot ever had
  CREATE TABLE counter (value INTEGER NOT NULL);
  INSERT INTO counter VALUES (0);
  CREATE INDEX snapshots_by_series ON snapshots (series, number);

  -- raw: one character per byte; folded: as it is searched for, see fold-name.ts
  CREATE TABLE names (number INTEGER PRIMARY KEY, raw TEXT NOT NULL UNIQUE, folded TEXT NOT NULL);
  CREATE VIRTUAL TABLE name_grams USING fts5(
    folded, content = '', contentless_delete = 1, detail = none, tokenize = 'trigram case_sensitive 1'
  );

  -- The root of a series has parent 0, and the negative of the series' number for a name.
  -- tree: of a folder, the tree that all below it was last compared with, for the snapshot tree_of
  CREATE TABLE paths (
    number INTEGER PRIMARY KEY,
    series INTEGER NOT NULL,
    parent INTEGER NOT NULL,
    name INTEGER NOT NULL,
    tree BLOB,
    tree_of INTEGER,
    UNIQUE (parent, name)
  );
  CREATE INDEX paths_by_name ON paths (name);

  -- first, last: snapshots that there still are; last is null while the newest one holds it
  -- content: tells contents apart, modification times included
  CREATE TABLE lives (
    path INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER,
    type INTEGER NOT NULL,
    size INTEGER NOT NULL,
    mtime_ms INTEGER NOT NULL,
    content INTEGER NOT NULL,
    PRIMARY KEY (path, first)
  ) WITHOUT ROWID;
  CREATE INDEX lives_by_first ON lives (first);
  CREATE INDEX lives_by_last ON lives (last) WHERE last IS NOT NULL;
`;

/** Where the index of a repository is kept. */
export function searchFilePath(cacheFolder: string, repositoryId: RepositoryId): string {
  return join(cacheFolder, `${repositoryId}.search.sqlite`);
}

/**
 * Opens the file to fill it; a damaged one, or one of another version, is made again.
 * @throws {BackstayError} CACHE_FULL, CACHE_FAILED
 */
export function openSearchFile(path: string): Database.Database {
  try {
    makeFolderWithParents(dirname(path), 0o700);
    try {
      return prepare(path);
    } catch (error) {
      if (!isDamage(error) && !(error instanceof Unsound)) throw error;
      removeSearchFile(path);
      return prepare(path);
    }
  } catch (error) {
    throw translateCacheError(error, path);
  }
}

/**
 * Opens the file to search in it.
 * @returns undefined when it is not there, not of this version, or no database
 */
export function openSearchFileToRead(path: string): Database.Database | undefined {
  let database: Database.Database | undefined;
  try {
    database = new Database(path, { readonly: true, fileMustExist: true, timeout: 5000 });
    database.pragma("cache_size = -16000");
    if (database.pragma("user_version", { simple: true }) === SCHEMA_VERSION) return database;
  } catch (error) {
    if (!(error instanceof Database.SqliteError) && !(error instanceof TypeError)) throw error; // its folder may be missing
  }
  database?.close();
  return undefined;
}

export function removeSearchFile(path: string): void {
  // a journal is there when the process that made the file was ended in its first moments
  for (const suffix of ["", "-journal", "-wal", "-shm"]) rmSync(path + suffix, { force: true });
}

/** SQLite can read it, and finds that it contradicts itself. */
class Unsound extends Error {}

function prepare(path: string): Database.Database {
  const database = new Database(path, { timeout: 30_000 });
  try {
    chmodSync(path, 0o600);
    database.pragma("journal_mode = WAL");
    database.pragma("synchronous = NORMAL");
    database.pragma("cache_size = -32000");
    const version = database.pragma("user_version", { simple: true });
    if (version === SCHEMA_VERSION) {
      if (database.pragma("quick_check(1)", { simple: true }) !== "ok") throw new Unsound(path);
      return database;
    }
    if (version !== 0) throw new Unsound(path);
    const make = database.transaction(() => {
      database.exec(SCHEMA);
      database.pragma(`user_version = ${SCHEMA_VERSION}`);
    });
    make.immediate();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
