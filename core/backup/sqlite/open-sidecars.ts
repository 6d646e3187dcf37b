import { closeSync, fstatSync, lstatSync, readSync } from "node:fs";
import { hasSystemCode } from "../../../shared/errors.ts";
import { type RawPath, rawPathForFs } from "../../platform/raw-path.ts";
import { openSource } from "../open-source.ts";
import { JOURNAL_ENDING, LOG_ENDING, SIDECAR_ENDINGS } from "./sidecars.ts";
import { LOG_HEADER_LENGTH, type LogPages } from "./write-ahead-log.ts";

/** A log or a journal. */
export type OpenSidecar = {
  readonly descriptor: number;
  read(into: Uint8Array, position: number): number;
  close(): void;
};

/** @returns undefined when there is none, or nothing in it */
export function openLog(path: RawPath): OpenSidecar | undefined {
  return openFilled(`${path}${LOG_ENDING}` as RawPath);
}

/**
 * A journal whose first byte is not zero belongs to a transaction that is under way, or was when its program ended.
 * @returns undefined when there is none of that kind
 */
export function openHotJournal(path: RawPath): OpenSidecar | undefined {
  const journal = openFilled(`${path}${JOURNAL_ENDING}` as RawPath);
  if (journal === undefined) return undefined;
  try {
    const first = new Uint8Array(1);
    if (journal.read(first, 0) === 1 && first[0] !== 0) return journal;
  } catch (error) {
    journal.close();
    throw error;
  }
  journal.close();
  return undefined;
}

function openFilled(path: RawPath): OpenSidecar | undefined {
  const descriptor = openIfThere(path);
  if (descriptor === undefined) return undefined;
  const sidecar = { descriptor, close: () => closeSync(descriptor), read: readerOf(descriptor) };
  try {
    if (fstatSync(descriptor).size > 0) return sidecar;
  } catch (error) {
    sidecar.close();
    throw error;
  }
  sidecar.close();
  return undefined;
}

function readerOf(descriptor: number) {
  return (into: Uint8Array, position: number): number => {
    let done = 0;
    while (done < into.length) {
      const count = readSync(descriptor, into, done, into.length - done, position + done);
      if (count === 0) break;
      done += count;
    }
    return done;
  };
}

export function isSameLog(log: OpenSidecar, { header }: LogPages): boolean {
  const now = Buffer.alloc(LOG_HEADER_LENGTH);
  return log.read(now, 0) === LOG_HEADER_LENGTH && now.equals(header);
}

/** SQLite would wait for ever for the other end of a pipe. */
export function hasOddSidecar(path: RawPath): boolean {
  return SIDECAR_ENDINGS.some((ending) => {
    const found = lstatSync(rawPathForFs(`${path}${ending}` as RawPath), { throwIfNoEntry: false });
    return found !== undefined && !found.isFile();
  });
}

function openIfThere(path: RawPath): number | undefined {
  try {
    return openSource(path);
  } catch (error) {
    if (hasSystemCode(error, "ENOENT")) return undefined;
    throw error;
  }
}
