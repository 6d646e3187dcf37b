import { statfsSync } from "node:fs";
import Database from "better-sqlite3";
import { BackstayError, systemCodeOf } from "../../shared/errors.ts";
import { type AlertService, thingOf } from "../alerts/alert-service.ts";

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

/** So early that the alert itself still finds room. */
const FEW_BYTES = 16 * 1024 * 1024;
/** Others make and free room as they work: no alert that comes and goes. */
const ENOUGH_BYTES = 2 * FEW_BYTES;

/** Raises an alert while the disk with Backstay's own folder has hardly any room left; to be called now and then. */
export function watchRoom(
  alerts: Pick<AlertService, "keepRaised" | "resolve">,
  folder: string,
  freeBytes = roomAt(folder),
): void {
  if (freeBytes === undefined) return;
  const subject = { code: "DATA_FOLDER_FULL", about: folder, freeBytes } as const;
  if (freeBytes < FEW_BYTES) alerts.keepRaised(subject, "failed");
  else if (freeBytes >= ENOUGH_BYTES) alerts.resolve(thingOf(subject));
}

/** @returns what whoever has no special rights may still write there; undefined where that cannot be told */
function roomAt(folder: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}

/** Whether whoever has no special rights could hardly write there any more; false where that cannot be told. */
function isDataFolderFull(folder: string): boolean {
  const freeBytes = roomAt(folder);
  return freeBytes !== undefined && freeBytes < LEAST_ROOM_BYTES;
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
