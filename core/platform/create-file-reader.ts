import { fstatSync, readSync } from "node:fs";
import { isBackstayError } from "../../shared/errors.ts";
import { entryStatOf } from "./entry-stat.ts";
import type { FileReader } from "./file-reader.ts";
import { bindFileReader } from "./file-reader-linux.ts";

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
