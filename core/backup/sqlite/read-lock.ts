import { createRequire } from "node:module";
import type BetterSqlite from "better-sqlite3";
import { type RawPath, rawPathFromText, rawPathToText } from "../../platform/raw-path.ts";
import type { EntryProblem } from "../messages.ts";

/** SQLite's own read lock on a database, and with it SQLite's word that the file is one. */
export type ReadLock = {
  /**
   * Closes what SQLite opened. A descriptor of the file that this process has open, in whichever thread, must be closed after this and
   * not before: POSIX takes a process's locks away with the first one that is closed.
   */
  release(): void;
};

/** Also when a crashed writer has to be mended first, which somebody who only reads does not do: then it lies still. */
const BUSY = /^SQLITE_(?:BUSY|LOCKED|PROTOCOL|READONLY_ROLLBACK|READONLY_RECOVERY)/;

/**
 * Begins to read a database as a program that uses it would. Nothing of its content is looked at but the first page: neither its
 * tables nor triggers matter here.
 *
 * Until the lock is released, nobody changes the file of a database with a rollback journal, and nobody moves pages from the log to
 * the file beyond what was committed when this returned.
 *
 * @param descriptor of the file
 * @param timeoutMs how long to wait for another program; this thread does nothing else meanwhile
 */
export function takeReadLock(path: RawPath, descriptor: number, timeoutMs: number): ReadLock | EntryProblem {
  const text = textFor(path, descriptor);
  if (text === undefined) return problemOfSqlite("SQLITE_CANTOPEN");
  const Database = loadSqlite();
  let database: BetterSqlite.Database | undefined;
  try {
    database = new Database(text, { readonly: true, fileMustExist: true, timeout: timeoutMs });
    const opened = database;
    opened.prepare("BEGIN").run();
    opened.prepare("PRAGMA schema_version").get(); // BEGIN alone locks nothing
    return { release: () => void opened.close() };
  } catch (error) {
    database?.close();
    if (error instanceof Database.SqliteError) return problemOfSqlite(error.code);
    if (error instanceof TypeError) return problemOfSqlite("SQLITE_CANTOPEN"); // its folder is gone
    throw error;
  }
}

export function isReadLock(lock: ReadLock | EntryProblem): lock is ReadLock {
  return "release" in lock;
}

function problemOfSqlite(systemCode: string): EntryProblem {
  return { reason: BUSY.test(systemCode) ? "database-busy" : "database-unclear", systemCode };
}

/**
 * better-sqlite3 takes text alone. Where a name is none, Linux has another one for what is open; SQLite itself looks up where that
 * leads, and so finds what lies beside the file.
 */
function textFor(path: RawPath, descriptor: number): string | undefined {
  const text = rawPathToText(path);
  if (rawPathFromText(text) === path) return text;
  return process.platform === "linux" ? `/proc/self/fd/${descriptor}` : undefined;
}

let loaded: typeof BetterSqlite | undefined;

/** Only at its first use: most threads never meet a database. */
function loadSqlite(): typeof BetterSqlite {
  loaded ??= createRequire(import.meta.url)("better-sqlite3") as typeof BetterSqlite;
  return loaded;
}
