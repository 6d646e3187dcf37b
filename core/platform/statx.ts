/**
 * Linux's `statx`, which asks for one entry of an open folder without the system having to walk the whole path again, and
 * whose answer looks the same on every kind of processor.
 *
 * @source statx(2); linux/stat.h, struct statx
 */
import { constants, endianness } from "node:os";
import type { EntryStat } from "./entry-stat.ts";
import { ADDRESS, type FixedMemory, fixedMemory } from "./fixed-memory.ts";
import { PosixError } from "./posix-error.ts";
import type { PosixLibrary } from "./posix-library.ts";

const AT_SYMLINK_NOFOLLOW = 0x100;
const STATX_BASIC_STATS = 0x7ff;
const STRUCT_BYTES = 256;

const LITTLE_ENDIAN = endianness() === "LE";
const NS_PER_SECOND = 1_000_000_000n;

/** How kernels and sandboxes say that they know no `statx`, though `lstat` may work. */
const REFUSED_CALL: ReadonlySet<number> = new Set([
  constants.errno.ENOSYS,
  constants.errno.EPERM,
  constants.errno.EINVAL,
  constants.errno.EOPNOTSUPP,
]);

/**
 * Asks for the entry of the open folder whose NUL-terminated name stands at the address; says of a link what it is itself.
 *
 * @returns the answer, in memory that the next call overwrites; undefined when this call is not to be had here
 * @throws {PosixError} with the code the system gave
 */
export type StatxCall = (folder: number, nameAddress: number) => EntryStat | undefined;

/** @throws {BackstayError} PLATFORM_UNSUPPORTED when the C library has no `statx` */
export function bindStatx(library: PosixLibrary): StatxCall {
  const statx = library.bind("statx", "int", ["int", ADDRESS, "int", "unsigned int", ADDRESS]);
  const memory = fixedMemory(library, STRUCT_BYTES);
  const answer = statxAnswer(memory);
  return (folder, nameAddress) => {
    if (statx(folder, nameAddress, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, memory.address) === 0)
      return answer;
    const errno = library.lastError();
    if (REFUSED_CALL.has(errno)) return undefined;
    throw new PosixError("statx", errno);
  };
}

/** Reads a field when it is asked for: a scan asks for few, and numbers of 64 bits are dear to make. */
function statxAnswer({ bytes }: FixedMemory): EntryStat {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const u32 = (at: number) => view.getUint32(at, LITTLE_ENDIAN);
  const timeNs = (at: number) => view.getBigInt64(at, LITTLE_ENDIAN) * NS_PER_SECOND + BigInt(u32(at + 8));
  return {
    get links() {
      return u32(0x10);
    },
    get uid() {
      return u32(0x14);
    },
    get gid() {
      return u32(0x18);
    },
    get stMode() {
      return view.getUint16(0x1c, LITTLE_ENDIAN);
    },
    get inode() {
      return view.getBigUint64(0x20, LITTLE_ENDIAN);
    },
    get sizeBytes() {
      return Number(view.getBigUint64(0x28, LITTLE_ENDIAN));
    },
    get ctimeNs() {
      return timeNs(0x60);
    },
    get mtimeNs() {
      return timeNs(0x70);
    },
    get device() {
      return deviceNumber(u32(0x80), u32(0x84));
    },
    get deviceId() {
      return deviceNumber(u32(0x88), u32(0x8c));
    },
  };
}

/** As the C library joins them for `struct stat`: the low bits where they have always been, the high ones above. */
function deviceNumber(major: number, minor: number): bigint {
  const [high, low] = [BigInt(major), BigInt(minor)];
  return ((high & ~0xfffn) << 32n) | ((low & ~0xffn) << 12n) | ((high & 0xfffn) << 8n) | (low & 0xffn);
}
