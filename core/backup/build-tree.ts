import type { BlobId } from "../../shared/ids.ts";
import { encodeTree } from "../repository/format/tree-encode.ts";
import type { IndexedRepository } from "../repository/repository.ts";
import type { IgnoredFacts } from "./folder-record.ts";
import { type FolderState, withSubtree } from "./folder-state.ts";
import { packRecord } from "./previous-folder.ts";

/** A folder's tree, and how many bytes of it the repository did not have: all or none. */
export type SettledTree = { readonly id: BlobId; readonly addedBytes: number };

export type TreeBuilderOptions = {
  readonly repository: IndexedRepository;
  readonly ignored: IgnoredFacts;
  /**
   * A folder's tree is known.
   * @param again store it even if the index names it
   */
  readonly onTree: (json: Uint8Array, again: boolean) => SettledTree;
};

/** Turns folders of which everything is known into trees, and keeps these in the cache with what was seen. */
export type TreeBuilder = {
  /** @returns the folder's tree: that of the parent snapshot when nothing in it changed */
  finish(folder: FolderState): SettledTree;
};

export function createTreeBuilder({ repository, ignored, onTree }: TreeBuilderOptions): TreeBuilder {
  function finish(folder: FolderState): SettledTree {
    const { isSame, previous } = folder;
    if (isSame && previous !== undefined) return { id: previous.treeId, addedBytes: 0 };
    return saveTree(folder, nodesOf(folder));
  }

  function nodesOf(folder: FolderState): string[] {
    const nodes: string[] = [];
    for (const [slot] of folder.names.entries()) {
      const node = folder.nodes[slot];
      if (node === undefined) continue;
      const subtree = folder.subtrees[slot];
      if (!isFolderNode(node)) nodes.push(node);
      // a folder that could not be listed is a problem already reported, and not in the snapshot
      else if (subtree !== undefined) nodes.push(withSubtree(node, subtree));
      else folder.isRecordGood = false;
    }
    return nodes;
  }

  function saveTree(folder: FolderState, nodes: readonly string[]): SettledTree {
    const json = encodeTree(nodes);
    const tree = onTree(json, folder.isParentLost);
    const record = folder.isRecordGood ? folder.record : undefined;
    const subtrees = foldersOf(folder).map((slot) => folder.subtrees[slot]);
    repository.cache.trees.put(
      tree.id,
      json,
      record === undefined
        ? undefined
        : packRecord(
            record,
            subtrees.filter((subtree) => subtree !== undefined),
            ignored,
          ),
    );
    return tree;
  }

  function foldersOf(folder: FolderState): number[] {
    const slots: number[] = [];
    for (const [slot] of folder.names.entries()) {
      const node = folder.nodes[slot];
      if (node !== undefined && isFolderNode(node)) slots.push(slot);
    }
    return slots;
  }

  return { finish };
}

/** `type` follows the name, in which a quote would be escaped. */
function isFolderNode(node: string): boolean {
  const at = node.indexOf(',"type":"');
  return node.startsWith(',"type":"dir"', at);
}
