import { isBackstayError } from "../../../shared/errors.ts";
import type { PackId } from "../../../shared/ids.ts";
import { createKernel } from "../../kernel/create-kernel.ts";
import { encodePackHeader, parsePackHeader } from "../format/pack-header.ts";
import { openPackTail } from "../inventory/pack-tail.ts";
import { openBlob, sha256 } from "../pack/blob-codec.ts";
import { createSealer, SEALER_SCRATCH } from "../sealer.ts";
import { MAX_CHUNK, type MasterKey, type PackEntry, SEAL_OVERHEAD } from "../types.ts";
import type { CheckProblem } from "./check-result.ts";
import { examineTree, type TreeReport } from "./examine-tree.ts";

/** A pack file and what the index says of it. */
export type PackToVerify = {
  readonly packId: PackId;
  /** The whole file. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The header the pack should have by the index, see `pack-header.ts`. */
  readonly indexedHeader: Uint8Array<ArrayBuffer>;
};

export type PackReport = {
  readonly packId: PackId;
  readonly sizeBytes: number;
  readonly problems: readonly CheckProblem[];
  /** Every tree of the pack that is whole. */
  readonly trees: readonly TreeReport[];
};

/** Room for the largest blob a backup makes; only very large trees need more. */
const ROOM_BYTES = MAX_CHUNK + 4096 + SEAL_OVERHEAD;

/** Verifies packs byte for byte, in the memory of one thread. */
export function createPackVerifier(key: MasterKey): (pack: PackToVerify) => PackReport {
  let arena = makeArena(ROOM_BYTES);

  function makeArena(room: number) {
    const kernel = createKernel(SEALER_SCRATCH + room);
    const sealer = createSealer(kernel, key, kernel.arenaStart);
    return { kernel, sealer, offset: kernel.arenaStart + SEALER_SCRATCH, room };
  }

  /** The arena with these bytes in it: one that is small enough to stay in the processor's cache, where possible. */
  function load(sealed: Uint8Array) {
    if (sealed.length > arena.room) arena = makeArena(sealed.length);
    arena.kernel.bytes.set(sealed, arena.offset);
    return arena;
  }

  function openHeader(sealed: Uint8Array): Uint8Array | undefined {
    const { kernel, sealer, offset } = load(sealed);
    if (!sealer.open(offset, sealed.length)) return undefined;
    const start = offset + SEAL_OVERHEAD / 2;
    return kernel.bytes.subarray(start, start + sealed.length - SEAL_OVERHEAD);
  }

  return ({ packId, bytes, indexedHeader }) => {
    const problems: CheckProblem[] = [];
    const trees: TreeReport[] = [];
    if (sha256(bytes).toString("hex") !== packId) problems.push({ code: "pack-changed", packId });

    /** With a broken header, the index still says where the blobs should be. */
    function entriesToVerify(): readonly PackEntry[] {
      try {
        const entries = openPackTail({ packId, fileBytes: bytes.length, bytes }, openHeader);
        if (!isSameHeader(entries, indexedHeader)) problems.push({ code: "index-wrong", packId });
        return entries;
      } catch (error) {
        if (!isBackstayError(error, "PACK_HEADER_BROKEN")) throw error;
        problems.push({ code: "pack-header-broken", packId, reason: error.details.reason });
        return parsePackHeader(indexedHeader, packId);
      }
    }

    for (const { id, type, offset, length, uncompressedLength } of entriesToVerify()) {
      const sealed = bytes.subarray(offset, offset + length);
      const { kernel, sealer, offset: at } = load(sealed);
      const opened = openBlob(kernel, sealer, at, sealed.length, uncompressedLength, Buffer.from(id, "hex"));
      if ("broken" in opened) {
        problems.push({ code: "blob-corrupt", packId, blobId: id, blobType: type, reason: opened.broken });
      } else if (type === "tree") trees.push(examineTree(opened.plain, id));
    }
    return { packId, sizeBytes: bytes.length, problems, trees };
  };
}

function isSameHeader(entries: readonly PackEntry[], header: Uint8Array): boolean {
  return Buffer.compare(encodePackHeader(entries), header) === 0;
}
