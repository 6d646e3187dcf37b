import { rawId } from "../../catalog/blob-index.ts";
import { freeBytes } from "../../threads/free-bytes.ts";
import { forEachAtOnce } from "../inventory/for-each-at-once.ts";
import type { PackInventory } from "../inventory/pack-inventory.ts";
import type { IndexedRepository } from "../repository.ts";
import type { PackEntry } from "../types.ts";
import { mergeRanges } from "./merge-ranges.ts";
import { proveSealed } from "./prove-sealed.ts";
import type { PackUse } from "./prune-report.ts";
import type { RepackedPacks } from "./repacked-packs.ts";
import { createSealedPackBuilder, type SealedPack } from "./sealed-pack-builder.ts";

const PACKS_AT_ONCE = 2;
const MAX_RANGE_BYTES = 16 * 1024 * 1024;
/** Where every request costs a round trip, it is cheaper to read a good deal that nobody wants. */
const MAX_GAP_BYTES = { cheapSeeks: 64 * 1024, dearSeeks: 1024 * 1024 };

/**
 * Writes what is kept of packs into new packs, data and trees apart. Every blob is opened and hashed before it is stored again,
 * but keeps its sealed bytes.
 *
 * @param onPack called when all that is kept of a pack was taken over
 * @throws {BackstayError} BLOB_CORRUPT for a blob of which no copy is whole: then nothing has been removed yet
 */
export async function repack(
  repository: IndexedRepository,
  packs: readonly PackUse[],
  inventory: PackInventory,
  target: RepackedPacks,
  signal: AbortSignal,
  onPack: (pack: PackUse) => void,
): Promise<void> {
  const { store, sealedBytes, cache } = repository;
  const isKept = cache.database
    .prepare<[number, number, Uint8Array], 1>(
      "SELECT 1 FROM kept_blobs WHERE pack = ? AND offset = ? AND id = ?",
    )
    .pluck();
  const builders = {
    data: createSealedPackBuilder(sealedBytes),
    tree: createSealedPackBuilder(sealedBytes),
  };
  const limits = {
    maxGapBytes: store.cheapSeeks ? MAX_GAP_BYTES.cheapSeeks : MAX_GAP_BYTES.dearSeeks,
    maxRangeBytes: MAX_RANGE_BYTES,
  };

  function keptEntries({ number }: PackUse): readonly PackEntry[] {
    return inventory
      .entriesOf(number)
      .filter(({ id, offset }) => isKept.get(number, offset, rawId(id)) !== undefined);
  }

  async function storeIfFull(pack: SealedPack | undefined): Promise<void> {
    if (pack !== undefined) await target.store(pack);
  }

  async function takeOver(pack: PackUse): Promise<void> {
    for (const range of mergeRanges(keptEntries(pack), limits)) {
      const bytes = await store.read("pack", pack.id, range, signal);
      for (const entry of range.entries) {
        const start = entry.offset - range.offset;
        const sealed = bytes.subarray(start, start + entry.length);
        const proven = await proveSealed(repository, pack.id, entry, sealed, signal);
        await storeIfFull(builders[entry.type].add(proven.entry, proven.sealed));
      }
      freeBytes(bytes);
    }
    onPack(pack);
  }

  await forEachAtOnce(packs, PACKS_AT_ONCE, takeOver);
  await storeIfFull(builders.data.finish());
  await storeIfFull(builders.tree.finish());
}
