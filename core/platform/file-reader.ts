import { fstatSync, readSync } from "node:fs";
import { isBackstayError } from "../../shared/errors.ts";
import { type EntryStat, entryStatOf } from "./entry-stat.ts";
import { bindFileReader } from "./file-reader-linux.ts";

/** Asks about open files, and reads them into one piece of memory. Small files are many, so every call counts. */
export type FileReader = {
  /**
   * @returns what the file is now; valid until two more were asked for, so that one can be compared with the next
   * @throws the system's error
   */
  stat(descriptor: number): EntryStat;
  /**
   * @param offset where in the memory the bytes go
   * @param position where in the file they stand
   * @returns how many came, which may be fewer than `length`; 0 at the end of the file
   * @throws the system's error
   */
  read(descriptor: number, offset: number, length: number, position: number): number;
};

/** @param memory must stay where it is: its buffer is never to be transferred, nor to grow */
export function createFileReader(memory: Uint8Array<ArrayBuffer>): FileReader {
  return linuxFileReader(memory) ?? nodeFileReader(memory);
}

export function nodeFileReader(memory: Uint8Array<ArrayBuffer>): FileReader {
  return {
    stat: (descriptor) => entryStatOf(fstatSync(descriptor, { bigint: true })),
    read: (descriptor, offset, length, position) => readSync(descriptor, memory, offset, length, position),
  };
}

/** @returns undefined where there is no such way */
export function linuxFileReader(memory: Uint8Array<ArrayBuffer>): FileReader | undefined {
  if (process.platform !== "linux") return undefined;
  try {
    return bindFileReader(memory);
  } catch (error) {
    if (isBackstayError(error, "PLATFORM_UNSUPPORTED")) return undefined;
    throw error;
  }
}
