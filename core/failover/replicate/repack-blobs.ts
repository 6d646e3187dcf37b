import { encodePackHeader } from "../../repository/format/pack-header.ts";
import type { PackSaver } from "../../repository/index/pack-saver.ts";
import { forEachAtOnce } from "../../repository/inventory/for-each-at-once.ts";
import { type ProvenBlob, proveSealed } from "../../repository/prune/prove-sealed.ts";
import { readEntries } from "../../repository/prune/read-entries.ts";
import { createSealedPackBuilder, type SealedPack } from "../../repository/prune/sealed-pack-builder.ts";
import type { IndexedRepository } from "../../repository/repository.ts";
import type { PackEntry } from "../../repository/types.ts";
import type { CopyJob } from "./copy-packs.ts";
import { isDamage } from "./damage.ts";
import type { PackToCopy, PlannedEntries } from "./plan-copies.ts";

const PACKS_AT_ONCE = 2;

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
  const { sealedBytes } = from;
  const builders = {
    data: createSealedPackBuilder(sealedBytes),
    tree: createSealedPackBuilder(sealedBytes),
  };
  let blobs = 0;

  async function saveIfFull(pack: SealedPack | undefined): Promise<void> {
    if (pack === undefined) return;
    const { id, entries, bytes } = pack;
    const header = new Uint8Array(encodePackHeader(entries));
    await saver.save({ id, bytes: bytes as Uint8Array<ArrayBuffer>, header });
  }

  async function proveAnywhere(
    pack: PackToCopy,
    entry: PackEntry,
    sealed: Uint8Array | undefined,
  ): Promise<ProvenBlob | undefined> {
    try {
      const proven = await proveSealed(from, pack.id, entry, sealed, signal);
      if (sealed !== undefined && proven.sealed !== sealed) onDamaged(pack, "BLOB_CORRUPT");
      return proven;
    } catch (error) {
      if (!isDamage(error)) throw error;
      onDamaged(pack, error.code);
      return undefined;
    }
  }

  async function copyWanted(pack: PackToCopy): Promise<void> {
    const isPassedOver = (error: unknown) => {
      if (!isDamage(error)) return false;
      onDamaged(pack, error.code);
      return true;
    };
    const wanted = readEntries(from, pack.id, wantedOf(pack), isPassedOver, signal);
    for await (const { entry, sealed } of wanted) {
      const proven = await proveAnywhere(pack, entry, sealed);
      if (proven === undefined) continue;
      blobs += 1;
      await saveIfFull(builders[entry.type].add(proven.entry, proven.sealed));
    }
    onCopied(pack);
  }

  await forEachAtOnce(packs, PACKS_AT_ONCE, copyWanted);
  await saveIfFull(builders.data.finish());
  await saveIfFull(builders.tree.finish());
  return blobs;
}
