import { statfsSync } from "node:fs";
import Database from "better-sqlite3";
import { BackstayError, systemCodeOf } from "../../shared/errors.ts";

/** With less than this nothing is promised: a transaction of the catalog needs some pages. */
const LEAST_ROOM_BYTES = 256 * 1024;

/**
 * Tells what the disk under Backstay's own folder has to do with an error: in the host, only that folder is written to without the
 * error being translated already.
 *
 * @returns undefined when it is another kind of error
 */
export function dataFolderTrouble(error: unknown, folder: string): BackstayError | undefined {
  if (!isOfFullDisk(error, folder)) return undefined;
  return new BackstayError("DATA_FOLDER_FULL", { path: folder }, { cause: error });
}

/** Whether whoever has no special rights could hardly write there any more; false where that cannot be told. */
export function isDataFolderFull(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize < LEAST_ROOM_BYTES;
  } catch {
    return false;
  }
}

function isOfFullDisk(error: unknown, folder: string): boolean {
  if (error instanceof Database.SqliteError) {
    if (error.code === "SQLITE_FULL") return true;
    // its helper files say so in other words
    return /^SQLITE_(?:IOERR|CANTOPEN)/.test(error.code) && isDataFolderFull(folder);
  }
  const code = systemCodeOf(error);
  return code === "ENOSPC" || code === "EDQUOT";
}
