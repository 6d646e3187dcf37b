import { createKernel } from "../kernel/create-kernel.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { createSealer, SEALER_SCRATCH } from "./sealer.ts";
import { type MasterKey, SEAL_OVERHEAD } from "./types.ts";

const ARENA_START_BYTES = 1024 * 1024;

/** Seals and opens whole byte arrays: the small files of a repository, away from the hot path. */
export type SealedBytes = {
  seal(plain: Uint8Array): Uint8Array<ArrayBuffer>;
  /** @returns the plaintext, or undefined when the bytes were not sealed with this key */
  open(sealed: Uint8Array): Uint8Array<ArrayBuffer> | undefined;
};

/** The kernel's memory cannot grow, so a longer input gets a larger kernel, which then serves all that follow. */
export function createSealedBytes(key: MasterKey): SealedBytes {
  let kernel: Kernel | undefined;
  let sealer: ReturnType<typeof createSealer> | undefined;
  let room = 0;

  function prepare(length: number) {
    if (kernel === undefined || sealer === undefined || room < length) {
      room = Math.max(ARENA_START_BYTES, length * 2);
      kernel = createKernel(room + SEALER_SCRATCH);
      sealer = createSealer(kernel, key, kernel.arenaStart);
    }
    return { kernel, sealer, offset: kernel.arenaStart + SEALER_SCRATCH };
  }

  return {
    seal(plain) {
      const { kernel, sealer, offset } = prepare(plain.length + SEAL_OVERHEAD);
      kernel.bytes.set(plain, offset + SEAL_OVERHEAD / 2);
      const length = sealer.seal(offset, plain.length);
      return kernel.bytes.slice(offset, offset + length);
    },
    open(sealed) {
      if (sealed.length < SEAL_OVERHEAD) return undefined;
      const { kernel, sealer, offset } = prepare(sealed.length);
      kernel.bytes.set(sealed, offset);
      if (!sealer.open(offset, sealed.length)) return undefined;
      const start = offset + SEAL_OVERHEAD / 2;
      return kernel.bytes.slice(start, start + sealed.length - SEAL_OVERHEAD);
    },
  };
}
