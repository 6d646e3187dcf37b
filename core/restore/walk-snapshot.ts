import { BackstayError, isBackstayError } from "../../shared/errors.ts";
import type { BlobId } from "../../shared/ids.ts";
import { joinRawPath, type RawPath, rawPathFromBytes, rawPathToText } from "../platform/raw-path.ts";
import { decodeTreeContents, type OddEntry, type TreeContents } from "../repository/format/tree-decode.ts";
import type { TreeNode } from "../repository/node.ts";
import { readTree } from "../repository/read-blob.ts";
import type { IndexedRepository } from "../repository/repository.ts";
import { createPathLimit } from "./browse/path-limit.ts";
import { problemFor, type RestoreProblem } from "./problem.ts";
import { checkEntryName } from "./safe-name.ts";

/** An entry whose name is safe. */
export type WalkEntry = {
  readonly node: TreeNode;
  readonly name: RawPath;
  /** From the root of the walk, with `/` at its beginning. */
  readonly path: RawPath;
};

/** What a walk tells; `Folder` is whatever the visitor takes for one. */
export type SnapshotVisitor<Folder> = {
  /** @returns undefined not to go into the folder */
  enter(entry: WalkEntry, parent: Folder): Folder | undefined;
  /** All entries of a folder that are no folders themselves; before any of its folders is entered. */
  entries(folder: Folder, entries: readonly WalkEntry[]): Promise<void>;
  /** Everything in the folder was told. */
  leave(folder: Folder): Promise<void>;
  problem(problem: RestoreProblem): void;
};

/** No file system allows paths with so many folders; a tree that goes deeper was made to do harm. */
const MAX_DEPTH = 4096;

type Frame<Folder> = {
  readonly folder: Folder;
  readonly path: RawPath;
  readonly tree: BlobId;
  /** Folders in it that are still to be entered, the next one last. */
  readonly below: WalkEntry[];
};

/**
 * Tells every entry of a tree, depth first, trusting nothing in it: an entry that cannot be believed, an unsafe name, a folder within itself or a
 * listing that cannot be read is a problem of that entry, and the walk goes on beside it. Holds in memory one folder's entries, and the subfolders of
 * the folders above it.
 *
 * @throws {BackstayError} what the store throws when it is not about one object
 */
export async function walkSnapshot<Folder>(
  repository: IndexedRepository,
  tree: BlobId,
  root: Folder,
  visitor: SnapshotVisitor<Folder>,
  signal: AbortSignal,
): Promise<void> {
  const stack: Frame<Folder>[] = [];
  const treesAbove = new Set<BlobId>();
  const limit = createPathLimit(repository, signal);

  async function open(id: BlobId, folder: Folder, path: RawPath): Promise<void> {
    const contents = await readContents(id, path);
    if (contents === undefined) return await visitor.leave(folder);
    for (const entry of contents.odd) tellOdd(entry, path);
    const safe = contents.nodes.flatMap((node) => safeEntry(node, path) ?? []);
    treesAbove.add(id);
    stack.push({ folder, path, tree: id, below: safe.filter(isFolder).reverse() });
    const endless = await limit.entered(safe.length, () => stack.map((frame) => frame.tree));
    if (endless !== undefined) return await turnBack(endless);
    await visitor.entries(
      folder,
      safe.filter((entry) => !isFolder(entry)),
    );
  }

  /** Leaves a folder that comes to an absurd number of paths, and all that was begun in it. */
  async function turnBack(from: number): Promise<void> {
    const begun = stack.splice(from);
    for (const { folder, tree: left } of begun.reverse()) {
      treesAbove.delete(left);
      await visitor.leave(folder);
    }
    const [endless] = begun.slice(-1);
    if (endless !== undefined) visitor.problem({ path: endless.path, ...problemFor("endless") });
  }

  async function readContents(id: BlobId, path: RawPath): Promise<TreeContents | undefined> {
    try {
      return decodeTreeContents(await readTree(repository, id, signal), id);
    } catch (error) {
      if (!isDamage(error)) throw error;
      const reason = error.code === "TREE_BROKEN" ? "broken-tree" : "damaged";
      visitor.problem({ path, ...problemFor(reason) });
      return undefined;
    }
  }

  /** One without a name is a problem of its folder. */
  function tellOdd({ name, fault }: OddEntry, folder: RawPath): void {
    const path = name.length === 0 ? folder : joinRawPath(folder, rawPathFromBytes(name));
    visitor.problem({ path, ...problemFor(`odd-${fault}`) });
  }

  function safeEntry(node: TreeNode, folder: RawPath): WalkEntry | undefined {
    const name = rawPathFromBytes(node.name);
    const path = joinRawPath(folder, name);
    try {
      checkEntryName(node.name, rawPathToText(folder));
      return { node, name, path };
    } catch (error) {
      if (!isBackstayError(error, "NAME_UNSAFE")) throw error;
      visitor.problem({ path, ...problemFor("unsafe-name") });
      return undefined;
    }
  }

  async function enter(entry: WalkEntry, parent: Frame<Folder>): Promise<void> {
    const { subtree } = entry.node;
    const reason =
      subtree === undefined || treesAbove.has(subtree)
        ? "broken-tree"
        : stack.length >= MAX_DEPTH
          ? "too-deep"
          : undefined;
    if (subtree === undefined || reason !== undefined) {
      return visitor.problem({ path: entry.path, ...problemFor(reason ?? "broken-tree") });
    }
    const folder = visitor.enter(entry, parent.folder);
    if (folder !== undefined) await open(subtree, folder, entry.path);
  }

  try {
    await open(tree, root, "/" as RawPath);
    for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
      signal.throwIfAborted();
      const next = frame.below.pop();
      if (next !== undefined) await enter(next, frame);
      else {
        stack.pop();
        treesAbove.delete(frame.tree);
        await visitor.leave(frame.folder);
      }
    }
  } finally {
    limit.close();
  }
}

function isFolder(entry: WalkEntry): boolean {
  return entry.node.type === "dir";
}

/** Whether one object of the repository is to blame, and not the place it is stored at. */
function isDamage(error: unknown): error is BackstayError {
  return (
    error instanceof BackstayError &&
    ["BLOB_MISSING", "BLOB_CORRUPT", "OBJECT_MISSING", "OBJECT_CORRUPT", "TREE_BROKEN"].includes(error.code)
  );
}
