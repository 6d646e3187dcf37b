import { appendFileSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { hasSystemCode } from "../../shared/errors.ts";
import type { LogEntry } from "../api/backstay.ts";
import type { Clock } from "../clock.ts";

export type LogFile = {
  /** Never throws: a full disk must not end the host for the sake of its log. */
  readonly write: (entry: LogEntry) => void;
  readonly path: string;
};

/** A file is put aside beyond this size, and this many of those are kept. */
const MAX_FILE_BYTES = 2 * 1024 * 1024;
const KEPT_FILES = 3;

/**
 * A host's log: one line of JSON for each entry, in a file that only its owner may read. Written at once, because the entry that
 * matters is the last one before a crash; hosts write few.
 *
 * @param folder made where it is not there
 */
export function openLogFile(
  folder: string,
  name: string,
  clock: Clock,
  maxFileBytes: number = MAX_FILE_BYTES,
): LogFile {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, `${name}.log`);
  let bytes = sizeOf(file);
  return {
    path: file,
    write({ level, text, facts }) {
      const time = new Date(clock.nowMs()).toISOString();
      const line = `${JSON.stringify({ time, level, text, ...(facts === undefined ? {} : { facts }) })}\n`;
      try {
        if (bytes > 0 && bytes + line.length > maxFileBytes) {
          putAside(file);
          bytes = 0;
        }
        appendFileSync(file, line, { mode: 0o600 });
        bytes += Buffer.byteLength(line);
      } catch {
        // nothing that could be told, and nowhere to tell it
      }
    },
  };
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch (error) {
    if (hasSystemCode(error, "ENOENT")) return 0;
    throw error;
  }
}

/** `desktop.log` becomes `desktop.log.1`, that one `desktop.log.2`, and the oldest goes. */
function putAside(file: string): void {
  rmSync(`${file}.${KEPT_FILES}`, { force: true });
  for (let n = KEPT_FILES - 1; n >= 0; n -= 1) {
    const from = n === 0 ? file : `${file}.${n}`;
    try {
      renameSync(from, `${file}.${n + 1}`);
    } catch (error) {
      if (!hasSystemCode(error, "ENOENT")) throw error;
    }
  }
}
