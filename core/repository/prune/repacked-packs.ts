import type { IndexId } from "../../../shared/ids.ts";
import { freeBytes } from "../../threads/free-bytes.ts";
import { encodeIndexFile, type IndexedPack } from "../format/index-file.ts";
import type { PackInventory } from "../inventory/pack-inventory.ts";
import type { Repository } from "../repository.ts";
import { writeDocument } from "../unpacked-files.ts";
import type { SealedPack } from "./sealed-pack-builder.ts";

/** Stores the packs of a prune, and names them in index files now and then. */
export type RepackedPacks = {
  /** Resolves when the pack is durable. */
  store(pack: SealedPack): Promise<void>;
  /** Index files written on the way; the complete index is to take their place. */
  readonly indexFiles: readonly IndexId[];
  bytesWritten(): number;
};

/** About 1 GiB: what an interrupted prune has to do again at most. */
const PACKS_PER_INDEX = 64;

export function createRepackedPacks(
  repository: Repository,
  inventory: PackInventory,
  signal: AbortSignal,
): RepackedPacks {
  const indexFiles: IndexId[] = [];
  let unnamed: IndexedPack[] = [];
  let bytesWritten = 0;
  return {
    indexFiles,
    bytesWritten: () => bytesWritten,
    async store({ id, entries, bytes }) {
      await repository.store.write("pack", id, bytes, signal);
      inventory.add({ id, entries }, bytes.length);
      bytesWritten += bytes.length;
      freeBytes(bytes);
      unnamed.push({ id, entries });
      if (unnamed.length < PACKS_PER_INDEX) return;
      const packs = unnamed;
      unnamed = [];
      indexFiles.push((await writeDocument(repository, "index", encodeIndexFile(packs), signal)) as IndexId);
    },
  };
}
