import { createKernel } from "../../../kernel/create-kernel.ts";
import type { Kernel } from "../../../kernel/kernel.ts";
import { createSealer, SEALER_SCRATCH, type Sealer } from "../../sealer.ts";
import { type BlobType, MAX_CHUNK, type MasterKey } from "../../types.ts";
import { sha256 } from "../blob-codec.ts";
import { createPackWriter, PACK_WRITER_BYTES, type Pack, VERIFY_AREA_BYTES } from "../pack-writer.ts";

/** A kernel's arena laid out as a thread lays it out, for one pack writer and one blob at a time. */
export type Arena = {
  readonly kernel: Kernel;
  readonly sealer: Sealer;
  /** Where {@link put} puts. */
  readonly input: number;
  put(bytes: Uint8Array): void;
  /** Packs the blobs, in as many packs as it takes. */
  pack(type: BlobType, blobs: readonly Uint8Array[], level?: number): readonly Pack[];
};

export function openArena(key: MasterKey): Arena {
  const kernel = createKernel(SEALER_SCRATCH + VERIFY_AREA_BYTES + PACK_WRITER_BYTES + 2 * MAX_CHUNK);
  const verifyArea = kernel.arenaStart + SEALER_SCRATCH;
  const offset = verifyArea + VERIFY_AREA_BYTES;
  const input = offset + PACK_WRITER_BYTES;
  const sealer = createSealer(kernel, key, kernel.arenaStart);
  const put = (bytes: Uint8Array) => kernel.bytes.set(bytes, input);
  return {
    kernel,
    sealer,
    input,
    put,
    pack(type, blobs, level) {
      const writer = createPackWriter({ kernel, sealer, type, offset, verifyArea, level });
      const packs: Pack[] = [];
      for (const blob of blobs) {
        put(blob);
        const { pack } = writer.add(sha256(blob), input, blob.length);
        if (pack !== undefined) packs.push(pack);
      }
      const last = writer.finish();
      return last === undefined ? packs : [...packs, last];
    },
  };
}
