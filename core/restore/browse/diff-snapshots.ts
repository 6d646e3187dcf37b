import type { BlobId } from "../../../shared/ids.ts";
import { joinRawPath, type RawPath, rawPathFromBytes } from "../../platform/raw-path.ts";
import type { OddEntry, TreeContents } from "../../repository/format/tree-decode.ts";
import type { TreeNode } from "../../repository/node.ts";
import type { IndexedRepository } from "../../repository/repository.ts";
import { type BlobSides, type BlobTotals, createBlobSides, type Side } from "./blob-sides.ts";
import { type BrowseOptions, reportOdd, reportProblem } from "./browse-problem.ts";
import { hasSameContent, isSameNode } from "./compare-nodes.ts";
import { type NodePair, pairNodes } from "./pair-nodes.ts";
import { createPathLimit, endlessError } from "./path-limit.ts";
import { readFolder, subtreeOf } from "./read-folder.ts";

export type DiffOptions = BrowseOptions & {
  /** Report entries of which only the metadata changed, too. */
  readonly metadata?: boolean | undefined;
  /** Tell of what is in a folder also where something else stands in its place, which restic does not. */
  readonly intoTypeChanges?: boolean | undefined;
  /** Leave the statistics away: they need everything that did not change to be read as well. */
  readonly withoutStatistics?: boolean | undefined;
};

export type DiffChange = {
  readonly kind: "change";
  /** Without a slash behind it. */
  readonly path: RawPath;
  /**
   * As restic shows it: `+` added, `-` removed, `T` type changed, `M` content changed, `U` metadata changed; `M?` when the
   * content changed and nothing else did, as on a disk that loses bits.
   */
  readonly modifier: string;
  readonly before: TreeNode | undefined;
  readonly after: TreeNode | undefined;
};

export type DiffCounts = BlobTotals & {
  readonly files: number;
  readonly folders: number;
  readonly others: number;
};

export type DiffStatistics = {
  readonly kind: "statistics";
  readonly changedFiles: number;
  readonly added: DiffCounts;
  readonly removed: DiffCounts;
};

type Level = {
  readonly path: RawPath;
  readonly trees: Readonly<Partial<Record<Side, BlobId>>>;
  readonly pairs: Iterator<NodePair, undefined>;
};

/**
 * Compares two folders, mostly the roots of two snapshots. Folders with the same id are not looked into.
 *
 * @yields changes in the order of paths, and the statistics at the end
 * @throws {BackstayError} what reading a tree throws, unless `onProblem` takes it
 */
