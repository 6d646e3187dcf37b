import { isBackstayError } from "../../../shared/errors.ts";
import type { IndexId, PackId } from "../../../shared/ids.ts";
import { encodeIndexFile, type IndexedPack } from "../../repository/format/index-file.ts";
import { forEachAtOnce } from "../../repository/inventory/for-each-at-once.ts";
import { sha256 } from "../../repository/pack/blob-codec.ts";
import { readPackHeader } from "../../repository/rebuild/read-pack-header.ts";
import type { IndexedRepository } from "../../repository/repository.ts";
import type { PackEntry } from "../../repository/types.ts";
import { writeDocument } from "../../repository/unpacked-files.ts";
import { freeBytes } from "../../threads/free-bytes.ts";
import { isDamage } from "./damage.ts";
import type { StoredPacks } from "./stored-packs.ts";

const PACKS_AT_ONCE = 3;
/** Headers that are remembered from one call to the next. A run that was killed leaves less than a hundred packs. */
const MAX_REMEMBERED = 500;

/**
 * Indexes packs that lie at the target without being in its index, where they hold something that is wanted: most likely an earlier
 * run stored them and was killed. Each is read in full before it is believed, for it may as well have been left out of the index because it is
 * damaged.
 *
 * @returns a function for each group of snapshots; it gives the packs that are in the index now
 */
export function createOrphanage(
  to: IndexedRepository,
  stored: StoredPacks,
  signal: AbortSignal,
): (isWanted: (entry: PackEntry) => boolean) => Promise<readonly IndexedPack[]> {
  const headers = new Map<PackId, readonly PackEntry[]>();
  const damaged = new Set<PackId>();

  /** @returns undefined when it cannot be read, or holds nothing that is wanted */
  async function wantedEntries(id: PackId, sizeBytes: number, isWanted: (entry: PackEntry) => boolean) {
    const entries = headers.get(id) ?? (await readPackHeader(to, id, sizeBytes, signal));
    if (headers.size < MAX_REMEMBERED) headers.set(id, entries);
    return entries.some(isWanted) ? entries : undefined;
  }

  async function isWhole(id: PackId): Promise<boolean> {
    const bytes = await to.store.read("pack", id, undefined, signal);
    const isRight = sha256(bytes).toString("hex") === id;
    freeBytes(bytes);
    return isRight;
  }

  return async (isWanted) => {
    const adopted: IndexedPack[] = [];
    const candidates = stored.orphans().filter(({ id }) => !damaged.has(id));
    await forEachAtOnce(candidates, PACKS_AT_ONCE, async ({ id, sizeBytes }) => {
      try {
        const entries = await wantedEntries(id, sizeBytes, isWanted);
        if (entries === undefined) return;
        if (await isWhole(id)) adopted.push({ id, entries });
        else damaged.add(id);
      } catch (error) {
        if (!isDamage(error) && !isBackstayError(error, "PACK_HEADER_BROKEN")) throw error;
        damaged.add(id);
      }
    });
    if (adopted.length > 0) {
      const id = (await writeDocument(to, "index", encodeIndexFile(adopted), signal)) as IndexId;
      to.cache.index.addIndexFile(id, adopted);
    }
    return adopted;
  };
}
