/** Reads what a snapshot holds straight from the packs, past every cache. */
import { createHash } from "node:crypto";
import type { RepositoryCache } from "../../core/catalog/repository-cache.ts";
import { decodeTree } from "../../core/repository/format/tree-decode.ts";
import { loadIndex } from "../../core/repository/index/load-index.ts";
import type { TreeNode } from "../../core/repository/node.ts";
import { readBlob } from "../../core/repository/read-blob.ts";
import type { IndexedRepository, Repository } from "../../core/repository/repository.ts";
import { loadSnapshots } from "../../core/repository/snapshots/load-snapshots.ts";
import type { BlobId } from "../../shared/ids.ts";

type Opened = { readonly repository: Repository; readonly cache: RepositoryCache };

/** One folder of a snapshot. */
export type SnapshotFolder = {
  /** Absolute, one character per byte; empty for the root. */
  readonly path: string;
  readonly nodes: readonly TreeNode[];
  /** The tree as it is stored. */
  readonly text: string;
};

/**
 * Every folder of a snapshot, the upper before the lower.
 * @param snapshotId as long as it takes; restic shortens what it says
 */
export async function readSnapshotFolders(
  { repository, cache }: Opened,
  snapshotId: string | undefined,
): Promise<readonly SnapshotFolder[]> {
  const { snapshots } = await loadSnapshots(repository, cache);
  const tree = snapshots.find(({ id }) => snapshotId !== undefined && id.startsWith(snapshotId))?.tree;
  if (tree === undefined) throw new Error(`there is no snapshot ${snapshotId}`);
  const indexed = await loadIndex(repository, cache);
  const folders: SnapshotFolder[] = [];
  await readFolder(indexed, tree, "", folders);
  return folders;
}

async function readFolder(
  repository: IndexedRepository,
  tree: BlobId,
  path: string,
  folders: SnapshotFolder[],
): Promise<void> {
  const json = await readBlob(repository, "tree", tree);
  const nodes = decodeTree(json, tree);
  folders.push({ path, nodes, text: Buffer.from(json).toString() });
  for (const node of nodes) {
    if (node.subtree !== undefined)
      await readFolder(repository, node.subtree, `${path}/${nameOf(node)}`, folders);
  }
}

/** SHA-256 of every file of a snapshot, by its path, read blob by blob. */
export async function hashSnapshotFiles(
  opened: Opened,
  snapshotId: string | undefined,
): Promise<ReadonlyMap<string, string>> {
  const hashes = new Map<string, string>();
  const folders = await readSnapshotFolders(opened, snapshotId);
  const indexed = await loadIndex(opened.repository, opened.cache);
  for (const { path, nodes } of folders) {
    for (const node of nodes) {
      if (node.content === null) continue;
      const hash = createHash("sha256");
      for (const id of node.content) hash.update(await readBlob(indexed, "data", id));
      hashes.set(`${path}/${nameOf(node)}`, hash.digest("hex"));
    }
  }
  return hashes;
}

function nameOf(node: TreeNode): string {
  return Buffer.from(node.name).toString("latin1");
}
