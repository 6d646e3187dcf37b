import { isBackstayError } from "../../shared/errors.ts";
import { type NativeCall, posixLibrary } from "./posix-library.ts";

/** Read only what needs no waiting. */
const RWF_NOWAIT = 8;

const page = new Uint8Array(4096);
/** `struct iovec`: where, and how many bytes. */
const vector = new BigUint64Array(2);
let read: NativeCall | "none" | undefined;

/**
 * Whether reading at this place would not have to wait for the disk. One look stands for the neighbourhood: the system
 * reads and forgets in large pieces.
 *
 * @param descriptor of a file open for reading
 * @returns true also where this cannot be told
 */
export function isCached(descriptor: number, offset: number): boolean {
  read ??= bindRead();
  return read === "none" || read(descriptor, vector, 1, offset, RWF_NOWAIT) >= 0;
}

function bindRead(): NativeCall | "none" {
  if (process.platform !== "linux") return "none";
  try {
    const library = posixLibrary();
    const call = library.bind("preadv2", "intptr_t", ["int", "void *", "int", "intptr_t", "int"]);
    vector.set([library.addressOf(page), BigInt(page.length)]);
    return call;
  } catch (error) {
    if (isBackstayError(error, "PLATFORM_UNSUPPORTED")) return "none";
    throw error;
  }
}
