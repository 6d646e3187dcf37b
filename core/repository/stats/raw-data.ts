import type { BlobId } from "../../../shared/ids.ts";
import { findUsedBlobs } from "../inventory/used-blobs.ts";
import type { IndexedRepository } from "../repository.ts";
import { SEAL_OVERHEAD } from "../types.ts";
import { type RepositoryStats, statsResult } from "./stats-result.ts";

/** Of several copies of a blob one is counted. */
const SUMS = `
  SELECT count(*) AS blobs,
    coalesce(sum(length), 0) AS stored,
    coalesce(sum(iif(plain = 0, length, plain + ${SEAL_OVERHEAD})), 0) AS uncompressed,
    coalesce(sum(iif(plain = 0, 0, length)), 0) AS compressed_stored,
    coalesce(sum(iif(plain = 0, 0, plain + ${SEAL_OVERHEAD})), 0) AS compressed_plain
  FROM (
    SELECT length, uncompressed_length AS plain, min(pack)
    FROM used_blobs JOIN main.blobs USING (id, type) GROUP BY id, type
  )
`;

type Sums = {
  blobs: number;
  stored: number;
  uncompressed: number;
  compressed_stored: number;
  compressed_plain: number;
};

/** Counts the blobs that snapshots need, each once, as they are stored. */
export async function rawDataStats(
  repository: IndexedRepository,
  roots: readonly BlobId[],
  signal: AbortSignal,
  onTree: (treesRead: number) => void,
): Promise<RepositoryStats> {
  const used = await findUsedBlobs(repository, roots, signal, { onTree });
  try {
    const sums = repository.cache.database.prepare<[], Sums>(SUMS).get();
    if (sums === undefined) throw new Error("an aggregate without a row");
    const { blobs, stored, uncompressed, compressed_stored: packed, compressed_plain: unpacked } = sums;
    if (repository.version === 1) return statsResult(roots.length, stored, { total_blob_count: blobs });
    return statsResult(roots.length, stored, {
      total_uncompressed_size: uncompressed,
      compression_ratio: packed === 0 ? 0 : unpacked / packed,
      compression_progress: uncompressed === 0 ? 0 : (unpacked / uncompressed) * 100,
      compression_space_saving: uncompressed === 0 ? 0 : (1 - stored / uncompressed) * 100,
      total_blob_count: blobs,
    });
  } finally {
    used.close();
  }
}
