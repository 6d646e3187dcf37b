import type { BlobId } from "../../../shared/ids.ts";
import { joinRawPath, type RawPath, rawPathFromBytes } from "../../platform/raw-path.ts";
import { breathe } from "../../restore/browse/breathe.ts";
import { reportOdd, reportProblem } from "../../restore/browse/browse-problem.ts";
import { endlessError } from "../../restore/browse/path-limit.ts";
import { readFolder, subtreeOf } from "../../restore/browse/read-folder.ts";
import type { TreeContents } from "../format/tree-decode.ts";
import type { TreeNode } from "../node.ts";
import type { IndexedRepository } from "../repository.ts";
import type { CountOptions } from "./distinct-trees.ts";
import { createFolderSizes, type FolderSize, type LinkedFile } from "./folder-sizes.ts";
import { type RepositoryStats, statsResult } from "./stats-result.ts";

/**
 * Counts what restoring each snapshot by itself would write. Each distinct folder is read once, however many snapshots and paths have
 * it. The bytes of a file with several names count once per snapshot.
 *
 * @throws {BackstayError} what reading a tree throws, unless `onProblem` takes it
 */
export async function restoreSizeStats(
  repository: IndexedRepository,
  roots: readonly BlobId[],
  options: CountOptions,
): Promise<RepositoryStats> {
  const sizes = createFolderSizes(repository.cache);
  let trees = 0;

  async function sizeOf(id: BlobId, path: RawPath, above: readonly BlobId[]): Promise<FolderSize> {
    const known = sizes.get(id);
    if (known !== undefined) return known;
    const { nodes } = await read(id, path);
    let { length: files } = nodes;
    let bytes = 0;
    const linked: LinkedFile[] = [];
    const linkedBelow = new Set<BlobId>();
    const chain = [...above, id];
    for (const node of nodes) {
      const link = linkOf(node);
      if (link === undefined) bytes += node.sizeBytes;
      else linked.push({ link, bytes: node.sizeBytes });
      if (node.type !== "dir") continue;
      const inside = joinRawPath(path, rawPathFromBytes(node.name));
      const subtree = subtreeOrNothing(node, chain, inside);
      if (subtree === undefined) continue;
      const below = await sizeOf(subtree, inside, chain);
      if (below.hasLinks) linkedBelow.add(subtree);
      if (files + below.files > Number.MAX_SAFE_INTEGER) {
        reportProblem(endlessError(subtree), inside, options);
        continue;
      }
      files += below.files;
      bytes += below.bytes;
    }
    return sizes.put(id, { files, bytes }, linked, linkedBelow);
  }

  async function read(id: BlobId, path: RawPath): Promise<Pick<TreeContents, "nodes">> {
    try {
      const contents = await readFolder(repository, id, options.signal);
      trees += 1;
      options.onTree(trees);
      reportOdd(contents.odd, path, options);
      return contents;
    } catch (error) {
      reportProblem(error, path, options);
      return { nodes: [] };
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

  async function linkedBytes(root: BlobId): Promise<number> {
    let bytes = 0;
    sizes.forgetLinks();
    const folders = [root];
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      await breathe();
      options.signal.throwIfAborted();
      const found = sizes.newLinks(folder);
      bytes += found.bytes;
      for (const below of found.below) folders.push(below);
    }
    return bytes;
  }

  try {
    let files = 0;
    let bytes = 0;
    for (const root of roots) {
      const size = await sizeOf(root, "/" as RawPath, []);
      files += size.files;
      bytes += size.bytes + (size.hasLinks ? await linkedBytes(root) : 0);
    }
    return statsResult(roots.length, bytes, { total_file_count: files });
  } finally {
    sizes.close();
  }
}

/** @returns what names of one file have in common; undefined when it has no other name */
function linkOf({ links, type, inode, deviceId }: TreeNode): string | undefined {
  return links === 1 || type === "dir" || inode === 0n ? undefined : `${deviceId}:${inode}`;
}
