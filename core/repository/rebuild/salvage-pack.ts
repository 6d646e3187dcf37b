import type { PackId } from "../../../shared/ids.ts";
import type { IndexedPack } from "../format/index-file.ts";
import { readCopy, whatIsWrong } from "../prune/prove-sealed.ts";
import { createSealedPackBuilder, type SealedPack } from "../prune/sealed-pack-builder.ts";
import type { Repository } from "../repository.ts";
import type { PackEntry } from "../types.ts";

/** A pack whose own list of contents is broken, and what an index said of it. */
export type BrokenPack = {
  readonly id: PackId;
  readonly fileBytes: number;
  readonly entries: readonly PackEntry[];
};

export type Salvage = {
  /** New packs, durable and named by no index yet. */
  readonly packs: readonly IndexedPack[];
  readonly savedBlobs: number;
};

/**
 * Saves what is still whole in a broken pack: every blob that opens to its hash is copied, sealed as it is, into a new pack.
 * The broken file stays where it is.
 *
 * @throws what the store throws
 */
export async function salvagePack(
  repository: Repository,
  { id, fileBytes, entries }: BrokenPack,
  signal: AbortSignal,
): Promise<Salvage> {
  const { store, sealedBytes } = repository;
  const builders = {
    data: createSealedPackBuilder(sealedBytes),
    tree: createSealedPackBuilder(sealedBytes),
  };
  const packs: IndexedPack[] = [];
  let savedBlobs = 0;

  async function keep(pack: SealedPack | undefined): Promise<void> {
    if (pack === undefined) return;
    await store.write("pack", pack.id, pack.bytes, signal);
    packs.push({ id: pack.id, entries: pack.entries });
  }

  for (const entry of entries) {
    if (entry.offset + entry.length > fileBytes) continue;
    const sealed = await readCopy(repository, { ...entry, packId: id }, signal);
    if (sealed === undefined || whatIsWrong(repository, entry, sealed) !== undefined) continue;
    savedBlobs += 1;
    await keep(builders[entry.type].add(entry, sealed));
  }
  await keep(builders.data.finish());
  await keep(builders.tree.finish());
  return { packs, savedBlobs };
}
