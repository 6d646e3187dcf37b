/**
 * A folder as a page shows it. A folder of a hundred thousand entries has to open while a person still thinks it opens at once, and
 * decoding such a tree in full takes longer than that: so the names are found first, and of the rest what is shown.
 */

import type { CheckedInput } from "../../shared/api/methods.ts";
import type { BlobId } from "../../shared/ids.ts";
import { rawPathFromBytes } from "../platform/raw-path.ts";
import { decodeTreeContents } from "../repository/format/tree-decode.ts";
import type { TreeNode } from "../repository/node.ts";
import { comparerFor } from "./compare-names.ts";
import { entryOfNode, type FolderEntries } from "./folder-entries.ts";
import { findPlainEntries } from "./plain-entries.ts";

/** As the contract has it. */
export type EntryOrder = CheckedInput<"restore.folder">["sort"];

export type FolderListing = FolderEntries & {
  /** Numbers of the entries as a page wants to see them, folders always first. Worked out once for each order. */
  inOrder(sort: EntryOrder): Uint32Array;
};

/**
 * @param json the tree blob
 * @throws {BackstayError} TREE_BROKEN
 */
export function listFolder(json: Uint8Array, treeId: BlobId): FolderListing {
  const entries = findPlainEntries(json, treeId) ?? decodeEntries(json, treeId);
  const orders = new Map<string, Uint32Array>();
  return {
    ...entries,
    inOrder(sort) {
      const key = `${sort.by} ${sort.descending}`;
      const known = orders.get(key);
      if (known !== undefined) return known;
      const order = sortEntries(entries, sort);
      orders.set(key, order);
      return order;
    },
  };
}

function decodeEntries(json: Uint8Array, treeId: BlobId): FolderEntries {
  const { nodes, odd } = decodeTreeContents(json, treeId);
  const numbers = new Map(nodes.map(({ name }, n) => [rawPathFromBytes(name), n]));
  const at = (n: number): TreeNode => {
    const node = nodes[n];
    if (node === undefined) throw new RangeError(`the folder has no entry ${n}`);
    return node;
  };
  return {
    count: nodes.length,
    weightBytes: json.length,
    name: (n) => rawPathFromBytes(at(n).name),
    isFolder: (n) => at(n).type === "dir",
    entry: (n) => entryOfNode(at(n)),
    node: at,
    find: (name) => numbers.get(name),
    odd,
  };
}

function sortEntries(entries: FolderEntries, { by, descending }: EntryOrder): Uint32Array {
  const sign = descending ? -1 : 1;
  const compareNames = comparerFor(Array.from({ length: entries.count }, (_, n) => entries.name(n)));
  const byName = (a: number, b: number) => compareNames(a, b) || a - b;
  const values = by === "name" ? undefined : valuesOf(entries, by);
  const compare =
    values === undefined
      ? (a: number, b: number) => sign * byName(a, b)
      : (a: number, b: number) => sign * ((values[a] ?? 0) - (values[b] ?? 0)) || byName(a, b);
  const folders: number[] = [];
  const others: number[] = [];
  for (let n = 0; n < entries.count; n += 1) (entries.isFolder(n) ? folders : others).push(n);
  return Uint32Array.from([...folders.sort(compare), ...others.sort(compare)]);
}

/** Exact enough to sort by: times to the microsecond. */
function valuesOf(entries: FolderEntries, by: "size" | "modified"): Float64Array {
  const values = new Float64Array(entries.count);
  for (let n = 0; n < entries.count; n += 1) {
    const { sizeBytes, mtimeNs } = entries.entry(n);
    values[n] = by === "size" ? sizeBytes : Number(mtimeNs / 1000n);
  }
  return values;
}
