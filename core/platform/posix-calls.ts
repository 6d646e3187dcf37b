/** What restoring metadata needs and Node lacks: times to the nanosecond on links too, FIFOs and device files. */
import {
  checked,
  type NativeCall,
  type PosixLibrary,
  posixLibrary,
  reusableCString,
} from "./posix-library.ts";

/** Nanoseconds since 1970, negative before it. */
export type FileTimes = { readonly atimeNs: bigint; readonly mtimeNs: bigint };

export type DeviceType = "block" | "character";

const DARWIN = process.platform === "darwin";
const AT_FDCWD = DARWIN ? -2 : -100;
const AT_SYMLINK_NOFOLLOW = DARWIN ? 0x20 : 0x100;
const S_IFCHR = 0o020000;
const S_IFBLK = 0o060000;
const PERMISSION_BITS = 0o7777;
const NS_PER_SECOND = 1_000_000_000n;

const cPath = reusableCString();
/** `struct timespec[2]`: access then modification, each seconds and nanoseconds. */
const timespecs = new BigInt64Array(4);

/**
 * Sets both times of a file, folder or symbolic link (never of what the link points to). Node's own `lutimes` goes
 * through a double and loses about 240 ns.
 *
 * @param path raw bytes, no NUL
 * @throws {PosixError} with the code the system gave
 * @throws {BackstayError} PLATFORM_UNSUPPORTED
 */
export function setTimesNs(path: Uint8Array, times: FileTimes): void {
  const { library, utimensat } = calls();
  putTimespec(0, times.atimeNs);
  putTimespec(2, times.mtimeNs);
  const result = utimensat(AT_FDCWD, cPath(path, "utimensat"), timespecs, AT_SYMLINK_NOFOLLOW);
  checked(library, "utimensat", result);
}

/**
 * Makes a named pipe.
 *
 * @param mode permission bits, still subject to the umask
 * @throws {PosixError} with the code the system gave; EEXIST when something is there
 * @throws {BackstayError} PLATFORM_UNSUPPORTED
 */
export function makeFifo(path: Uint8Array, mode: number): void {
  const { library, mkfifo } = calls();
  checked(library, "mkfifo", mkfifo(cPath(path, "mkfifo"), mode & PERMISSION_BITS));
}

/**
 * Makes a device file, for which one usually has to be root.
 *
 * @param mode permission bits, still subject to the umask
 * @param rdev major and minor number as `st_rdev` has them on this platform
 * @throws {PosixError} with the code the system gave: EPERM when not root, EEXIST when something is there
 * @throws {BackstayError} PLATFORM_UNSUPPORTED
 */
export function makeDevice(path: Uint8Array, type: DeviceType, mode: number, rdev: bigint): void {
  const { library, mknod } = deviceCalls();
  const typeAndMode = (type === "block" ? S_IFBLK : S_IFCHR) | (mode & PERMISSION_BITS);
  checked(library, "mknod", mknod(cPath(path, "mknod"), typeAndMode, rdev));
}

function putTimespec(at: number, ns: bigint): void {
  const fraction = ((ns % NS_PER_SECOND) + NS_PER_SECOND) % NS_PER_SECOND; // the field is never negative, -1 ns is -1 s + 999999999 ns
  timespecs[at] = (ns - fraction) / NS_PER_SECOND;
  timespecs[at + 1] = fraction;
}

type Calls = { readonly library: PosixLibrary; readonly utimensat: NativeCall; readonly mkfifo: NativeCall };
let bound: Calls | undefined;

function calls(): Calls {
  if (bound !== undefined) return bound;
  const library = posixLibrary();
  bound = {
    library,
    utimensat: library.bind("utimensat", "int", ["int", "void *", "void *", "int"]),
    mkfifo: library.bind("mkfifo", "int", ["void *", "unsigned int"]),
  };
  return bound;
}

type DeviceCalls = { readonly library: PosixLibrary; readonly mknod: NativeCall };
let boundForDevices: DeviceCalls | undefined;

/** Bound apart from the others: glibc before 2.33 exports no `mknod`, and must not lose the times for it. */
function deviceCalls(): DeviceCalls {
  if (boundForDevices !== undefined) return boundForDevices;
  const library = posixLibrary();
  // dev_t has 64 bits on Linux and 32 on macOS.
  const deviceNumber = DARWIN ? "unsigned int" : "uint64_t";
  boundForDevices = {
    library,
    mknod: library.bind("mknod", "int", ["void *", "unsigned int", deviceNumber]),
  };
  return boundForDevices;
}
