import { createKernel } from "../../kernel/create-kernel.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import { type OpenedBlob, openBlob } from "../../repository/pack/blob-codec.ts";
import { createSealer, SEALER_SCRATCH } from "../../repository/sealer.ts";
import { MAX_CHUNK, type MasterKey, SEAL_OVERHEAD } from "../../repository/types.ts";
import { MAX_BLOB_BYTES } from "../locate-blobs.ts";

export type BlobOpener = {
  /** @returns the plaintext, valid until the next call */
  open(sealed: Uint8Array, uncompressedLength: number, id: Uint8Array): OpenedBlob;
};

/** A blob that is longer than usual gets a larger kernel, which then serves all that follow. */
export function createBlobOpener(masterKey: MasterKey): BlobOpener {
  let room = 0;
  let kernel: Kernel | undefined;
  let sealer: ReturnType<typeof createSealer> | undefined;

  function prepare(length: number) {
    if (kernel === undefined || sealer === undefined || length > room) {
      room = Math.max(length, MAX_CHUNK + SEAL_OVERHEAD);
      kernel = createKernel(SEALER_SCRATCH + room);
      sealer = createSealer(kernel, masterKey, kernel.arenaStart);
    }
    return { kernel, sealer, offset: kernel.arenaStart + SEALER_SCRATCH };
  }

  return {
    open(sealed, uncompressedLength, id) {
      if (Math.max(sealed.length, uncompressedLength) > MAX_BLOB_BYTES) return { broken: "size" };
      const arena = prepare(sealed.length);
      arena.kernel.bytes.set(sealed, arena.offset);
      return openBlob(arena.kernel, arena.sealer, arena.offset, sealed.length, uncompressedLength, id);
    },
  };
}
