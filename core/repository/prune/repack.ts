import { rawId } from "../../catalog/blob-index.ts";
import { forEachAtOnce } from "../inventory/for-each-at-once.ts";
import type { PackInventory } from "../inventory/pack-inventory.ts";
import { isLostForGood } from "../inventory/unreadable.ts";
import type { IndexedRepository } from "../repository.ts";
import type { PackEntry } from "../types.ts";
import { proveSealed } from "./prove-sealed.ts";
import type { PackUse } from "./prune-report.ts";
import { readEntries } from "./read-entries.ts";
import type { RepackedPacks } from "./repacked-packs.ts";
import { createSealedPackBuilder, type SealedPack } from "./sealed-pack-builder.ts";

const PACKS_AT_ONCE = 2;

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
  const { sealedBytes, cache } = repository;
  const isKept = cache.database
    .prepare<[number, number, Uint8Array], 1>(
      "SELECT 1 FROM kept_blobs WHERE pack = ? AND offset = ? AND id = ?",
    )
    .pluck();
  const builders = {
    data: createSealedPackBuilder(sealedBytes),
    tree: createSealedPackBuilder(sealedBytes),
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
    const kept = readEntries(repository, pack.id, keptEntries(pack), isLostForGood, signal);
    for await (const { entry, sealed } of kept) {
      const proven = await proveSealed(repository, pack.id, entry, sealed, signal);
      await storeIfFull(builders[entry.type].add(proven.entry, proven.sealed));
    }
    onPack(pack);
  }

  await forEachAtOnce(packs, PACKS_AT_ONCE, takeOver);
  await storeIfFull(builders.data.finish());
  await storeIfFull(builders.tree.finish());
}
