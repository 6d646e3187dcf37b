import { isBackstayError } from "../../../shared/errors.ts";
import type { BlobId } from "../../../shared/ids.ts";
import { readBlob } from "../../repository/read-blob.ts";
import type { IndexedRepository } from "../../repository/repository.ts";
import { createContentReader } from "../../restore/browse/archive/content-reader.ts";

/**
 * Reads the beginning of a content, no further than is wanted.
 * @returns at least `wanted` bytes, unless it is shorter
 * @throws {BackstayError} BLOB_MISSING, BLOB_CORRUPT, or what the store throws
 */
export async function readBeginning(
  repository: IndexedRepository,
  content: readonly BlobId[],
  wanted: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (const id of content) {
    if (length >= wanted) break;
    signal.throwIfAborted();
    const piece = await readBlob(repository, "data", id, signal);
    pieces.push(piece);
    length += piece.length;
  }
  return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
}

/**
 * How long a content really is; the size in its entry is only what somebody wrote there.
 * @returns undefined when one of its blobs is missing
 */
export function realSize(
  repository: IndexedRepository,
  content: readonly BlobId[],
  signal: AbortSignal,
): number | undefined {
  try {
    return createContentReader(repository, signal).size(content);
  } catch (error) {
    if (isBackstayError(error, "BLOB_MISSING")) return undefined;
    throw error;
  }
}
