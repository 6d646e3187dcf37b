import type { PackId } from "../../../shared/ids.ts";
import { LENGTH_FIELD_BYTES, openPackTail, sealedHeaderLength } from "../inventory/pack-tail.ts";
import type { Repository } from "../repository.ts";
import type { PackEntry } from "../types.ts";

/** Read at first: the whole header of most packs. */
const FIRST_READ_BYTES = 16 * 1024;

/**
 * Reads what a pack holds from the pack itself, without reading its blobs.
 *
 * @param fileBytes size of the file
 * @throws {BackstayError} PACK_HEADER_BROKEN, OBJECT_MISSING, or what the store throws
 */
export async function readPackHeader(
  repository: Pick<Repository, "store" | "sealedBytes">,
  packId: PackId,
  fileBytes: number,
  signal?: AbortSignal,
): Promise<readonly PackEntry[]> {
  const readEnd = (length: number) =>
    repository.store.read("pack", packId, { offset: fileBytes - length, length }, signal);
  let bytes = await readEnd(Math.min(FIRST_READ_BYTES, fileBytes));
  const neededBytes = sealedHeaderLength({ packId, fileBytes, bytes }) + LENGTH_FIELD_BYTES;
  if (neededBytes > bytes.length) bytes = await readEnd(neededBytes);
  return openPackTail({ packId, fileBytes, bytes }, (sealed) => repository.sealedBytes.open(sealed));
}
