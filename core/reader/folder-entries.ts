import { type RawPath, rawPathFromBytes } from "../platform/raw-path.ts";
import type { OddEntry } from "../repository/format/tree-decode.ts";
import type { NodeType, TreeNode } from "../repository/node.ts";

/** An entry of a folder. */
export type ListedEntry = {
  /** One component, whatever it holds. */
  readonly name: RawPath;
  readonly type: NodeType;
  /** What somebody wrote there; zero for everything but files. */
  readonly sizeBytes: number;
  readonly mtimeNs: bigint;
  /** Empty unless a symbolic link. */
  readonly linkTarget: RawPath;
};

/** Entries by their number, in the order of the tree. */
export type FolderEntries = {
  readonly count: number;
  /** What it costs to keep them, about. */
  readonly weightBytes: number;
  name(n: number): RawPath;
  isFolder(n: number): boolean;
  /** @throws {BackstayError} TREE_BROKEN */
  entry(n: number): ListedEntry;
  /** The whole entry. @throws {BackstayError} TREE_BROKEN */
  node(n: number): TreeNode;
  /** @returns undefined when no entry has the name */
  find(name: RawPath): number | undefined;
  /** What is left out because it cannot be believed. */
  readonly odd: readonly OddEntry[];
};

export function entryOfNode(node: TreeNode): ListedEntry {
  return {
    name: rawPathFromBytes(node.name),
    type: node.type,
    sizeBytes: node.type === "file" ? node.sizeBytes : 0,
    mtimeNs: node.mtimeNs,
    linkTarget: rawPathFromBytes(node.linkTarget),
  };
}
