import { isBackstayError } from "../../../shared/errors.ts";
import type { BlobId } from "../../../shared/ids.ts";
import { whyUnsafe } from "../../restore/safe-name.ts";
import { decodeTreeContents, type OddEntry, type TreeContents } from "../format/tree-decode.ts";
import { treeReferences } from "../inventory/tree-references.ts";
import type { NodeType, TreeNode } from "../node.ts";
import type { TreeNote, TreeProblem } from "./check-result.ts";

/** What a tree says, as a thread reports it. Ids are 32 bytes each, back to back. */
export type TreeReport = {
  readonly id: BlobId;
  readonly subtrees: Uint8Array<ArrayBuffer>;
  readonly content: Uint8Array<ArrayBuffer>;
  readonly problems: readonly TreeProblem[];
  readonly notes: readonly TreeNote[];
  readonly files: TreeFiles;
};

/** The files of a tree and how long they say they are; how long they are, only the index knows. */
export type TreeFiles = {
  /** Three numbers each: its size, and where its part of `chunks` and of `names` ends. */
  readonly ends: Float64Array<ArrayBuffer>;
  /** Places in the tree's `content`, file by file. */
  readonly chunks: Uint32Array<ArrayBuffer>;
  /** Names as text, cut when long, one after the other in UTF-8. */
  readonly names: Uint8Array<ArrayBuffer>;
};
export const NUMBERS_PER_FILE = 3;

export const ID_BYTES = 32;
const SHOWN_NAME_BYTES = 300;
/** A hostile tree may have a million bad entries; the first ones tell as much. */
const MAX_FINDINGS = 100;
const NO_IDS = new Uint8Array(0);
const NO_FILES: TreeFiles = { ends: new Float64Array(0), chunks: new Uint32Array(0), names: NO_IDS };

/** What restic makes nothing of when it restores. */
const TYPES_WITHOUT_MEANING: ReadonlySet<NodeType> = new Set(["irregular", ""]);

/** @param json bytes whose hash is right, so whatever is wrong with them was written so */
export function examineTree(json: Uint8Array, treeId: BlobId): TreeReport {
  let contents: TreeContents;
  try {
    contents = decodeTreeContents(json, treeId);
  } catch (error) {
    if (!isBackstayError(error, "TREE_BROKEN")) throw error;
    const problem: TreeProblem = { code: "tree-broken", treeId, reason: error.details.reason };
    return { id: treeId, subtrees: NO_IDS, content: NO_IDS, problems: [problem], notes: [], files: NO_FILES };
  }
  const { nodes, odd } = contents;
  const { subtrees, content } = treeReferences(nodes);
  const problems: TreeProblem[] = odd.slice(0, MAX_FINDINGS).map((entry) => oddProblem(entry, treeId));
  const notes: TreeNote[] = [];
  for (const node of nodes) {
    const code = whatIsWrong(node);
    if (code !== undefined && problems.length < MAX_FINDINGS)
      problems.push({ code, treeId, name: nameOf(node) });
    // by Linux's rules, the most permissive: what a name means elsewhere shows when it is restored there
    const reason = whyUnsafe(node.name, "linux");
    if (reason !== undefined && notes.length < MAX_FINDINGS)
      notes.push({ code: "name-unsafe", treeId, name: nameOf(node), reason });
  }
  const files = filesOf(nodes, content);
  return { id: treeId, subtrees: pack(subtrees), content: pack(content), problems, notes, files };
}

function oddProblem({ name, fault }: OddEntry, treeId: BlobId): TreeProblem {
  return { code: "entry-broken", treeId, name: nameOf({ name }), fault };
}

function filesOf(nodes: readonly TreeNode[], content: readonly BlobId[]): TreeFiles {
  const numbers = new Map(content.map((id, n) => [id, n]));
  const files = nodes.filter((node) => node.type === "file" && node.content !== null);
  const ends = new Float64Array(files.length * NUMBERS_PER_FILE);
  const chunks: number[] = [];
  const names: Uint8Array[] = [];
  let namesEnd = 0;
  for (const [n, file] of files.entries()) {
    for (const id of file.content ?? []) chunks.push(numbers.get(id) ?? 0);
    const name = Buffer.from(nameOf(file));
    names.push(name);
    namesEnd += name.length;
    ends.set([file.sizeBytes, chunks.length, namesEnd], n * NUMBERS_PER_FILE);
  }
  const allNames = new Uint8Array(namesEnd);
  let at = 0;
  for (const name of names) {
    allNames.set(name, at);
    at += name.length;
  }
  return { ends, chunks: Uint32Array.from(chunks), names: allNames };
}

type WrongCode = Exclude<TreeProblem["code"], "tree-broken" | "entry-broken">;

function whatIsWrong(node: TreeNode): WrongCode | undefined {
  if (TYPES_WITHOUT_MEANING.has(node.type)) return "entry-type-unknown";
  if (node.type === "dir" && node.subtree === undefined) return "folder-without-tree";
  if (node.type === "file" && node.content === null) return "file-without-content";
  return undefined;
}

function nameOf({ name }: Pick<TreeNode, "name">): string {
  return Buffer.from(name.subarray(0, SHOWN_NAME_BYTES)).toString();
}

function pack(ids: readonly BlobId[]): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.from(new ArrayBuffer(ids.length * ID_BYTES));
  ids.forEach((id, n) => {
    bytes.write(id, n * ID_BYTES, "hex");
  });
  return new Uint8Array(bytes.buffer);
}
