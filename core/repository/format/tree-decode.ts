import { BackstayError } from "../../../shared/errors.ts";
import type { BlobId } from "../../../shared/ids.ts";
import type { TreeNode } from "../node.ts";
import { type JsonElement, scanJsonLists } from "./json-scan.ts";
import { decodeNode } from "./node-decode.ts";
import { compareNames } from "./tree-encode.ts";

/**
 * Reads a tree blob. Fields and members it does not know are passed over. Entries out of order are taken as they are (old
 * restic versions wrote such trees), two entries of the same name are not.
 *
 * What the entries mean is not checked: a folder may lack its subtree, and names may hold anything (see `safe-name.ts`).
 *
 * @param json the blob, decrypted and decompressed
 * @param treeId for errors
 * @throws {BackstayError} TREE_BROKEN naming the entry and what is wrong with it
 * @source restic repository format v2, "Trees and Data"
 */
export function decodeTree(json: Uint8Array, treeId: BlobId): readonly TreeNode[] {
  const fail = (reason: string): never => {
    throw new BackstayError("TREE_BROKEN", { treeId, reason });
  };
  const nodes: TreeNode[] = [];
  const addNode = createCollector(nodes, fail);
  let hasNodes = false;
  scanJsonLists(json, {
    onList: (member) => {
      hasNodes ||= member === "nodes";
    },
    onElement: (element: JsonElement) => {
      if (element.member === "nodes") addNode(decodeNode(element, nodes.length, fail));
    },
    fail,
  });
  if (!hasNodes) fail("it has no list of nodes");
  return nodes;
}

/** Appends to `nodes`, and refuses a name that is there already. */
function createCollector(nodes: TreeNode[], fail: (reason: string) => never): (node: TreeNode) => void {
  let last: TreeNode | undefined;
  // Only built for a tree that is out of order: in an ordered one equal names are neighbours.
  let seen: Set<string> | undefined;
  return (node) => {
    const order = last === undefined ? -1 : compareNames(last.name, node.name);
    if (order >= 0) seen ??= new Set(nodes.map(keyOf));
    if (seen !== undefined) {
      const key = keyOf(node);
      if (seen.has(key))
        fail(`entry ${JSON.stringify(Buffer.from(node.name).toString().slice(0, 300))} is there twice`);
      seen.add(key);
    }
    nodes.push(node);
    last = node;
  };
}

function keyOf(node: TreeNode): string {
  return Buffer.from(node.name.buffer, node.name.byteOffset, node.name.byteLength).toString("latin1");
}
