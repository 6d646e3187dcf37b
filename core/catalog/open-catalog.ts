import { closeSync, openSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { BackstayError, hasSystemCode } from "../../shared/errors.ts";
import { migrate, versionOf } from "./migrate.ts";
import { migrations as allMigrations } from "./migrations/all.ts";
import type { Migration } from "./migrations/migration.ts";

/** What Backstay remembers on this machine. Losing it loses no backup. */
export type Catalog = {
  readonly path: string;
  readonly database: Database.Database;
  /** May be called twice. */
  close(): void;
};

const BUSY_TIMEOUT_MS = 5_000;

/**
 * Opens `catalog.db` in a folder, makes it if it is not there, and brings it to the newest version. A catalog that
 * cannot be used is reported and left as it is.
 *
 * @param folder exists; see `dataFolder`
 * @param migrations the steps to the newest version; given only by tests
 * @throws {BackstayError} CATALOG_NEWER, CATALOG_BROKEN
 */
export function openCatalog(folder: string, migrations: readonly Migration[] = allMigrations): Catalog {
  const file = path.join(folder, "catalog.db");
  requireNotEmptied(folder, file);
  createPrivately(file);
  let database: Database.Database | undefined;
  try {
    database = new Database(file, { timeout: BUSY_TIMEOUT_MS });
    prepare(database, file);
    migrate(database, file, migrations);
  } catch (error) {
    database?.close();
    throw brokenCatalog(error, file) ?? error;
  }
  const opened = database;
  return { path: file, database: opened, close: () => void opened.close() };
}

/**
 * Opens a catalog for looking only: nothing is migrated, and writing to it fails.
 *
 * @param folder has a catalog
 * @returns undefined when it is not of this version yet
 * @throws {BackstayError} CATALOG_NEWER, CATALOG_BROKEN
 */
export function openCatalogToRead(folder: string): Catalog | undefined {
  const file = path.join(folder, "catalog.db");
  let database: Database.Database | undefined;
  try {
    database = new Database(file, { timeout: BUSY_TIMEOUT_MS, readonly: true, fileMustExist: true });
    const version = versionOf(database);
    const supported = allMigrations.at(-1)?.version ?? 0;
    if (version > supported) throw new BackstayError("CATALOG_NEWER", { path: file, version, supported });
    const opened = database;
    if (version === supported) return { path: file, database: opened, close: () => void opened.close() };
    opened.close();
    return undefined;
  } catch (error) {
    database?.close();
    throw brokenCatalog(error, file) ?? error;
  }
}

/**
 * SQLite takes an empty file for a new database, and all plans would be gone without a word. A host that ended while it made its first
 * catalog leaves an empty file too, but nothing beside it that only work leaves behind.
 */
function requireNotEmptied(folder: string, file: string): void {
  if (statSync(file, { throwIfNoEntry: false })?.size !== 0) return;
  const hasWorked = readdirSync(folder).some(
    (name) => name.startsWith("catalog.db.before-") || name === "secrets.json" || name === "cache",
  );
  if (hasWorked) throw new BackstayError("CATALOG_BROKEN", { path: file, reason: "0 B" });
}

/** SQLite would make the file readable for everyone; its helper files take over the permissions they find here. */
function createPrivately(file: string): void {
  try {
    closeSync(openSync(file, "wx", 0o600));
  } catch (error) {
    if (!hasSystemCode(error, "EEXIST")) throw error;
  }
}

function prepare(database: Database.Database, file: string): void {
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL"); // a job that was accepted is still there after a power cut
  database.pragma("foreign_keys = ON");
  const verdict = database.pragma("quick_check(1)", { simple: true });
  if (verdict !== "ok") throw new BackstayError("CATALOG_BROKEN", { path: file, reason: String(verdict) });
}

/** @returns the error to report when SQLite says that the file is no database, or a damaged one */
function brokenCatalog(error: unknown, file: string): BackstayError | undefined {
  if (!(error instanceof Database.SqliteError)) return undefined;
  if (!/^SQLITE_(?:NOTADB|CORRUPT)/.test(error.code)) return undefined;
  return new BackstayError("CATALOG_BROKEN", { path: file, reason: error.message }, { cause: error });
}