export async function* diffSnapshots(
  repository: IndexedRepository,
  before: BlobId,
  after: BlobId,
  options: DiffOptions = {},
): AsyncGenerator<DiffChange | DiffStatistics> {
  const sides = createBlobSides(repository.cache);
  const counts = { before: newCounts(), after: newCounts() };
  let changedFiles = 0;
  const levels: Level[] = [];
  const limits = {
    before: createPathLimit(repository, options.signal),
    after: createPathLimit(repository, options.signal),
  };

  async function open(path: RawPath, trees: Level["trees"]): Promise<void> {
    try {
      const [left, right] = [await contentsOf(trees.before), await contentsOf(trees.after)];
      for (const { odd } of [left, right]) reportOdd(odd, path, options);
      const pairs = pairNodes(besides(left, right.odd), besides(right, left.odd));
      levels.push({ path, trees, pairs });
      await turnBackFromEndless("before", left.nodes.length);
      await turnBackFromEndless("after", right.nodes.length);
    } catch (error) {
      reportProblem(error, path, options);
    }
  }

  /** Leaves a folder that comes to an absurd number of paths on one side. */
  async function turnBackFromEndless(side: Side, entries: number): Promise<void> {
    const chain = () => levels.filter(({ trees }) => trees[side] !== undefined);
    const endless = await limits[side].entered(entries, () =>
      chain().flatMap(({ trees }) => trees[side] ?? []),
    );
    const level = endless === undefined ? undefined : chain()[endless];
    const tree = level?.trees[side];
    if (level === undefined || tree === undefined) return;
    levels.splice(levels.indexOf(level));
    reportProblem(endlessError(tree), level.path, options);
  }

  async function contentsOf(tree: BlobId | undefined): Promise<TreeContents> {
    return tree === undefined ? { nodes: [], odd: [] } : readFolder(repository, tree, options.signal);
  }

  async function openBelow(path: RawPath, pair: NodePair): Promise<void> {
    try {
      const left = folderOf("before", pair.before);
      const right = folderOf("after", pair.after);
      // restic does not look into either side
      if (isTypeChange(pair) && options.intoTypeChanges !== true) return;
      if (left !== undefined && left === right) sides.addCommonTree(left, path);
      else if (left !== undefined || right !== undefined) {
        await open(path, { ...(left && { before: left }), ...(right && { after: right }) });
      }
    } catch (error) {
      reportProblem(error, path, options);
    }
  }

  function folderOf(side: Side, node: TreeNode | undefined): BlobId | undefined {
    if (node?.type !== "dir") return undefined;
    return subtreeOf(
      node,
      levels.flatMap(({ trees }) => trees[side] ?? []),
    );
  }

  try {
    sides.add("before", "tree", before);
    sides.add("after", "tree", after);
    await open("/" as RawPath, { before, after });
    for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
      const next = level.pairs.next();
      if (next.done === true) {
        levels.pop();
        continue;
      }
      const pair = next.value;
      const path = joinRawPath(level.path, rawPathFromBytes((pair.after ?? pair.before).name));
      addBlobs(sides, "before", pair.before);
      addBlobs(sides, "after", pair.after);
      if (pair.before === undefined) countNode(counts.after, pair.after);
      else if (pair.after === undefined) countNode(counts.before, pair.before);
      const modifier = modifierOf(pair, options.metadata === true);
      if (modifier.includes("M")) changedFiles += 1;
      if (modifier !== "") yield { kind: "change", path, modifier, ...pair };
      await openBelow(path, pair);
    }
    if (options.withoutStatistics === true) return;
    if (sides.hasOneSided()) await markCommonTrees(repository, sides, options);
    const added = { ...counts.after, ...sides.totals("after") };
    const removed = { ...counts.before, ...sides.totals("before") };
    yield { kind: "statistics", changedFiles, added, removed };
  } finally {
    limits.before.close();
    limits.after.close();
    sides.close();
  }
}

/** What one side is not known to have, the other has neither lost nor got. */
function besides({ nodes }: TreeContents, oddOnOtherSide: readonly OddEntry[]): readonly TreeNode[] {
  if (oddOnOtherSide.length === 0) return nodes;
  const unknown = new Set(
    oddOnOtherSide.flatMap(({ name, fault }) => (fault === "twice" ? [] : rawPathFromBytes(name))),
  );
  return nodes.filter(({ name }) => !unknown.has(rawPathFromBytes(name)));
}

function modifierOf({ before, after }: NodePair, withMetadata: boolean): string {
  if (before === undefined) return "+";
  if (after === undefined) return "-";
  if (before.type !== after.type) return withMetadata ? "TU" : "T";
  if (before.type === "file" && !hasSameContent(before, after)) {
    const onlyContent = isSameNode({ ...before, content: null }, { ...after, content: null });
    return onlyContent ? "M?" : "M";
  }
  return withMetadata && !isSameNode(before, after) ? "U" : "";
}

function isTypeChange({ before, after }: NodePair): boolean {
  return before !== undefined && after !== undefined && before.type !== after.type;
}

function newCounts() {
  return { files: 0, folders: 0, others: 0 };
}

function countNode(counts: ReturnType<typeof newCounts>, node: TreeNode): void {
  counts[node.type === "file" ? "files" : node.type === "dir" ? "folders" : "others"] += 1;
}

function addBlobs(sides: BlobSides, side: Side, node: TreeNode | undefined): void {
  if (node?.type === "file") for (const id of node.content ?? []) sides.add(side, "data", id);
  else if (node?.type === "dir" && node.subtree !== undefined) sides.add(side, "tree", node.subtree);
}

async function markCommonTrees(
  repository: IndexedRepository,
  sides: BlobSides,
  options: BrowseOptions,
): Promise<void> {
  for (const { id: tree, path } of sides.commonTrees()) {
    try {
      const { nodes, odd } = await readFolder(repository, tree, options.signal);
      reportOdd(odd, path, options);
      for (const node of nodes) {
        if (node.type === "file") for (const id of node.content ?? []) sides.markCommon("data", id);
        if (node.type !== "dir" || node.subtree === undefined) continue;
        sides.markCommon("tree", node.subtree);
        sides.addCommonTree(node.subtree, joinRawPath(path, rawPathFromBytes(node.name)));
      }
    } catch (error) {
      reportProblem(error, path, options);
    }
  }
}
