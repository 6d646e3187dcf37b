import type { EntryFault } from "../../../shared/entry-faults.ts";
import { BackstayError } from "../../../shared/errors.ts";
import type { BlobId } from "../../../shared/ids.ts";
import type { TreeNode } from "../node.ts";
import { type JsonElement, scanJsonLists } from "./json-scan.ts";
import { decodeNode, OddEntryError } from "./node-decode.ts";
import { compareNames } from "./tree-encode.ts";

/** An entry of a tree that cannot be believed, as far as it can be shown. */
export type OddEntry = {
  /** Raw bytes, cut when long; empty when it has no name that can be read. */
  readonly name: Uint8Array;
  readonly fault: EntryFault;
};

/** What a tree holds. */
export type TreeContents = {
  readonly nodes: readonly TreeNode[];
  /** Entries left out. None in what restic and Backstay write. */
  readonly odd: readonly OddEntry[];
};

const SHOWN_NAME_BYTES = 300;

/**
 * Reads a tree blob of which every entry matters. Fields and members it does not know are passed over. Entries out of order are taken
 * as they are (old restic versions wrote such trees), two entries of the same name are not.
 *
 * What the entries mean is not checked: a folder may lack its subtree, and names may hold anything (see `safe-name.ts`).
 *
 * @param json the blob, decrypted and decompressed
 * @param treeId for errors
 * @throws {BackstayError} TREE_BROKEN; its cause names the entry, or the place in the JSON
 * @source restic repository format v2, "Trees and Data"
 */
export function decodeTree(json: Uint8Array, treeId: BlobId): readonly TreeNode[] {
  const nodes: TreeNode[] = [];
  scanTree(json, treeId, (node) => nodes.push(node));
  return nodes;
}

/**
 * The same for whoever can do without an entry: those that cannot be believed are told, and the others are read all the same. Of
 * several entries of one name the first counts.
 *
 * @throws {BackstayError} TREE_BROKEN when the list itself cannot be read
 */
export function decodeTreeContents(json: Uint8Array, treeId: BlobId): TreeContents {
  const nodes: TreeNode[] = [];
  const odd: OddEntry[] = [];
  scanEntries(json, treeId, {
    onNode: (node) => nodes.push(node),
    onOdd: ({ entryName = Buffer.of(), fault }) =>
      odd.push({ name: entryName.slice(0, SHOWN_NAME_BYTES), fault }),
  });
  return { nodes, odd };
}

/**
 * Reads a tree blob entry by entry.
 * @param visit told of each entry, and the JSON text it was read from
 * @throws {BackstayError} TREE_BROKEN, also after entries were visited
 */
export function scanTree(
  json: Uint8Array,
  treeId: BlobId,
  visit: (node: TreeNode, text: string) => void,
): void {
  scanEntries(json, treeId, {
    onNode: visit,
    onOdd(error) {
      throw new BackstayError("TREE_BROKEN", { treeId, reason: `entry-${error.fault}` }, { cause: error });
    },
  });
}

type EntryVisitor = {
  onNode(node: TreeNode, text: string): void;
  onOdd(error: OddEntryError): void;
};

function scanEntries(json: Uint8Array, treeId: BlobId, { onNode, onOdd }: EntryVisitor): void {
  const fail = (problem: string): never => {
    throw new BackstayError("TREE_BROKEN", { treeId, reason: "json" }, { cause: new Error(problem) });
  };
  const isTwice = createNameCheck();
  let hasNodes = false;
  let count = 0;
  scanJsonLists(json, {
    onList: (member) => {
      hasNodes ||= member === "nodes";
    },
    onElement: (element: JsonElement) => {
      if (element.member !== "nodes") return;
      const node = decodeOrOdd(element, count);
      count += 1;
      if (node instanceof OddEntryError) onOdd(node);
      else if (isTwice(node.name)) onOdd(twice(node.name));
      else onNode(node, element.text);
    },
    fail,
  });
  if (!hasNodes) throw new BackstayError("TREE_BROKEN", { treeId, reason: "no-list" });
}

function decodeOrOdd(element: JsonElement, index: number): TreeNode | OddEntryError {
  try {
    return decodeNode(element, index);
  } catch (error) {
    if (error instanceof OddEntryError) return error;
    throw error;
  }
}

function twice(name: Uint8Array): OddEntryError {
  const shown = Buffer.from(name).toString().slice(0, SHOWN_NAME_BYTES);
  return new OddEntryError("twice", `entry ${JSON.stringify(shown)} is there twice`, name);
}

/** @returns a check whether a name was there before */
function createNameCheck(): (name: Uint8Array) => boolean {
  const names: Uint8Array[] = [];
  let last: Uint8Array | undefined;
  // Only built for a tree that is out of order: in an ordered one equal names are neighbours.
  let seen: Set<string> | undefined;
  return (name) => {
    const order = last === undefined ? -1 : compareNames(last, name);
    if (order >= 0) seen ??= new Set(names.map(keyOf));
    last = name;
    if (seen === undefined) {
      names.push(name);
      return false;
    }
    const key = keyOf(name);
    if (seen.has(key)) return true;
    seen.add(key);
    return false;
  };
}

function keyOf(name: Uint8Array): string {
  return Buffer.from(name.buffer, name.byteOffset, name.byteLength).toString("latin1");
}
