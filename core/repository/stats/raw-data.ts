import type { BlobId } from "../../../shared/ids.ts";
import { rawId, typeNumber } from "../../catalog/blob-index.ts";
import { treeReferences } from "../inventory/tree-references.ts";
import type { IndexedRepository } from "../repository.ts";
import { type BlobType, SEAL_OVERHEAD } from "../types.ts";
import type { CountOptions } from "./distinct-trees.ts";
import { forEachTree } from "./each-tree.ts";
import { type RepositoryStats, statsResult } from "./stats-result.ts";

const CREATE =
  "CREATE TEMP TABLE blobs_needed (id BLOB NOT NULL, type INTEGER NOT NULL, PRIMARY KEY (id, type)) WITHOUT ROWID;";
const DROP = "DROP TABLE IF EXISTS temp.blobs_needed;";

/** Of several copies of a blob one is counted. */
const SUMS = `
  SELECT count(*) AS blobs,
    coalesce(sum(length), 0) AS stored,
    coalesce(sum(iif(plain = 0, length, plain + ${SEAL_OVERHEAD})), 0) AS uncompressed,
    coalesce(sum(iif(plain = 0, 0, length)), 0) AS compressed_stored,
    coalesce(sum(iif(plain = 0, 0, plain + ${SEAL_OVERHEAD})), 0) AS compressed_plain
  FROM (
    SELECT length, uncompressed_length AS plain, min(pack)
    FROM blobs_needed JOIN main.blobs USING (id, type) GROUP BY id, type
  )
`;

type Sums = {
  blobs: number;
  stored: number;
  uncompressed: number;
  compressed_stored: number;
  compressed_plain: number;
};

/**
 * Counts the blobs that snapshots need, each once, as they are stored.
 * @throws {BackstayError} what reading a tree throws, unless `onProblem` takes it
 */
export async function rawDataStats(
  repository: IndexedRepository,
  roots: readonly BlobId[],
  options: CountOptions,
): Promise<RepositoryStats> {
  const { database } = repository.cache;
  database.exec(DROP + CREATE);
  const insert = database.prepare("INSERT OR IGNORE INTO temp.blobs_needed VALUES (?, ?)");
  const need = (type: BlobType, id: BlobId) => void insert.run(rawId(id), typeNumber(type));
  try {
    for (const root of roots) need("tree", root);
    await forEachTree(repository, roots, options, (nodes) => {
      const { subtrees, content } = treeReferences(nodes);
      for (const id of subtrees) need("tree", id);
      for (const id of content) need("data", id);
    });
    const sums = database.prepare<[], Sums>(SUMS).get();
    if (sums === undefined) throw new Error("an aggregate without a row");
    return toStats(sums, roots.length, repository.version);
  } finally {
    database.exec(DROP);
  }
}

function toStats(sums: Sums, snapshots: number, version: IndexedRepository["version"]): RepositoryStats {
  const { blobs, stored, uncompressed, compressed_stored: packed, compressed_plain: unpacked } = sums;
  if (version === 1) return statsResult(snapshots, stored, { total_blob_count: blobs });
  return statsResult(snapshots, stored, {
    total_uncompressed_size: uncompressed,
    compression_ratio: packed === 0 ? 0 : unpacked / packed,
    compression_progress: uncompressed === 0 ? 0 : (unpacked / uncompressed) * 100,
    compression_space_saving: uncompressed === 0 ? 0 : (1 - stored / uncompressed) * 100,
    total_blob_count: blobs,
  });
}
