import { createHash } from "node:crypto";
import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { type BackstayError, hasSystemCode, isBackstayError, systemCodeOf } from "../../shared/errors.ts";
import type { RepositoryId } from "../../shared/ids.ts";
import { makeFolderWithParents } from "../platform/make-folder.ts";
import { type BlobIndex, createBlobIndex } from "./blob-index.ts";
import { type BlobPlaces, createBlobPlaces } from "./blob-places.ts";
import { guardMethods, isDamage, translateCacheError } from "./cache-errors.ts";
import { createPendingPacks, type PendingPacks } from "./pending-packs.ts";
import { createResumeNotes, RESUME_NOTES, type ResumeNotes } from "./resume-notes.ts";
import { createSnapshotCache, type SnapshotCache } from "./snapshot-cache.ts";
import { createTreeCache, type TreeCache } from "./tree-cache.ts";

/**
 * What is kept on this machine about one repository, so that it need not be read again: its index and the trees that were
 * seen. It can be deleted at any time at the cost of speed only. Names of files stand in it in clear, so the folder
 * is for the user alone.
 *
 * Every method but `database` throws {@link BackstayError} CACHE_FULL or CACHE_FAILED.
 */
export type RepositoryCache = {
  readonly index: BlobIndex;
  readonly trees: TreeCache;
  readonly snapshots: SnapshotCache;
  readonly pendingPacks: PendingPacks;
  readonly resumeNotes: ResumeNotes;
  /** Looks many data blobs up at once. */
  readonly places: BlobPlaces;
  /** What it says is not what the repository says: it is removed when it is closed, and made anew by who comes next. */
  distrust(): void;
  /** An empty one beside it, which goes when this one is closed. */
  scratch(): RepositoryCache;
  /** Runs `work` in one write transaction. */
  transaction<T>(work: () => T): T;
  /** For set operations over the whole index (check, prune). */
  readonly database: Database.Database;
  /** May be called twice. */
  close(): void;
};

/** Raised when the tables change; a cache of another version is thrown away and made again. */
const SCHEMA_VERSION = 3;

/** SQLite's name for a database without a file. */
const IN_MEMORY = ":memory:";

const SCHEMA = `
  CREATE TABLE index_files (id BLOB PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE packs (number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE);
  CREATE TABLE blobs (
    id BLOB NOT NULL,
    type INTEGER NOT NULL,
    pack INTEGER NOT NULL,
    offset INTEGER NOT NULL,
    length INTEGER NOT NULL,
    uncompressed_length INTEGER NOT NULL,
    PRIMARY KEY (id, type, pack, offset)
  ) WITHOUT ROWID;
  CREATE TABLE trees (id BLOB PRIMARY KEY, json BLOB NOT NULL, record BLOB) WITHOUT ROWID;
  CREATE TABLE snapshots (id BLOB PRIMARY KEY, file_bytes INTEGER NOT NULL, json BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE pending_packs (id BLOB PRIMARY KEY, size INTEGER NOT NULL, header BLOB NOT NULL) WITHOUT ROWID;
`;

/** Which place a cache is of, once somebody said so; beside the schema, so that older caches go on being used. */
const PLACE = "CREATE TABLE IF NOT EXISTS place (location TEXT NOT NULL)";

/**
 * Opens the cache of a repository, or makes an empty one.
 *
 * @param folder where caches are kept; without it the cache lives in a temporary file until it is closed, and where there can
 * be none (a rescue system that can only be read), in memory
 * @param location of the replica. Replicas have the same repository's id and each an index of its own: who took the index of one
 * for that of another would believe that data are where they are not. Without it the first replica is meant
 * @throws {BackstayError} CACHE_FULL, CACHE_FAILED
 */
export function openRepositoryCache(
  folder: string | undefined,
  repositoryId: RepositoryId,
  location?: string,
): RepositoryCache {
  const scratch = folder === undefined ? makeScratchFolder() : undefined;
  const place = folder ?? scratch;
  const { path, database } = openOfReplica(place, repositoryId, location);
  let isDamaged = false;
  const scratches: RepositoryCache[] = [];
  const fail = (error: unknown): never => {
    isDamaged ||= isDamage(error);
    throw translateCacheError(error, path);
  };
  const { transaction } = guardMethods(
    { transaction: (work: () => unknown) => database.transaction(work).immediate() },
    fail,
  );
  return {
    index: guardMethods(createBlobIndex(database), fail),
    trees: guardMethods(createTreeCache(database), fail),
    snapshots: guardMethods(createSnapshotCache(database), fail),
    pendingPacks: guardMethods(createPendingPacks(database), fail),
    resumeNotes: guardMethods(createResumeNotes(database), fail),
    places: guardMethods(createBlobPlaces(database), fail),
    distrust() {
      isDamaged = true;
    },
    database,
    transaction: <T>(work: () => T) => transaction(work) as T,
    scratch() {
      const beside = openRepositoryCache(undefined, repositoryId);
      scratches.push(beside);
      return beside;
    },
    close() {
      for (const beside of scratches) beside.close();
      database.close();
      if (path === IN_MEMORY) return;
      if (scratch !== undefined) rmSync(scratch, { recursive: true, force: true });
      else if (isDamaged) removeCache(path); // the next run makes a new one instead of failing as this one did
    },
  };
}

