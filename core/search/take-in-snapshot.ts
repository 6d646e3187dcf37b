import { hash } from "node:crypto";
import { BackstayError, type ErrorCode } from "../../shared/errors.ts";
import type { BlobId } from "../../shared/ids.ts";
import { type RawPath, rawPathFromBytes } from "../platform/raw-path.ts";
import { timeMsOf } from "../reader/time-ms.ts";
import { shownType } from "../reader/tree-entry.ts";
import type { TreeContents } from "../repository/format/tree-decode.ts";
import type { TreeNode } from "../repository/node.ts";
import type { IndexedRepository } from "../repository/repository.ts";
import { createPathLimit } from "../restore/browse/path-limit.ts";
import { readFolder, subtreeOf } from "../restore/browse/read-folder.ts";
import { FOLDER, typeToNumber } from "./entry-types.ts";
import type { EntryFacts, IndexWriter, LiveEntry } from "./index-writer.ts";

/** A snapshot on its way into the index. */
export type TakenIn = {
  readonly series: number;
  readonly number: number;
  /** The snapshot before it in its series; 0 for the first one. */
  readonly before: number;
  readonly tree: BlobId;
};

export type TakeInOptions = {
  readonly signal: AbortSignal;
  /** Called after each folder, where what was written so far may be made durable. */
  readonly onFolder: () => void;
};

/** Damage of a single folder: what was in it before counts as being in it still, for nothing says otherwise. */
const DAMAGE: readonly ErrorCode[] = [
  "TREE_BROKEN",
  "BLOB_MISSING",
  "BLOB_CORRUPT",
  "OBJECT_MISSING",
  "OBJECT_CORRUPT",
];

/**
 * Brings the index from the snapshot before to this one. Only folders that changed are looked into, so the work depends on what
 * changed. Done again after it was interrupted, it goes on where it was.
 *
 * @returns how many folders could not be read, or not all of them
 * @throws {BackstayError} what the store throws; CANCELLED
 */
export async function takeInSnapshot(
  repository: IndexedRepository,
  writer: IndexWriter,
  snapshot: TakenIn,
  { signal, onFolder }: TakeInOptions,
): Promise<number> {
  const { series, number, before } = snapshot;
  let unreadable = 0;
  const limit = createPathLimit(repository, signal);
  /** How deep the folder lies that comes to an absurd number of paths, as long as the way leads out of it. */
  let endlessDepth: number | undefined;

  async function takeInFolder(folder: number, tree: BlobId, above: readonly BlobId[]): Promise<void> {
    const contents = await readOrNothing(tree);
    if (contents === undefined || contents.odd.length > 0) unreadable += 1;
    if (contents === undefined) return;
    const { nodes, odd } = contents;
    endlessDepth = await limit.entered(nodes.length, () => [...above, tree]);
    if (endlessDepth !== undefined) {
      unreadable += 1;
      return;
    }
    const live = writer.live(folder);
    const inside: { readonly path: number; readonly tree: BlobId }[] = [];
    for (const node of nodes) {
      const name = rawPathFromBytes(node.name);
      const known = live.get(name);
      live.delete(name);
      const path = takeInEntry(folder, name, node, known);
      if (node.type !== "dir" || node.subtree === known?.tree) continue;
      try {
        inside.push({ path, tree: subtreeOf(node, [...above, tree]) });
      } catch (error) {
        if (!(error instanceof BackstayError)) throw error;
        unreadable += 1;
      }
    }
    for (const { name } of odd) live.delete(rawPathFromBytes(name)); // nothing says that it has gone
    for (const { path, type } of live.values()) endEntry(path, type);
    onFolder();
    const unreadableBefore = unreadable - (odd.length > 0 ? 1 : 0);
    for (const { path, tree: subtree } of inside) {
      await takeInFolder(path, subtree, [...above, tree]);
      if (endlessDepth !== undefined && endlessDepth <= above.length) return;
    }
    // what could not be read is looked at again with the next snapshot
    if (unreadable === unreadableBefore) writer.compared(folder, tree, number);
  }

  async function readOrNothing(tree: BlobId): Promise<TreeContents | undefined> {
    try {
      return await readFolder(repository, tree, signal);
    } catch (error) {
      if (error instanceof BackstayError && DAMAGE.includes(error.code)) return undefined;
      throw error;
    }
  }

  function takeInEntry(folder: number, name: RawPath, node: TreeNode, known: LiveEntry | undefined): number {
    const facts = factsOf(node);
    if (known !== undefined && known.type === facts.type && known.content === facts.content) {
      if (known.mtimeMs !== facts.mtimeMs) writer.touch(known.path, facts.mtimeMs);
      return known.path;
    }
    if (known !== undefined) endEntry(known.path, known.type);
    return writer.begin(series, folder, name, facts, number);
  }

  function endEntry(path: number, type: number): void {
    if (type === FOLDER) writer.endBelow(path, before);
    else writer.end(path, before);
  }

  const root = writer.root(series);
  try {
    if (writer.treeOf(root) !== snapshot.tree) await takeInFolder(root, snapshot.tree, []);
    return unreadable;
  } finally {
    limit.close();
  }
}

/** So many bits of a checksum are enough to tell the few versions of one file apart, and fit a number. */
const CONTENT_BYTES = 6;

function factsOf(node: TreeNode): EntryFacts {
  const type = typeToNumber(shownType(node.type));
  const mtimeMs = timeMsOf(node.mtimeNs);
  if (node.type === "dir") return { type, sizeBytes: 0, mtimeMs, content: 0 };
  const text = `${node.mtimeNs} ${Buffer.from(node.linkTarget).toString("latin1")} ${(node.content ?? []).join("")}`;
  const content = hash("sha256", text, "buffer").readUIntBE(0, CONTENT_BYTES);
  return { type, sizeBytes: node.type === "file" ? node.sizeBytes : 0, mtimeMs, content };
}
