import type { PackId } from "../../../shared/ids.ts";
import type { IndexedPack } from "../format/index-file.ts";
import { encodePackHeader } from "../format/pack-header.ts";
import { sha256 } from "../pack/blob-codec.ts";
import type { SealedBytes } from "../sealed-bytes.ts";
import { PACK_SIZE, type PackEntry } from "../types.ts";

/** A finished pack file of blobs that were sealed before. */
export type SealedPack = IndexedPack & { readonly bytes: Uint8Array };

/** Collects blobs of one type into packs, sealed as they are. */
export type SealedPackBuilder = {
  /**
   * @param entry its `offset` is not heeded
   * @param sealed copied, so that what it is a view of can go
   * @returns the pack, when this blob filled it
   */
  add(entry: PackEntry, sealed: Uint8Array): SealedPack | undefined;
  /** Closes the pack begun, if there is one. */
  finish(): SealedPack | undefined;
};

/** A pack of very small blobs is closed when it has this many. */
const MAX_ENTRIES = 20_000;

export function createSealedPackBuilder(sealedBytes: SealedBytes): SealedPackBuilder {
  let entries: PackEntry[] = [];
  let parts: Uint8Array[] = [];
  let usedBytes = 0;

  function finish(): SealedPack | undefined {
    if (entries.length === 0) return undefined;
    const header = sealedBytes.seal(encodePackHeader(entries));
    const headerLength = Buffer.alloc(4);
    headerLength.writeUInt32LE(header.length);
    const bytes = Buffer.concat([...parts, header, headerLength]);
    const pack: SealedPack = { id: sha256(bytes).toString("hex") as PackId, entries, bytes };
    entries = [];
    parts = [];
    usedBytes = 0;
    return pack;
  }

  return {
    add(entry, sealed) {
      entries.push({ ...entry, offset: usedBytes });
      parts.push(new Uint8Array(sealed));
      usedBytes += sealed.length;
      return usedBytes >= PACK_SIZE || entries.length >= MAX_ENTRIES ? finish() : undefined;
    },
    finish,
  };
}
