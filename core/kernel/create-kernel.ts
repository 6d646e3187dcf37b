import { instantiate, WASM_PAGE_BYTES } from "./instantiate.ts";
import type { Kernel } from "./kernel.ts";

/** What the module exports; offsets are unsigned 32-bit numbers. See assembly/. */
type KernelExports = {
  setPolynomial(polynomial: bigint): void;
  findCut(start: number, end: number, atEnd: number, scannedBytes: number): number;
  setMacKey(): void;
  poly1305(offset: number, length: number): void;
  fillCounters(target: number, firstBlock: number, blocks: number): void;
  xor(target: number, mask: number, length: number): void;
  entropy(offset: number, length: number): number;
};

/** Offsets come back from WebAssembly as signed 32-bit numbers. */
const LARGEST_MEMORY_BYTES = 2 ** 31 - WASM_PAGE_BYTES;

// The same numbers as in assembly/layout.ts.
const MAC_IN = 0x3300;
const MAC_TAG = 0x3310;
const COUNTER_IN = 0x3340;
const ARENA_START = 0x10000;

/**
 * Instantiates the WebAssembly kernel with an arena of its own.
 *
 * @param arenaBytes size of the part of the memory that is the caller's; rounded up to 64 KiB
 * @throws {RangeError} when the memory would not fit signed 32-bit offsets
 */
export function createKernel(arenaBytes: number): Kernel {
  const memoryBytes = Math.ceil((ARENA_START + arenaBytes) / WASM_PAGE_BYTES) * WASM_PAGE_BYTES;
  if (!(arenaBytes >= 0 && memoryBytes <= LARGEST_MEMORY_BYTES)) {
    throw new RangeError(`a kernel cannot have an arena of ${arenaBytes} bytes`);
  }
  const { bytes, exports } = instantiate<KernelExports>("kernel", memoryBytes);
  const tag = bytes.subarray(MAC_TAG, MAC_TAG + 16);
  return {
    bytes,
    arenaStart: ARENA_START,
    setPolynomial: exports.setPolynomial,
    findCut: (start, end, atEnd, scannedBytes = 0) =>
      exports.findCut(start, end, atEnd ? 1 : 0, scannedBytes),
    setMacKey(r) {
      bytes.set(r, MAC_IN);
      exports.setMacKey();
    },
    poly1305(offset, length, pad) {
      bytes.set(pad, MAC_IN);
      exports.poly1305(offset, length);
      return tag;
    },
    fillCounters(offset, iv, firstBlock, blocks) {
      bytes.set(iv, COUNTER_IN);
      exports.fillCounters(offset, firstBlock, blocks);
    },
    xor: exports.xor,
    entropy: exports.entropy,
  };
}