/**
 * The same, but a folder that cannot be used costs time only: the cache then lives in a temporary file.
 *
 * @param onUnusable told why, when it is so
 * @throws {BackstayError} CACHE_FULL, CACHE_FAILED when there is no place for a temporary one either
 */
export function openCacheSomewhere(
  folder: string | undefined,
  repositoryId: RepositoryId,
  onUnusable: (reason: BackstayError) => void,
  location?: string,
): RepositoryCache {
  try {
    return openRepositoryCache(folder, repositoryId, location);
  } catch (error) {
    const isUnusable = isBackstayError(error, "CACHE_FAILED") || isBackstayError(error, "CACHE_FULL");
    if (folder === undefined || !isUnusable) throw error;
    onUnusable(error);
    return openRepositoryCache(undefined, repositoryId);
  }
}

/**
 * Removes what this machine remembers about a repository and all its replicas; nothing when there is nothing. Nobody may have it
 * open.
 */
export function removeRepositoryCache(folder: string, repositoryId: RepositoryId): void {
  for (const name of namesIn(folder))
    if (name.startsWith(`${repositoryId}.sqlite`) || name.startsWith(`${repositoryId}-`))
      rmSync(join(folder, name), { force: true });
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (hasSystemCode(error, "ENOENT", "ENOTDIR")) return [];
    throw error;
  }
}

/** @param replica what sets the caches of further replicas apart from the first one's */
function cachePath(folder: string, repositoryId: RepositoryId, replica = ""): string {
  return join(folder, `${repositoryId}${replica}.sqlite`);
}

/** The first replica that is opened has the cache that is named after the repository alone; so have most repositories. */
function openOfReplica(
  folder: string | undefined,
  repositoryId: RepositoryId,
  location: string | undefined,
): { readonly path: string; readonly database: Database.Database } {
  const path = folder === undefined ? IN_MEMORY : cachePath(folder, repositoryId);
  const database = openUsable(path);
  if (folder === undefined || location === undefined || isOf(database, path, location))
    return { path, database };
  database.close();
  const replica = `-${createHash("sha256").update(location).digest("hex").slice(0, 16)}`;
  const own = cachePath(folder, repositoryId, replica);
  return { path: own, database: openUsable(own) };
}

/** Takes the cache for this place, unless it is another's. */
function isOf(database: Database.Database, path: string, location: string): boolean {
  const ask = database.transaction(() => {
    const first = database.prepare<[], string>("SELECT location FROM place").pluck().get();
    if (first === undefined) database.prepare("INSERT INTO place VALUES (?)").run(location);
    return first === undefined || first === location;
  });
  try {
    return ask.immediate();
  } catch (error) {
    database.close();
    throw translateCacheError(error, path);
  }
}

/** A cache that cannot be read is worth nothing, so it is made again instead of reported. */
function openUsable(path: string): Database.Database {
  try {
    if (path === IN_MEMORY) return openDatabase(path);
    makeFolderWithParents(dirname(path), 0o700);
    try {
      return openDatabase(path);
    } catch (error) {
      if (!isDamage(error)) throw error;
      removeCache(path);
      return openDatabase(path);
    }
  } catch (error) {
    throw translateCacheError(error, path);
  }
}

/** @returns undefined where nothing can be written */
function makeScratchFolder(): string | undefined {
  try {
    return mkdtempSync(join(tmpdir(), "backstay-cache-"));
  } catch (error) {
    if (systemCodeOf(error) === undefined) throw error;
    return undefined;
  }
}

function removeCache(path: string): void {
  // a journal is there when the process that made the file was ended in its first moments
  for (const suffix of ["", "-journal", "-wal", "-shm"]) rmSync(path + suffix, { force: true });
}

function openDatabase(path: string): Database.Database {
  const database = new Database(path, { timeout: 30_000 });
  try {
    if (path !== IN_MEMORY) chmodSync(path, 0o600);
    database.pragma("journal_mode = WAL");
    database.pragma("synchronous = NORMAL");
    database.pragma("cache_size = -8000");
    database.pragma(`temp_store = ${path === IN_MEMORY ? "MEMORY" : "FILE"}`);
    const prepare = database.transaction(() => {
      database.exec(PLACE);
      database.exec(RESUME_NOTES);
      if (database.pragma("user_version", { simple: true }) === SCHEMA_VERSION) return;
      for (const table of ["index_files", "packs", "blobs", "trees", "snapshots", "pending_packs"]) {
        database.exec(`DROP TABLE IF EXISTS ${table}`);
      }
      database.exec(SCHEMA);
      database.pragma(`user_version = ${SCHEMA_VERSION}`);
    });
    prepare.immediate();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
