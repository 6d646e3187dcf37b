import type { BlobId, PackId } from "../../../shared/ids.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import { directBytes } from "../../platform/direct-io.ts";
import { encodePackHeader } from "../format/pack-header.ts";
import type { Sealer } from "../sealer.ts";
import { type BlobType, MAX_CHUNK, PACK_SIZE, type PackEntry, SEAL_OVERHEAD } from "../types.ts";
import { compressBlob, openBlob, sha256 } from "./blob-codec.ts";

/** A finished pack file. */
export type Pack = {
  readonly id: PackId;
  /** The whole file, in memory of its own. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The plain header, from which {@link PackEntry}s are parsed. */
  readonly header: Uint8Array<ArrayBuffer>;
};

/** Bytes of a header entry, the longest, and of one of a blob that is not compressed. */
const ENTRY_LENGTH = 41;
const PLAIN_ENTRY_LENGTH = 37;
/** A pack of very small blobs is closed when its header gets this long. */
const MAX_ENTRIES = 20_000;
const VERIFY_BYTES = MAX_CHUNK + 4096 + SEAL_OVERHEAD;
const BODY_BYTES = PACK_SIZE + MAX_CHUNK + 4096 + SEAL_OVERHEAD;
const TAIL_BYTES = MAX_ENTRIES * ENTRY_LENGTH + SEAL_OVERHEAD + 4;

/** Bytes of arena one pack writer needs. The verify area is shared by the writers of a thread. */
export const PACK_WRITER_BYTES = BODY_BYTES + TAIL_BYTES;
export const VERIFY_AREA_BYTES = VERIFY_BYTES;

export type PackWriterOptions = {
  readonly kernel: Kernel;
  readonly sealer: Sealer;
  readonly type: BlobType;
  /** Where this writer's {@link PACK_WRITER_BYTES} begin. */
  readonly offset: number;
  /** Where {@link VERIFY_AREA_BYTES} for proving blobs begin. */
  readonly verifyArea: number;
  /** zstd level, or undefined to store everything as it is (repository version 1, or compression off). */
  readonly level: number | undefined;
};

/** Collects blobs of one type into packs. */
export type PackWriter = {
  /**
   * Compresses and seals a blob from the arena, and proves that it opens to the same bytes again.
   * @param id 32 bytes
   * @returns how long it is in the repository, sealed and with its entry in the pack's header, and the pack when this blob filled it
   */
  add(
    id: Uint8Array,
    offset: number,
    length: number,
  ): { readonly storedBytes: number; readonly pack: Pack | undefined };
  /** Closes the pack begun, if there is one. */
  finish(): Pack | undefined;
};

export function createPackWriter(options: PackWriterOptions): PackWriter {
  const { kernel, sealer, type, offset: base, verifyArea, level } = options;
  let entries: PackEntry[] = [];
  let used = 0;

  function append(entry: Omit<PackEntry, "offset" | "type">): Pack | undefined {
    entries.push({ ...entry, type, offset: used });
    used += entry.length;
    return used >= PACK_SIZE || entries.length >= MAX_ENTRIES ? finish() : undefined;
  }

  /** Memory and processors do fail: a blob is only handed on when it was read back right. */
  function prove(at: number, sealedLength: number, uncompressedLength: number, id: Uint8Array): void {
    kernel.bytes.copyWithin(verifyArea, at, at + sealedLength);
    const opened = openBlob(kernel, sealer, verifyArea, sealedLength, uncompressedLength, id);
    if ("broken" in opened) {
      throw new Error(`a blob just sealed does not open again (${opened.broken}): memory or processor fault`);
    }
  }

  function finish(): Pack | undefined {
    if (entries.length === 0) return undefined;
    const header = encodePackHeader(entries);
    kernel.bytes.set(header, base + used + SEAL_OVERHEAD / 2);
    const sealedLength = sealer.seal(base + used, header.length);
    const end = used + sealedLength;
    new DataView(kernel.bytes.buffer).setUint32(base + end, sealedLength, true);
    const bytes = directBytes(end + 4);
    bytes.set(kernel.bytes.subarray(base, base + end + 4));
    entries = [];
    used = 0;
    return { id: sha256(bytes).toString("hex") as PackId, bytes, header };
  }

  return {
    add(id, offset, length) {
      const at = base + used;
      const plainAt = at + SEAL_OVERHEAD / 2;
      const packedLength =
        level === undefined ? undefined : compressBlob(kernel, offset, length, plainAt, level);
      if (packedLength === undefined) kernel.bytes.copyWithin(plainAt, offset, offset + length);
      const sealedLength = sealer.seal(at, packedLength ?? length);
      const uncompressedLength = packedLength === undefined ? 0 : length;
      prove(at, sealedLength, uncompressedLength, id);
      const entry = {
        id: Buffer.from(id).toString("hex") as BlobId,
        length: sealedLength,
        uncompressedLength,
      };
      const entryLength = uncompressedLength === 0 ? PLAIN_ENTRY_LENGTH : ENTRY_LENGTH;
      return { storedBytes: sealedLength + entryLength, pack: append(entry) };
    },
    finish,
  };
}
