import { encodePackHeader } from "../../repository/format/pack-header.ts";
import type { PackSaver } from "../../repository/index/pack-saver.ts";
import { forEachAtOnce } from "../../repository/inventory/for-each-at-once.ts";
import { type EntryRange, mergeRanges } from "../../repository/prune/merge-ranges.ts";
import { type ProvenBlob, proveSealed } from "../../repository/prune/prove-sealed.ts";
import { createSealedPackBuilder, type SealedPack } from "../../repository/prune/sealed-pack-builder.ts";
import type { IndexedRepository } from "../../repository/repository.ts";
import type { PackEntry } from "../../repository/types.ts";
import { freeBytes } from "../../threads/free-bytes.ts";
import type { CopyJob } from "./copy-packs.ts";
import { isDamage } from "./damage.ts";
import type { PackToCopy, PlannedEntries } from "./plan-copies.ts";

const PACKS_AT_ONCE = 2;
const MAX_RANGE_BYTES = 16 * 1024 * 1024;
/** Where every request costs a round trip, it is cheaper to read a good deal that nobody wants. */
const MAX_GAP_BYTES = { cheapSeeks: 64 * 1024, dearSeeks: 1024 * 1024 };
const NOTHING = new Uint8Array(0);

/**
 * Copies single blobs of packs into new packs, data and trees apart, sealed as they are: both sides have the same key. Each is opened
 * and hashed before it is stored; of a damaged one other copies are tried, and when none is whole it is left out.
 *
 * @returns how many blobs were copied
 */
export async function repackBlobs(
  from: IndexedRepository,
  packs: readonly PackToCopy[],
  { wantedOf }: PlannedEntries,
  saver: PackSaver,
  { signal, onCopied, onDamaged }: CopyJob,
): Promise<number> {
  const { store, sealedBytes } = from;
  const builders = {
    data: createSealedPackBuilder(sealedBytes),
    tree: createSealedPackBuilder(sealedBytes),
  };
  const limits = {
    maxGapBytes: store.cheapSeeks ? MAX_GAP_BYTES.cheapSeeks : MAX_GAP_BYTES.dearSeeks,
    maxRangeBytes: MAX_RANGE_BYTES,
  };
  let blobs = 0;

  async function saveIfFull(pack: SealedPack | undefined): Promise<void> {
    if (pack === undefined) return;
    const { id, entries, bytes } = pack;
    const header = new Uint8Array(encodePackHeader(entries));
    await saver.save({ id, bytes: bytes as Uint8Array<ArrayBuffer>, header });
  }

  /** @returns undefined when the pack cannot give these bytes */
  async function readPart(pack: PackToCopy, range: { offset: number; length: number }) {
    try {
      return await store.read("pack", pack.id, range, signal);
    } catch (error) {
      if (!isDamage(error)) throw error;
      onDamaged(pack, error.code);
      return undefined;
    }
  }

  async function proveAnywhere(
    pack: PackToCopy,
    entry: PackEntry,
    sealed: Uint8Array,
  ): Promise<ProvenBlob | undefined> {
    try {
      const proven = await proveSealed(from, pack.id, entry, sealed, signal);
      if (proven.sealed !== sealed && sealed.length > 0) onDamaged(pack, "BLOB_CORRUPT");
      return proven;
    } catch (error) {
      if (!isDamage(error)) throw error;
      onDamaged(pack, error.code);
      return undefined;
    }
  }

  async function copyRange(pack: PackToCopy, range: EntryRange): Promise<void> {
    const bytes = await readPart(pack, range);
    for (const entry of range.entries) {
      const start = entry.offset - range.offset;
      // a range that cannot be read may have one bad spot only
      const sealed = bytes?.subarray(start, start + entry.length) ?? (await readPart(pack, entry)) ?? NOTHING;
      const proven = await proveAnywhere(pack, entry, sealed);
      if (proven === undefined) continue;
      blobs += 1;
      await saveIfFull(builders[entry.type].add(proven.entry, proven.sealed));
    }
    if (bytes !== undefined) freeBytes(bytes);
  }

  await forEachAtOnce(packs, PACKS_AT_ONCE, async (pack) => {
    for (const range of mergeRanges(wantedOf(pack), limits)) await copyRange(pack, range);
    onCopied(pack);
  });
  await saveIfFull(builders.data.finish());
  await saveIfFull(builders.tree.finish());
  return blobs;
}
