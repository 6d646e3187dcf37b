import type { BlobId, PackId } from "../../../shared/ids.ts";
import type { IndexedPack } from "../format/index-file.ts";
import { isLostForGood } from "../inventory/unreadable.ts";
import { sha256 } from "../pack/blob-codec.ts";
import { whatIsWrong } from "../prune/prove-sealed.ts";
import { readEntries } from "../prune/read-entries.ts";
import { createSealedPackBuilder, type SealedPack } from "../prune/sealed-pack-builder.ts";
import type { Repository } from "../repository.ts";
import type { BlobType, PackEntry } from "../types.ts";

/** A pack that is not as it should be, and what it held by its own header, or else by an index. */
export type DamagedPack = {
  readonly id: PackId;
  /** 0 when the file is gone. */
  readonly fileBytes: number;
  readonly entries: readonly PackEntry[];
};

export type Salvage = {
  /** New packs, durable and named by no index yet. */
  readonly packs: readonly IndexedPack[];
  /** Blobs copied into them, those that were healed included. */
  readonly savedBlobs: number;
  readonly lost: readonly Pick<PackEntry, "id" | "type">[];
};

export type SalvageOptions = {
  /** Blobs that another pack has whole need no copy, and are not lost. */
  readonly hasElsewhere: (type: BlobType, id: BlobId) => boolean;
  /** JSON of a tree that this computer remembers; proven before it is believed. */
  readonly rememberedTree: (id: BlobId) => Uint8Array | undefined;
  /** Whether to count what the store cannot give as lost, such as on a bad sector, instead of giving up. */
  readonly isPassedOver: (error: unknown) => boolean;
};

/**
 * Saves what is still whole in a damaged pack: every blob that opens to its hash is copied, sealed as it is, into a new pack.
 * Damaged trees that this computer remembers are sealed anew. The damaged file stays where it is.
 *
 * @throws what the store throws
 */
export async function salvagePack(
  repository: Repository,
  { id, fileBytes, entries }: DamagedPack,
  options: SalvageOptions,
  signal: AbortSignal,
): Promise<Salvage> {
  const { store, sealedBytes } = repository;
  const builders = {
    data: createSealedPackBuilder(sealedBytes),
    tree: createSealedPackBuilder(sealedBytes),
  };
  const packs: IndexedPack[] = [];
  const lost: Pick<PackEntry, "id" | "type">[] = [];
  const done = new Set<string>();
  let savedBlobs = 0;

  async function keep(pack: SealedPack | undefined): Promise<void> {
    if (pack === undefined) return;
    await store.write("pack", pack.id, pack.bytes, signal);
    packs.push({ id: pack.id, entries: pack.entries });
  }

  function sealRemembered(entry: PackEntry): { entry: PackEntry; sealed: Uint8Array } | undefined {
    const json = entry.type === "tree" ? options.rememberedTree(entry.id) : undefined;
    if (json === undefined || sha256(json).toString("hex") !== entry.id) return undefined;
    const sealed = sealedBytes.seal(json);
    const anew: PackEntry = { ...entry, length: sealed.length, uncompressedLength: 0 };
    if (whatIsWrong(repository, anew, sealed) !== undefined)
      throw new Error("a tree just sealed does not open again: memory or processor fault");
    return { entry: anew, sealed };
  }

  /** @param sealed undefined for what cannot be read */
  async function save(entry: PackEntry, sealed: Uint8Array | undefined): Promise<void> {
    const key = `${entry.type} ${entry.id}`;
    if (done.has(key)) return;
    const isWhole = sealed !== undefined && whatIsWrong(repository, entry, sealed) === undefined;
    const saved = isWhole ? { entry, sealed } : sealRemembered(entry);
    if (saved === undefined) {
      lost.push({ id: entry.id, type: entry.type });
      return;
    }
    done.add(key);
    savedBlobs += 1;
    await keep(builders[entry.type].add(saved.entry, saved.sealed));
  }

  const lacking = entries.filter(({ type, id: blob }) => !options.hasElsewhere(type, blob));
  const isInside = ({ offset, length }: PackEntry) => offset + length <= fileBytes;
  const isPassedOver = (error: unknown) => isLostForGood(error) || options.isPassedOver(error);
  for await (const { entry, sealed } of readEntries(
    repository,
    id,
    lacking.filter(isInside),
    isPassedOver,
    signal,
  ))
    await save(entry, sealed);
  for (const entry of lacking) if (!isInside(entry)) await save(entry, undefined);
  await keep(builders.data.finish());
  await keep(builders.tree.finish());
  return { packs, savedBlobs, lost: lost.filter(({ type, id: blob }) => !done.has(`${type} ${blob}`)) };
}
