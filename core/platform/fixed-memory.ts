import { BackstayError } from "../../shared/errors.ts";
import type { NativeType, PosixLibrary } from "./posix-library.ts";

/**
 * Memory that C reads and writes again and again. Its address is asked for once and handed over as a plain number, which can
 * point into the middle of it, and costs less than having the memory looked up at each call.
 */
export type FixedMemory = { readonly bytes: Buffer<ArrayBuffer>; readonly address: number };

/** How a parameter that takes {@link FixedMemory.address} is declared: C sees no difference to a pointer. */
export const ADDRESS: NativeType = "uint64_t";

/** Smaller arrays may live in the garbage-collected heap, where they move. */
const SMALLEST_FIXED_BYTES = 256;

/**
 * The memory stays where it is for as long as somebody holds `bytes`, whose buffer must never be transferred.
 *
 * @param length at least {@link SMALLEST_FIXED_BYTES}
 * @throws {BackstayError} PLATFORM_UNSUPPORTED where addresses do not fit a number
 */
export function fixedMemory(library: PosixLibrary, length: number): FixedMemory {
  if (length < SMALLEST_FIXED_BYTES) throw new RangeError(`${length} bytes may be moved`);
  const bytes = Buffer.from(new ArrayBuffer(length));
  const address = Number(library.addressOf(bytes));
  if (!Number.isSafeInteger(address + length)) {
    const platform = `${process.platform}-${process.arch}`;
    throw new BackstayError("PLATFORM_UNSUPPORTED", { what: "addresses beyond 53 bits", platform });
  }
  return { bytes, address };
}
