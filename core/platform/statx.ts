/**
 * Linux's `statx`, whose answer looks the same on every kind of processor, and which asks for an entry of an open folder
 * without the system having to walk the whole path again.
 *
 * @source statx(2); linux/stat.h, struct statx
 */
import { constants, endianness } from "node:os";
import type { EntryStat } from "./entry-stat.ts";
import { ADDRESS, type FixedMemory, fixedMemory } from "./fixed-memory.ts";
import { PosixError } from "./posix-error.ts";
import type { PosixLibrary } from "./posix-library.ts";

const AT_SYMLINK_NOFOLLOW = 0x100;
const AT_EMPTY_PATH = 0x1000;
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
 * @returns the answer, in memory that the next call overwrites; undefined when this call is not to be had here, and Node
 * must be asked
 * @throws {PosixError} (the made functions) with the code the system gave
 */
export type StatEntry = (folder: number, nameAddress: number) => EntryStat | undefined;
export type StatFile = (descriptor: number) => EntryStat | undefined;

/**
 * Makes what asks for an entry of an open folder, whose NUL-terminated name stands at the address, and says of a link what
 * it is itself.
 *
 * @throws {BackstayError} PLATFORM_UNSUPPORTED when the C library has no `statx`
 */
export function bindStatEntry(library: PosixLibrary): StatEntry {
  return bindStatx(library, AT_SYMLINK_NOFOLLOW);
}

/** Makes what asks for an open file. @throws {BackstayError} PLATFORM_UNSUPPORTED when the C library has no `statx` */
export function bindStatFile(library: PosixLibrary): StatFile {
  const statx = bindStatx(library, AT_EMPTY_PATH);
  const empty = fixedMemory(library, STRUCT_BYTES);
  return (descriptor) => statx(descriptor, empty.address);
}

function bindStatx(library: PosixLibrary, flags: number): StatEntry {
  const statx = library.bind("statx", "int", ["int", ADDRESS, "int", "unsigned int", ADDRESS]);
  const memory = fixedMemory(library, STRUCT_BYTES);
  const answer = new StatxAnswer(memory);
  return (descriptor, nameAddress) => {
    if (statx(descriptor, nameAddress, flags, STATX_BASIC_STATS, memory.address) === 0) return answer;
    const errno = library.lastError();
    if (REFUSED_CALL.has(errno)) return undefined;
    throw new PosixError("statx", errno);
  };
}

/** Reads a field when it is asked for: few of them are, and numbers of 64 bits are dear to make. */
class StatxAnswer implements EntryStat {
  private readonly view: DataView;

  constructor({ bytes }: FixedMemory) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  get links(): number {
    return this.view.getUint32(0x10, LITTLE_ENDIAN);
  }
  get uid(): number {
    return this.view.getUint32(0x14, LITTLE_ENDIAN);
  }
  get gid(): number {
    return this.view.getUint32(0x18, LITTLE_ENDIAN);
  }
  get stMode(): number {
    return this.view.getUint16(0x1c, LITTLE_ENDIAN);
  }
  get inode(): bigint {
    return this.view.getBigUint64(0x20, LITTLE_ENDIAN);
  }
  get sizeBytes(): number {
    return Number(this.view.getBigUint64(0x28, LITTLE_ENDIAN));
  }
  get ctimeNs(): bigint {
    return this.timeNs(0x60);
  }
  get mtimeNs(): bigint {
    return this.timeNs(0x70);
  }
  get device(): bigint {
    return this.deviceNumber(0x80);
  }
  get deviceId(): bigint {
    return this.deviceNumber(0x88);
  }

  /** Whole seconds, negative before 1970, and nanoseconds, which never are. */
  private timeNs(at: number): bigint {
    const nanoseconds = this.view.getUint32(at + 8, LITTLE_ENDIAN);
    return this.view.getBigInt64(at, LITTLE_ENDIAN) * NS_PER_SECOND + BigInt(nanoseconds);
  }

  /**
   * As `struct stat` has it: the low eight bits of the minor number below the major's twelve, its high ones above.
   * @source linux/kdev_t.h, new_encode_dev; device numbers have 12 and 20 bits inside of Linux
   */
  private deviceNumber(at: number): bigint {
    const major = this.view.getUint32(at, LITTLE_ENDIAN);
    const minor = this.view.getUint32(at + 4, LITTLE_ENDIAN);
    return BigInt((minor >>> 8) * 0x100000 + major * 0x100 + (minor & 0xff));
  }
}
