import type Database from "better-sqlite3";
import type { BlobId } from "../../../shared/ids.ts";
import { rawId } from "../../catalog/blob-index.ts";
import { decodeTree } from "../format/tree-decode.ts";
import { readTree } from "../read-blob.ts";
import type { IndexedRepository } from "../repository.ts";
import { type RepositoryStats, statsResult } from "./stats-result.ts";

/** What lies below a folder. `hasLinks` when there are files with several names, whose bytes count once per snapshot. */
type FolderSize = { readonly files: number; readonly bytes: number; readonly hasLinks: boolean };

const CREATE = `
  CREATE TEMP TABLE IF NOT EXISTS folder_sizes (id BLOB PRIMARY KEY, files INTEGER, bytes INTEGER) WITHOUT ROWID;
  CREATE TEMP TABLE IF NOT EXISTS links_seen (link TEXT PRIMARY KEY) WITHOUT ROWID;
  DELETE FROM folder_sizes;
`;
const DROP = "DROP TABLE IF EXISTS temp.folder_sizes; DROP TABLE IF EXISTS temp.links_seen;";

/**
 * Counts what restoring each snapshot by itself would write. A folder without hard links is walked once, however many snapshots
 * have it.
 */
export async function restoreSizeStats(
  repository: IndexedRepository,
  roots: readonly BlobId[],
  signal: AbortSignal,
  onTree: (treesRead: number) => void,
): Promise<RepositoryStats> {
  const { database } = repository.cache;
  database.exec(CREATE);
  const sizes = createSizes(database);
  let trees = 0;

  async function sizeOf(id: BlobId): Promise<FolderSize> {
    const known = sizes.get(id);
    if (known !== undefined) return known;
    signal.throwIfAborted();
    const nodes = decodeTree(await readTree(repository, id, signal), id);
    trees += 1;
    onTree(trees);
    let { length: files } = nodes;
    let bytes = 0;
    let hasLinks = false;
    for (const { type, links, inode, deviceId, sizeBytes, subtree } of nodes) {
      const isSingle = links === 1 || type === "dir" || inode === 0n;
      if (isSingle || sizes.isNewLink(`${deviceId}:${inode}`)) bytes += sizeBytes;
      hasLinks ||= !isSingle;
      if (type !== "dir" || subtree === undefined) continue;
      const below = await sizeOf(subtree);
      files += below.files;
      bytes += below.bytes;
      hasLinks ||= below.hasLinks;
    }
    const size = { files, bytes, hasLinks };
    if (!hasLinks) sizes.put(id, size);
    return size;
  }

  try {
    let files = 0;
    let bytes = 0;
    for (const root of roots) {
      sizes.forgetLinks();
      const size = await sizeOf(root);
      files += size.files;
      bytes += size.bytes;
    }
    return statsResult(roots.length, bytes, { total_file_count: files });
  } finally {
    database.exec(DROP);
  }
}

function createSizes(database: Database.Database) {
  const get = database.prepare<[Uint8Array], { files: number; bytes: number }>(
    "SELECT files, bytes FROM folder_sizes WHERE id = ?",
  );
  const put = database.prepare("INSERT OR IGNORE INTO folder_sizes VALUES (?, ?, ?)");
  const addLink = database.prepare("INSERT OR IGNORE INTO links_seen VALUES (?)");
  const forgetLinks = database.prepare("DELETE FROM links_seen");
  return {
    get(id: BlobId): FolderSize | undefined {
      const row = get.get(rawId(id));
      return row === undefined ? undefined : { ...row, hasLinks: false };
    },
    put: (id: BlobId, { files, bytes }: FolderSize) => void put.run(rawId(id), files, bytes),
    isNewLink: (link: string) => addLink.run(link).changes > 0,
    forgetLinks: () => void forgetLinks.run(),
  };
}
