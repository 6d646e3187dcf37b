import { isBackstayError } from "../../../shared/errors.ts";
import type { InventoriedPack } from "../inventory/pack-inventory.ts";
import { isUnreadable } from "../inventory/unreadable.ts";
import { readCopy, whatIsWrong } from "../prune/prove-sealed.ts";
import { readPackHeader } from "../rebuild/read-pack-header.ts";
import type { Repository } from "../repository.ts";
import type { LostBlobs } from "./lost-blobs.ts";

/**
 * Whether a pack that no index names has something whole that is lost otherwise: only then does a new index help. A pack that was
 * left out of the index because it is damaged must not be promised again and again.
 */
export async function isFoundInOrphans(
  repository: Repository,
  orphans: readonly InventoriedPack[],
  lost: LostBlobs,
  signal: AbortSignal,
): Promise<boolean> {
  if (lost.isEmpty()) return false;
  for (const { id: packId, fileBytes = 0 } of orphans) {
    try {
      for (const entry of await readPackHeader(repository, packId, fileBytes, signal)) {
        if (!lost.has(entry.type, entry.id)) continue;
        const sealed = await readCopy(repository, { ...entry, packId }, signal);
        if (sealed !== undefined && whatIsWrong(repository, entry, sealed) === undefined) return true;
      }
    } catch (error) {
      const isOfFile =
        isBackstayError(error, "PACK_HEADER_BROKEN") || isBackstayError(error, "OBJECT_MISSING");
      if (!isOfFile && !isUnreadable(error)) throw error;
    }
  }
  return false;
}
