/** Reads open files with the C library, whose calls cost half of Node's when files are small. */
import { fstatSync } from "node:fs";
import { constants } from "node:os";
import { entryStatOf } from "./entry-stat.ts";
import type { FileReader } from "./file-reader.ts";
import { ADDRESS, addressOf } from "./fixed-memory.ts";
import { PosixError } from "./posix-error.ts";
import { posixLibrary } from "./posix-library.ts";
import { bindStatFile } from "./statx.ts";

const { EINTR } = constants.errno;

/** @throws {BackstayError} PLATFORM_UNSUPPORTED when the C library lacks what it takes */
export function bindFileReader(memory: Uint8Array<ArrayBuffer>): FileReader {
  const library = posixLibrary();
  const pread = library.bind("pread", "intptr_t", ["int", ADDRESS, "size_t", "intptr_t"]);
  const address = addressOf(library, memory);
  let [statFile, statOther] = [bindStatFile(library), bindStatFile(library)];
  return {
    stat(descriptor) {
      [statFile, statOther] = [statOther, statFile];
      return statFile(descriptor) ?? entryStatOf(fstatSync(descriptor, { bigint: true }));
    },
    read(descriptor, offset, length, position) {
      // C would write there
      if (!(offset >= 0 && length >= 0 && offset + length <= memory.length))
        throw new RangeError(`${length} bytes at ${offset} are not all in the memory`);
      for (;;) {
        const count = pread(descriptor, address + offset, length, position);
        if (count >= 0) return count;
        const errno = library.lastError();
        if (errno !== EINTR) throw new PosixError("pread", errno);
      }
    },
  };
}
