import type { BlobId } from "../../../shared/ids.ts";
import { rawId } from "../../catalog/blob-index.ts";
import { joinRawPath, type RawPath, rawPathFromBytes } from "../../platform/raw-path.ts";
import { beginAhead } from "../../restore/browse/begin-ahead.ts";
import { reportOdd, reportProblem } from "../../restore/browse/browse-problem.ts";
import { readFolder, subtreeOf } from "../../restore/browse/read-folder.ts";
import type { TreeContents } from "../format/tree-decode.ts";
import type { TreeNode } from "../node.ts";
import type { IndexedRepository } from "../repository.ts";
import type { CountOptions } from "./distinct-trees.ts";

/** Where each read costs a round trip, these are under way together. */
const TREES_AT_ONCE = 16;
const TREES_PER_PAGE = 256;

/** Trees that were met, in this order: what stands behind the last one read still waits. `path` is where each was met first. */
const CREATE = `
  DROP TABLE IF EXISTS temp.trees_met;
  CREATE TEMP TABLE trees_met (row INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, path TEXT NOT NULL);
`;
const DROP = "DROP TABLE IF EXISTS temp.trees_met";

type MetTree = { readonly row: number; readonly id: Buffer; readonly path: RawPath };
type BegunTree = MetTree & { readonly contents: Promise<TreeContents> };

/**
 * Reads each distinct tree below some roots once, several at a time, and tells of them level by level. Memory stays flat, because
 * what waits is in a table.
 *
 * @throws {BackstayError} what reading a tree throws, unless `onProblem` takes it
 */
export async function forEachTree(
  repository: IndexedRepository,
  roots: readonly BlobId[],
  options: CountOptions,
  visit: (nodes: readonly TreeNode[]) => void,
): Promise<void> {
  const { database } = repository.cache;
  database.exec(CREATE);
  const insert = database.prepare("INSERT OR IGNORE INTO temp.trees_met (id, path) VALUES (?, ?)");
  const page = database.prepare<[number], MetTree>(
    `SELECT row, id, path FROM temp.trees_met WHERE row > ? ORDER BY row LIMIT ${TREES_PER_PAGE}`,
  );
  const meet = (id: BlobId, path: RawPath) => void insert.run(rawId(id), path);
  let trees = 0;

  async function begin(met: MetTree): Promise<BegunTree> {
    const contents = readFolder(repository, idOf(met), options.signal);
    contents.catch(() => undefined); // said when its turn has come
    return { ...met, contents };
  }

  async function contentsOf({ path, contents: begun }: BegunTree): Promise<TreeContents> {
    try {
      const contents = await begun;
      trees += 1;
      options.onTree(trees);
      reportOdd(contents.odd, path, options);
      return contents;
    } catch (error) {
      reportProblem(error, path, options);
      return { nodes: [], odd: [] };
    }
  }

  function meetBelow(tree: BegunTree, node: TreeNode): void {
    const path = joinRawPath(tree.path, rawPathFromBytes(node.name));
    try {
      meet(subtreeOf(node, [idOf(tree)]), path);
    } catch (error) {
      reportProblem(error, path, options);
    }
  }

  try {
    for (const root of roots) meet(root, "/" as RawPath);
    for (let last = 0; ; ) {
      const waiting = page.all(last);
      last = waiting.at(-1)?.row ?? last;
      if (waiting.length === 0) return;
      for await (const tree of beginAhead(waiting, begin, TREES_AT_ONCE)) {
        const { nodes } = await contentsOf(tree);
        visit(nodes);
        for (const node of nodes) if (node.type === "dir") meetBelow(tree, node);
      }
    }
  } finally {
    database.exec(DROP);
  }
}

function idOf({ id }: MetTree): BlobId {
  return id.toString("hex") as BlobId;
}
