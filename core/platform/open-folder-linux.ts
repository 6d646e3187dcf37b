/**
 * Lists a folder with Linux's own calls. Entries are asked for by their names in the open folder: the system need not walk
 * whole paths, and every answer is of the folder that was opened, whatever is moved or replaced meanwhile.
 *
 * @source getdents64(2), struct linux_dirent64
 */
import { closeSync, constants, lstatSync, openSync } from "node:fs";
import { endianness } from "node:os";
import { entryStatOf } from "./entry-stat.ts";
import { ADDRESS, fixedMemory } from "./fixed-memory.ts";
import type { FolderOpener } from "./open-folder.ts";
import { checked, posixLibrary } from "./posix-library.ts";
import { joinRawPath, type RawPath, rawPathForFs } from "./raw-path.ts";
import { bindStatEntry } from "./statx.ts";

const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = constants;
/** A record's length has 16 bits, so no name is longer than this either. */
const BUFFER_BYTES = 0x10000;
const [LENGTH_LOW_AT, LENGTH_HIGH_AT] = endianness() === "LE" ? [16, 17] : [17, 16];
const NAME_AT = 19;

/** @throws {BackstayError} PLATFORM_UNSUPPORTED when the C library lacks what it takes */
export function bindFolderOpener(): FolderOpener {
  const library = posixLibrary();
  const getdents = library.bind("getdents64", "intptr_t", ["int", ADDRESS, "size_t"]);
  const statEntry = bindStatEntry(library);
  const records = fixedMemory(library, BUFFER_BYTES);
  const cName = fixedMemory(library, BUFFER_BYTES);

  function listNames(descriptor: number): RawPath[] {
    const names: RawPath[] = [];
    for (;;) {
      const length = checked(library, "getdents64", getdents(descriptor, records.address, BUFFER_BYTES));
      if (length === 0) return names.sort();
      addNames(names, records.bytes.toString("latin1", 0, length));
    }
  }

  function putName(name: RawPath): number {
    const { bytes, address } = cName;
    for (let n = 0; n < name.length; n += 1) bytes[n] = name.charCodeAt(n);
    bytes[name.length] = 0;
    return address;
  }

  return (path) => {
    const descriptor = openSync(rawPathForFs(path), O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    try {
      return {
        names: listNames(descriptor),
        stat: (name) =>
          statEntry(descriptor, putName(name)) ??
          entryStatOf(lstatSync(rawPathForFs(joinRawPath(path, name)), { bigint: true })),
        close: () => closeSync(descriptor),
      };
    } catch (error) {
      closeSync(descriptor);
      throw error;
    }
  };
}

/** @param records as the system wrote them, one character per byte: cutting up a text is cheaper than making many */
function addNames(names: RawPath[], records: string): void {
  for (let start = 0; start < records.length; ) {
    const nameAt = start + NAME_AT;
    const name = records.slice(nameAt, records.indexOf("\0", nameAt));
    if (name !== "." && name !== "..") names.push(name as RawPath);
    start += records.charCodeAt(start + LENGTH_LOW_AT) + records.charCodeAt(start + LENGTH_HIGH_AT) * 256;
  }
}
