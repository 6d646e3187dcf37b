import type { BlobId } from "../../../shared/ids.ts";
import { joinRawPath, type RawPath, rawPathFromBytes } from "../../platform/raw-path.ts";
import type { TreeNode } from "../../repository/node.ts";
import type { IndexedRepository } from "../../repository/repository.ts";
import { type BrowseOptions, reportOdd, reportProblem } from "./browse-problem.ts";
import { createPathLimit, endlessError } from "./path-limit.ts";
import { readFolder, subtreeOf } from "./read-folder.ts";

/** An entry of a snapshot. Its name stands in the path as it is, whatever it holds: the path is to show, not to open. */
export type WalkedEntry = { readonly path: RawPath; readonly node: TreeNode };

export type WalkOptions = BrowseOptions & {
  /** What the paths begin with; the default is `/`. */
  readonly root?: RawPath;
  /** Whether to look into a folder; the default is always. Asked before the folder's own entry is handed out. */
  readonly enter?: (folder: WalkedEntry) => boolean;
  /** Called when everything below a folder was handed out. */
  readonly leave?: (folder: { readonly path: RawPath; readonly tree: BlobId }) => void;
};

type Level = { readonly tree: BlobId; readonly path: RawPath; readonly nodes: Iterator<TreeNode> };

/**
 * Walks a tree depth first, each folder before what is in it, in the order of the tree. Holds one folder's list per
 * level in memory. A folder that comes to an absurd number of paths is damage like any other (see `path-limit.ts`).
 *
 * @throws {BackstayError} what reading a tree throws, unless `onProblem` takes it
 */
export async function* walkTree(
  repository: IndexedRepository,
  root: BlobId,
  options: WalkOptions = {},
): AsyncGenerator<WalkedEntry> {
  const levels: Level[] = [];
  const limit = createPathLimit(repository, options.signal);

  async function open(path: RawPath, treeOf: () => BlobId): Promise<void> {
    try {
      const tree = treeOf();
      const { nodes, odd } = await readFolder(repository, tree, options.signal);
      reportOdd(odd, path, options);
      levels.push({ tree, path, nodes: nodes.values() });
      const endless = await limit.entered(nodes.length, () => levels.map((level) => level.tree));
      if (endless !== undefined) turnBack(endless);
    } catch (error) {
      reportProblem(error, path, options);
    }
  }

  function turnBack(from: number): void {
    const [endless] = levels.splice(from);
    if (endless !== undefined) reportProblem(endlessError(endless.tree), endless.path, options);
  }

  try {
    await open(options.root ?? ("/" as RawPath), () => root);
    for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
      const next = level.nodes.next();
      if (next.done === true) {
        levels.pop();
        options.leave?.(level);
        continue;
      }
      const node = next.value;
      const entry = { path: joinRawPath(level.path, rawPathFromBytes(node.name)), node };
      const isEntered = node.type === "dir" && (options.enter?.(entry) ?? true);
      yield entry;
      if (isEntered) {
        await open(entry.path, () =>
          subtreeOf(
            node,
            levels.map(({ tree }) => tree),
          ),
        );
      }
    }
  } finally {
    limit.close();
  }
}
