import type { IndexId } from "../../../shared/ids.ts";
import { encodeIndexFile, type IndexedPack } from "../format/index-file.ts";
import type { Repository } from "../repository.ts";
import { writeDocument } from "../unpacked-files.ts";
import { removeFiles } from "./remove-files.ts";

/** restic's own limit: keeps an index file below 8 MiB. */
const BLOBS_PER_INDEX = 50_000;

/**
 * Writes new index files that name exactly these packs, and then removes the old ones. A crash in between leaves both, which
 * say the same of every pack they share.
 *
 * Only under an exclusive lock, and with every pack already durable.
 *
 * @param packs each pack once; those without entries are left out
 * @returns the new index files
 */
export async function replaceIndex(
  repository: Repository,
  packs: Iterable<IndexedPack> | AsyncIterable<IndexedPack>,
  oldFiles: Iterable<IndexId>,
  signal: AbortSignal,
): Promise<readonly IndexId[]> {
  const written: IndexId[] = [];
  let waiting: IndexedPack[] = [];
  let blobs = 0;

  async function writeWaiting(): Promise<void> {
    if (waiting.length === 0) return;
    written.push((await writeDocument(repository, "index", encodeIndexFile(waiting), signal)) as IndexId);
    waiting = [];
    blobs = 0;
  }

  for await (const pack of packs) {
    if (pack.entries.length === 0) continue;
    if (blobs + pack.entries.length > BLOBS_PER_INDEX) await writeWaiting();
    waiting.push(pack);
    blobs += pack.entries.length;
  }
  await writeWaiting();
  await removeFiles(repository, "index", oldFiles, signal);
  return written;
}
