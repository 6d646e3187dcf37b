import { isBackstayError } from "../../shared/errors.ts";
import { type NativeCall, posixLibrary } from "./posix-library.ts";

const POSIX_FADV_WILLNEED = 3;
const POSIX_FADV_DONTNEED = 4;
let advise: NativeCall | "none" | undefined;

/**
 * Tells the system that a part of a file will be read soon, so that the disk fetches it while the processor does something
 * else. Only a hint: where there is no such call (it is Linux's), or it fails, nothing happens.
 *
 * @param descriptor of a file open for reading
 * @param length in bytes; 0 means to the end of the file
 */
export function adviseReading(descriptor: number, offset: number, length: number): void {
  advise ??= bindAdvise();
  if (advise !== "none") advise(descriptor, offset, length, POSIX_FADV_WILLNEED);
}

/**
 * Has the system let go of what it remembers of a file, so that it is asked for again where it lies. What is not stored yet stays. Only
 * a hint, too.
 *
 * @param descriptor of a file that is open
 */
export function forgetCached(descriptor: number): void {
  advise ??= bindAdvise();
  if (advise !== "none") advise(descriptor, 0, 0, POSIX_FADV_DONTNEED);
}

function bindAdvise(): NativeCall | "none" {
  if (process.platform !== "linux") return "none";
  try {
    return posixLibrary().bind("posix_fadvise", "int", ["int", "intptr_t", "intptr_t", "int"]);
  } catch (error) {
    if (isBackstayError(error, "PLATFORM_UNSUPPORTED")) return "none";
    throw error;
  }
}
