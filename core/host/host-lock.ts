import { closeSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { BackstayError, systemCodeOf } from "../../shared/errors.ts";

/** A data folder belongs to one host as long as its process lives. */
export type HostLock = {
  /** May be called twice. */
  release(): void;
};

const LOCK_FILE = "host.lock";
/** Only for the message of who comes second: what it says may be old. */
const PID_FILE = "host.pid";

/** A database that nobody refers to any more is closed with the garbage, and its lock would go with it. */
const held = new Set<Database.Database>();

/**
 * Takes a data folder for this process. The lock is one that the system takes away with the process, however it ends: an open
 * transaction of SQLite, which locks as SQLite does on every platform.
 *
 * @throws {BackstayError} HOST_RUNNING when another process, or this one, has it
 */
export function lockDataFolder(folder: string): HostLock {
  const path = join(folder, LOCK_FILE);
  closeSync(openSync(path, "a", 0o600)); // SQLite would let others read it
  const database = new Database(path, { timeout: 0 });
  try {
    database.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if (!(error instanceof Database.SqliteError) || !error.code.startsWith("SQLITE_BUSY")) throw error;
    throw new BackstayError("HOST_RUNNING", { pid: readPid(folder), folder }, { cause: error });
  }
  writeFileSync(join(folder, PID_FILE), `${process.pid}\n`, { mode: 0o600 });
  held.add(database);
  return {
    release() {
      held.delete(database);
      database.close();
    },
  };
}

/** @returns 0 when it is not known */
function readPid(folder: string): number {
  try {
    return Number.parseInt(readFileSync(join(folder, PID_FILE), "utf8"), 10) || 0;
  } catch (error) {
    if (systemCodeOf(error) === undefined) throw error;
    return 0;
  }
}
