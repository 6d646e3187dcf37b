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
  const bytes = Buffer.from(new ArrayBuffer(length));
  return { bytes, address: addressOf(library, bytes) };
}

/**
 * @param memory at least {@link SMALLEST_FIXED_BYTES}; held by the caller for as long as the address is used
 * @throws {BackstayError} PLATFORM_UNSUPPORTED where addresses do not fit a number
 */
export function addressOf(library: PosixLibrary, memory: Uint8Array<ArrayBuffer>): number {
  if (memory.length < SMALLEST_FIXED_BYTES) throw new RangeError(`${memory.length} bytes may be moved`);
  const address = Number(library.addressOf(memory));
  if (Number.isSafeInteger(address + memory.length)) return address;
  const platform = `${process.platform}-${process.arch}`;
  throw new BackstayError("PLATFORM_UNSUPPORTED", { what: "addresses beyond 53 bits", platform });
}
