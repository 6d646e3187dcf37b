import { closeSync, lstatSync, openSync, readSync, statSync } from "node:fs";
import { BackstayError, hasSystemCode } from "../../../shared/errors.ts";
import { joinRawPath, type RawPath, rawPathForFs, rawPathFromText } from "../../platform/raw-path.ts";

/**
 * A file whose presence says "leave out what is in this folder". The folder itself and the marker stay in the backup.
 * With a header, the file counts only when it begins with these bytes.
 */
export type FolderMarker = { readonly fileName: string; readonly header: string };

/** @source Cache Directory Tagging Specification, https://bford.info/cachedir/ */
export const CACHE_MARKER: FolderMarker = {
  fileName: "CACHEDIR.TAG",
  header: "Signature: 8a477f597d28d172789f06886806bc55",
};

/**
 * @param spec `FILE` or `FILE:HEADER`, as `--exclude-if-present` takes it
 * @throws {BackstayError} VALUE_INVALID when there is no file name
 */
export function parseFolderMarker(spec: string): FolderMarker {
  const colon = spec.indexOf(":");
  const fileName = colon === -1 ? spec : spec.slice(0, colon);
  if (fileName === "") throw new BackstayError("VALUE_INVALID", { value: spec, expected: "marker" });
  return { fileName, header: colon === -1 ? "" : spec.slice(colon + 1) };
}

/**
 * Whether the folder bears the marker. Synchronous, because the scan asks it for every folder in a worker thread.
 *
 * @throws what Node throws when the marker is there and cannot be looked at: whether the folder was meant to be left
 *   out is then unknown, and the caller lists a problem
 */
export function isMarkedFolder(folderPath: RawPath, marker: FolderMarker): boolean {
  const markerPath = rawPathForFs(joinRawPath(folderPath, rawPathFromText(marker.fileName)));
  try {
    lstatSync(markerPath);
  } catch (error) {
    if (hasSystemCode(error, "ENOENT", "ENOTDIR")) return false;
    throw error;
  }
  if (marker.header === "") return true;
  if (!statSync(markerPath).isFile()) return false; // opening a FIFO would wait for ever
  return startsWith(markerPath, Buffer.from(marker.header, "utf8"));
}

/** Whether the folder declares itself a cache: its content can be made again and needs no backup. */
export function isCacheFolder(folderPath: RawPath): boolean {
  return isMarkedFolder(folderPath, CACHE_MARKER);
}

function startsWith(path: string | Buffer, header: Buffer): boolean {
  const start = Buffer.alloc(header.length);
  const file = openSync(path, "r");
  try {
    let read = 0;
    while (read < start.length) {
      const more = readSync(file, start, read, start.length - read, read);
      if (more === 0) return false;
      read += more;
    }
  } finally {
    closeSync(file);
  }
  return start.equals(header);
}
