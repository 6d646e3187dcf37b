import type Database from "better-sqlite3";
import { BackstayError } from "../../../shared/errors.ts";
import type { BlobId } from "../../../shared/ids.ts";
import { rawId } from "../../catalog/blob-index.ts";
import { decodeTree } from "../format/tree-decode.ts";
import type { TreeNode } from "../node.ts";
import { sha256 } from "../pack/blob-codec.ts";
import { readTree } from "../read-blob.ts";
import type { IndexedRepository } from "../repository.ts";
import { SEAL_OVERHEAD } from "../types.ts";
import { type RepositoryStats, statsResult } from "./stats-result.ts";

const CREATE = `
  CREATE TEMP TABLE IF NOT EXISTS trees_seen (id BLOB PRIMARY KEY) WITHOUT ROWID;
  CREATE TEMP TABLE IF NOT EXISTS contents_seen (id BLOB PRIMARY KEY) WITHOUT ROWID;
  CREATE TEMP TABLE IF NOT EXISTS paths_seen (id BLOB PRIMARY KEY) WITHOUT ROWID;
  CREATE TEMP TABLE IF NOT EXISTS path_blobs (path BLOB, blob BLOB, PRIMARY KEY (path, blob)) WITHOUT ROWID;
`;
const DROP = `
  DROP TABLE IF EXISTS temp.trees_seen; DROP TABLE IF EXISTS temp.contents_seen;
  DROP TABLE IF EXISTS temp.paths_seen; DROP TABLE IF EXISTS temp.path_blobs;
`;

/**
 * Counts files that differ in content, each content once, whatever its name (`files-by-contents`), or their blobs, each once per
 * path (`blobs-per-file`). As in restic, all entries without content count as one empty file.
 */
export async function distinctFileStats(
  repository: IndexedRepository,
  roots: readonly BlobId[],
  mode: "files-by-contents" | "blobs-per-file",
  signal: AbortSignal,
  onTree: (treesRead: number) => void,
): Promise<RepositoryStats> {
  const { database } = repository.cache;
  database.exec(DROP + CREATE);
  const isNew = createSets(database);
  const totals = { bytes: 0, files: 0, blobs: 0, trees: 0 };

  function countContents(node: TreeNode): void {
    totals.files += 1;
    totals.bytes += node.sizeBytes;
  }

  function countBlobs(path: Buffer, content: readonly BlobId[]): void {
    const key = sha256(path);
    if (content.length > 0 && isNew.path(key)) totals.files += 1;
    for (const id of content) {
      if (!isNew.pathBlob(key, rawId(id))) continue;
      totals.blobs += 1;
      totals.bytes += plainLength(repository, id);
    }
  }

  async function walk(id: BlobId, folder: Buffer): Promise<void> {
    if (!isNew.tree(rawId(id))) return; // all its contents were seen, too
    signal.throwIfAborted();
    const nodes = decodeTree(await readTree(repository, id, signal), id);
    totals.trees += 1;
    onTree(totals.trees);
    for (const node of nodes) {
      const path = Buffer.concat([folder, Buffer.from("/"), node.name]);
      const content = node.content ?? [];
      if (isNew.content(sha256(Buffer.concat(content.map(rawId))))) {
        if (mode === "files-by-contents") countContents(node);
        else countBlobs(path, content);
      }
      if (node.type === "dir" && node.subtree !== undefined) await walk(node.subtree, path);
    }
  }

  try {
    for (const root of roots) await walk(root, Buffer.alloc(0));
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
    tree: inserter("trees_seen"),
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
