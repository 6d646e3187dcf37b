/** Names of users and groups from the C library, which also asks LDAP and whatever else `nsswitch.conf` names. */
import { constants } from "node:os";
import { errorName, PosixError } from "./posix-error.ts";
import { type PosixLibrary, posixLibrary } from "./posix-library.ts";

export type AccountLookup = {
  /** @returns undefined when nobody has this number */
  userName(uid: number): string | undefined;
  groupName(gid: number): string | undefined;
};

/** More than `struct passwd` and `struct group` take anywhere (72 bytes on macOS). */
const STRUCT_BYTES = 256;
/** A group's record holds all its members' names, so it can be long. */
const MAX_RECORD_BYTES = 4 * 1024 * 1024;
/** What the lookups return instead of "not found" on one platform or another. @source getpwuid_r(3) */
const NOT_FOUND = ["ENOENT", "ESRCH", "EBADF", "EPERM"];

/** @throws {BackstayError} PLATFORM_UNSUPPORTED */
export function openAccountLookup(): AccountLookup {
  const library = posixLibrary();
  return {
    userName: lookupIn(library, "getpwuid_r"),
    groupName: lookupIn(library, "getgrgid_r"),
  };
}

/** Both functions have the same parameters, and in both structures the name comes first. */
function lookupIn(
  library: PosixLibrary,
  syscall: "getpwuid_r" | "getgrgid_r",
): (id: number) => string | undefined {
  const call = library.bind(syscall, "int", ["unsigned int", "void *", "void *", "size_t", "void *"]);
  const record = new BigUint64Array(STRUCT_BYTES / BigUint64Array.BYTES_PER_ELEMENT);
  const found = new BigUint64Array(1);
  let strings = new Uint8Array(16 * 1024);
  return (id) => {
    for (;;) {
      const errno = call(id, record, strings, strings.length, found);
      if (errno === 0) return found[0] === 0n ? undefined : stringAt(library, strings, record[0]);
      if (NOT_FOUND.includes(errorName(errno))) return undefined;
      if (errno !== constants.errno.ERANGE || strings.length >= MAX_RECORD_BYTES)
        throw new PosixError(syscall, errno);
      strings = new Uint8Array(strings.length * 4);
    }
  };
}

/** Reads the C string that `pointer` points to, which the lookup has put into `strings`. */
function stringAt(
  library: PosixLibrary,
  strings: Uint8Array,
  pointer: bigint | undefined,
): string | undefined {
  if (pointer === undefined) return undefined;
  const start = Number(pointer - library.addressOf(strings));
  if (start < 0 || start >= strings.length) return undefined;
  return new TextDecoder().decode(strings.subarray(start, strings.indexOf(0, start)));
}
