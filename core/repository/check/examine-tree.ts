import { isBackstayError } from "../../../shared/errors.ts";
import type { BlobId } from "../../../shared/ids.ts";
import { whyUnsafe } from "../../restore/safe-name.ts";
import { decodeTree } from "../format/tree-decode.ts";
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
};

export const ID_BYTES = 32;
const SHOWN_NAME_BYTES = 300;
/** A hostile tree may have a million bad entries; the first ones tell as much. */
const MAX_FINDINGS = 100;
const NO_IDS = new Uint8Array(0);

/** What restic makes nothing of when it restores. */
const TYPES_WITHOUT_MEANING: ReadonlySet<NodeType> = new Set(["irregular", ""]);

/** @param json bytes whose hash is right, so whatever is wrong with them was written so */
export function examineTree(json: Uint8Array, treeId: BlobId): TreeReport {
  let nodes: readonly TreeNode[];
  try {
    nodes = decodeTree(json, treeId);
  } catch (error) {
    if (!isBackstayError(error, "TREE_BROKEN")) throw error;
    const problem: TreeProblem = { code: "tree-broken", treeId, reason: error.details.reason };
    return { id: treeId, subtrees: NO_IDS, content: NO_IDS, problems: [problem], notes: [] };
  }
  const { subtrees, content } = treeReferences(nodes);
  const problems: TreeProblem[] = [];
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
  return { id: treeId, subtrees: pack(subtrees), content: pack(content), problems, notes };
}

function whatIsWrong(node: TreeNode): Exclude<TreeProblem["code"], "tree-broken"> | undefined {
  if (TYPES_WITHOUT_MEANING.has(node.type)) return "entry-type-unknown";
  if (node.type === "dir" && node.subtree === undefined) return "folder-without-tree";
  if (node.type === "file" && node.content === null) return "file-without-content";
  return undefined;
}

function nameOf({ name }: TreeNode): string {
  return Buffer.from(name.subarray(0, SHOWN_NAME_BYTES)).toString();
}

function pack(ids: readonly BlobId[]): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.from(new ArrayBuffer(ids.length * ID_BYTES));
  ids.forEach((id, n) => {
    bytes.write(id, n * ID_BYTES, "hex");
  });
  return new Uint8Array(bytes.buffer);
}
