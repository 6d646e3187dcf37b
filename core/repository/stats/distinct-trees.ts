import type { BlobId } from "../../../shared/ids.ts";
import { rawId } from "../../catalog/blob-index.ts";
import { joinRawPath, type RawPath, rawPathFromBytes } from "../../platform/raw-path.ts";
import { type BrowseOptions, reportOdd, reportProblem } from "../../restore/browse/browse-problem.ts";
import { readFolder, subtreeOf } from "../../restore/browse/read-folder.ts";
import type { TreeNode } from "../node.ts";
import type { IndexedRepository } from "../repository.ts";

export type CountOptions = BrowseOptions & {
  readonly signal: AbortSignal;
  /** Called after each tree that was read. */
  readonly onTree: (treesRead: number) => void;
};

const CREATE = `
  DROP TABLE IF EXISTS temp.trees_seen;
  CREATE TEMP TABLE trees_seen (id BLOB PRIMARY KEY) WITHOUT ROWID;
`;
const DROP = "DROP TABLE IF EXISTS temp.trees_seen";

/**
 * Reads each distinct tree below some roots once, however many paths lead to it.
 *
 * @param visit told of a folder where it is met first
 * @throws {BackstayError} what reading a tree throws, unless `onProblem` takes it
 */
export async function walkDistinctTrees(
  repository: IndexedRepository,
  roots: readonly BlobId[],
  options: CountOptions,
  visit: (folder: RawPath, nodes: readonly TreeNode[]) => void,
): Promise<void> {
  const { database } = repository.cache;
  database.exec(CREATE);
  const insert = database.prepare("INSERT OR IGNORE INTO temp.trees_seen VALUES (?)");
  const isNew = (id: BlobId) => insert.run(rawId(id)).changes > 0;
  let trees = 0;

  async function walk(id: BlobId, folder: RawPath, above: readonly BlobId[]): Promise<void> {
    const nodes = await read(id, folder);
    visit(folder, nodes);
    const chain = [...above, id];
    for (const node of nodes) {
      if (node.type !== "dir") continue;
      const path = joinRawPath(folder, rawPathFromBytes(node.name));
      const subtree = subtreeOrNothing(node, chain, path);
      if (subtree !== undefined && isNew(subtree)) await walk(subtree, path, chain);
    }
  }

  async function read(id: BlobId, folder: RawPath): Promise<readonly TreeNode[]> {
    try {
      const { nodes, odd } = await readFolder(repository, id, options.signal);
      trees += 1;
      options.onTree(trees);
      reportOdd(odd, folder, options);
      return nodes;
    } catch (error) {
      reportProblem(error, folder, options);
      return [];
    }
  }

  function subtreeOrNothing(node: TreeNode, chain: readonly BlobId[], path: RawPath): BlobId | undefined {
    try {
      return subtreeOf(node, chain);
    } catch (error) {
      reportProblem(error, path, options);
      return undefined;
    }
  }

  try {
    for (const root of roots) if (isNew(root)) await walk(root, "/" as RawPath, []);
  } finally {
    database.exec(DROP);
  }
}
