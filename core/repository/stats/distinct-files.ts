import type Database from "better-sqlite3";
import { BackstayError } from "../../../shared/errors.ts";
import type { BlobId } from "../../../shared/ids.ts";
import { rawId } from "../../catalog/blob-index.ts";
import { joinRawPath, type RawPath, rawPathFromBytes, rawPathToBytes } from "../../platform/raw-path.ts";
import { reportProblem } from "../../restore/browse/browse-problem.ts";
import type { TreeNode } from "../node.ts";
import { sha256 } from "../pack/blob-codec.ts";
import type { IndexedRepository } from "../repository.ts";
import { SEAL_OVERHEAD } from "../types.ts";
import { type CountOptions, walkDistinctTrees } from "./distinct-trees.ts";
import { type RepositoryStats, statsResult } from "./stats-result.ts";

const CREATE = `
  CREATE TEMP TABLE IF NOT EXISTS contents_seen (id BLOB PRIMARY KEY) WITHOUT ROWID;
  CREATE TEMP TABLE IF NOT EXISTS paths_seen (id BLOB PRIMARY KEY) WITHOUT ROWID;
  CREATE TEMP TABLE IF NOT EXISTS path_blobs (path BLOB, blob BLOB, PRIMARY KEY (path, blob)) WITHOUT ROWID;
`;
const DROP = `
  DROP TABLE IF EXISTS temp.contents_seen;
  DROP TABLE IF EXISTS temp.paths_seen; DROP TABLE IF EXISTS temp.path_blobs;
`;

/**
 * Counts files that differ in content, each content once, whatever its name (`files-by-contents`), or their blobs, each once per
 * path (`blobs-per-file`). As in restic, all entries without content count as one empty file.
 *
 * @throws {BackstayError} BLOB_MISSING and what reading a tree throws, unless `onProblem` takes it
 */
export async function distinctFileStats(
  repository: IndexedRepository,
  roots: readonly BlobId[],
  mode: "files-by-contents" | "blobs-per-file",
  options: CountOptions,
): Promise<RepositoryStats> {
  const { database } = repository.cache;
  database.exec(DROP + CREATE);
  const isNew = createSets(database);
  const totals = { bytes: 0, files: 0, blobs: 0 };

  function countContents(node: TreeNode): void {
    totals.files += 1;
    totals.bytes += node.sizeBytes;
  }

  function countBlobs(path: RawPath, content: readonly BlobId[]): void {
    const key = sha256(rawPathToBytes(path));
    if (content.length > 0 && isNew.path(key)) totals.files += 1;
    for (const id of content) {
      if (!isNew.pathBlob(key, rawId(id))) continue;
      totals.bytes += plainLength(repository, id);
      totals.blobs += 1;
    }
  }

  function visit(folder: RawPath, nodes: readonly TreeNode[]): void {
    for (const node of nodes) {
      const content = node.content ?? [];
      if (!isNew.content(sha256(Buffer.concat(content.map(rawId))))) continue;
      const path = joinRawPath(folder, rawPathFromBytes(node.name));
      try {
        if (mode === "files-by-contents") countContents(node);
        else countBlobs(path, content);
      } catch (error) {
        reportProblem(error, path, options);
      }
    }
  }

  try {
    await walkDistinctTrees(repository, roots, options, visit);
    return statsResult(roots.length, totals.bytes, {
      total_file_count: totals.files,
      total_blob_count: totals.blobs,
    });
  } finally {
    database.exec(DROP);
  }
}

function createSets(database: Database.Database) {
  const inserter = (table: string) => {
    const insert = database.prepare(`INSERT OR IGNORE INTO temp.${table} VALUES (?)`);
    return (id: Uint8Array) => insert.run(id).changes > 0;
  };
  const insertPair = database.prepare("INSERT OR IGNORE INTO path_blobs VALUES (?, ?)");
  return {
    content: inserter("contents_seen"),
    path: inserter("paths_seen"),
    pathBlob: (path: Uint8Array, blob: Uint8Array) => insertPair.run(path, blob).changes > 0,
  };
}

function plainLength({ cache }: IndexedRepository, id: BlobId): number {
  const [place] = cache.index.locate("data", id);
  if (place === undefined) throw new BackstayError("BLOB_MISSING", { blobId: id, blobType: "data" });
  return place.uncompressedLength === 0 ? place.length - SEAL_OVERHEAD : place.uncompressedLength;
}
