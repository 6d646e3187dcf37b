/**
 * Keeps a walk by path from going on for ever. A tree may be named any number of times: sixty trees, each naming the next one twice,
 * have 2^60 paths, and a forged snapshot of a few kilobytes would keep a listing or a restore busy for ages.
 */
import { randomBytes } from "node:crypto";
import { BackstayError } from "../../../shared/errors.ts";
import type { BlobId } from "../../../shared/ids.ts";
import { rawId } from "../../catalog/blob-index.ts";
import type { TreeNode } from "../../repository/node.ts";
import type { IndexedRepository } from "../../repository/repository.ts";
import { readFolder } from "./read-folder.ts";

/**
 * Some 134 million entries: more than the largest backup we mean to carry has, and still walked in minutes, so that what stays just
 * below the limit keeps nobody waiting for long. It is asked only of what names folders again and again: a snapshot in which every
 * folder stands once may have any number of entries.
 */
const MAX_PATHS = 2 ** 27;
/** What holds a few such folders is listed without them; what holds more is one itself. */
const MAX_ENDLESS_WITHIN = 16;
/** Folders met again that are no reason to look closer. */
const FOLDERS_TO_SPARE = 1000;

export type PathLimit = {
  /**
   * Counts a folder that is about to be walked.
   *
   * @param entries how many there are in it
   * @param trees makes the list of trees from the root of the walk down to this folder's own
   * @returns which of those trees is the first that comes to an absurd number of paths, so that the walk must leave it
   */
  entered(entries: number, trees: () => readonly BlobId[]): Promise<number | undefined>;
  close(): void;
};

/** For one walk. As long as it meets no more folders than the repository can have trees, this costs nothing. */
export function createPathLimit(repository: IndexedRepository, signal: AbortSignal | undefined): PathLimit {
  let folders = 0;
  let mostWithoutRepeats: number | undefined;
  let counts: PathCounts | undefined;
  return {
    async entered(entries, trees) {
      if (entries === 0) return undefined; // an empty folder leads nowhere, and real snapshots have many
      folders += 1;
      if (folders <= FOLDERS_TO_SPARE) return undefined;
      mostWithoutRepeats ??= repository.cache.index.blobCount();
      if (folders <= mostWithoutRepeats + FOLDERS_TO_SPARE) return undefined;
      const chain = trees();
      const isFirstLook = counts === undefined;
      counts ??= createPathCounts(repository, signal);
      // those above were found in order before, except at the first look
      for (let n = isFirstLook ? 0 : chain.length - 1; n < chain.length; n++) {
        const tree = chain[n];
        if (tree !== undefined && (await counts.isEndless(tree))) return n;
      }
      return undefined;
    },
    close() {
      counts?.close();
      counts = undefined;
    },
  };
}

export function endlessError(treeId: BlobId): BackstayError<"TREE_BROKEN"> {
  return new BackstayError("TREE_BROKEN", { treeId, reason: "endless" });
}

type Verdict = {
  /** Entries below, each counted for every path that leads to it; endless folders without what is in them. */
  readonly paths: number;
  /** Paths that lead to endless folders. */
  readonly endlessWithin: number;
  readonly isEndless: boolean;
};

type Frame = {
  readonly tree: BlobId;
  readonly subtrees: readonly (readonly [tree: BlobId, times: number])[];
  next: number;
  paths: number;
  endlessWithin: number;
};

type PathCounts = { isEndless(tree: BlobId): Promise<boolean>; close(): void };

/** Counts paths tree by tree from below, so that each tree is read once however many paths lead to it. */
function createPathCounts(repository: IndexedRepository, signal: AbortSignal | undefined): PathCounts {
  const { database } = repository.cache;
  const table = `temp.path_counts_${randomBytes(8).toString("hex")}`; // several walks may share the connection
  database.exec(
    `CREATE TABLE ${table} (id BLOB PRIMARY KEY, paths REAL, within REAL, endless INTEGER) WITHOUT ROWID`,
  );
  const get = database.prepare<[Uint8Array], { paths: number; within: number; endless: number }>(
    `SELECT paths, within, endless FROM ${table} WHERE id = ?`,
  );
  const put = database.prepare(`INSERT OR IGNORE INTO ${table} VALUES (?, ?, ?, ?)`);

  function known(tree: BlobId): Verdict | undefined {
    const row = get.get(rawId(tree));
    return row && { paths: row.paths, endlessWithin: row.within, isEndless: row.endless !== 0 };
  }

  function settle({ tree, paths, endlessWithin }: Frame): void {
    const isEndless = paths > MAX_PATHS || endlessWithin > MAX_ENDLESS_WITHIN;
    put.run(rawId(tree), paths, endlessWithin, isEndless ? 1 : 0);
  }

  async function open(tree: BlobId): Promise<Frame> {
    const nodes = await nodesOf(repository, tree, signal);
    const times = new Map<BlobId, number>();
    for (const { type, subtree } of nodes)
      if (type === "dir" && subtree !== undefined) times.set(subtree, (times.get(subtree) ?? 0) + 1);
    return { tree, subtrees: [...times], next: 0, paths: nodes.length, endlessWithin: 0 };
  }

  async function count(root: BlobId): Promise<void> {
    const stack = [await open(root)];
    const above = new Set([root]);
    for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
      const [subtree, times] = frame.subtrees[frame.next] ?? [];
      if (subtree === undefined || times === undefined) {
        settle(frame);
        stack.pop();
        above.delete(frame.tree);
        continue;
      }
      const below = known(subtree);
      if (below === undefined && !above.has(subtree)) {
        above.add(subtree);
        stack.push(await open(subtree));
        continue;
      }
      frame.next += 1;
      if (below === undefined) continue; // a folder within itself, which no walk goes into
      frame.paths += below.isEndless ? 0 : times * below.paths;
      frame.endlessWithin += times * (below.isEndless ? 1 : below.endlessWithin);
    }
  }

  return {
    async isEndless(tree) {
      if (known(tree) === undefined) await count(tree);
      return known(tree)?.isEndless === true;
    },
    close: () => void database.exec(`DROP TABLE IF EXISTS ${table}`),
  };
}

/** What cannot be read is said by whoever walks there. */
async function nodesOf(
  repository: IndexedRepository,
  tree: BlobId,
  signal: AbortSignal | undefined,
): Promise<readonly TreeNode[]> {
  try {
    return (await readFolder(repository, tree, signal)).nodes;
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof BackstayError) || error.code === "CANCELLED") throw error;
    return [];
  }
}
