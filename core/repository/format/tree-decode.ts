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
  const nodes: TreeNode[] = [];
  scanTree(json, treeId, (node) => nodes.push(node));
  return nodes;
}

/**
 * The same, entry by entry.
 * @param visit told of each entry, and the JSON text it was read from
 * @throws {BackstayError} TREE_BROKEN, also after entries were visited
 */
export function scanTree(
  json: Uint8Array,
  treeId: BlobId,
  visit: (node: TreeNode, text: string) => void,
): void {
  const fail = (reason: string): never => {
    throw new BackstayError("TREE_BROKEN", { treeId, reason });
  };
  const refuseTwice = createNameCheck(fail);
  let hasNodes = false;
  let count = 0;
  scanJsonLists(json, {
    onList: (member) => {
      hasNodes ||= member === "nodes";
    },
    onElement: (element: JsonElement) => {
      if (element.member !== "nodes") return;
      const node = decodeNode(element, count, fail);
      refuseTwice(node.name);
      count += 1;
      visit(node, element.text);
    },
    fail,
  });
  if (!hasNodes) fail("it has no list of nodes");
}

/** Refuses a name that was there before. */
function createNameCheck(fail: (reason: string) => never): (name: Uint8Array) => void {
  const names: Uint8Array[] = [];
  let last: Uint8Array | undefined;
  // Only built for a tree that is out of order: in an ordered one equal names are neighbours.
  let seen: Set<string> | undefined;
  return (name) => {
    const order = last === undefined ? -1 : compareNames(last, name);
    if (order >= 0) seen ??= new Set(names.map(keyOf));
    if (seen === undefined) names.push(name);
    else {
      const key = keyOf(name);
      if (seen.has(key))
        fail(`entry ${JSON.stringify(Buffer.from(name).toString().slice(0, 300))} is there twice`);
      seen.add(key);
    }
    last = name;
  };
}

function keyOf(name: Uint8Array): string {
  return Buffer.from(name.buffer, name.byteOffset, name.byteLength).toString("latin1");
}
