import { BackstayError } from "../../../shared/errors.ts";
import type { BlobId } from "../../../shared/ids.ts";
import { rawId, typeNumber } from "../../catalog/blob-index.ts";
import { decodeTree } from "../format/tree-decode.ts";
import { sha256 } from "../pack/blob-codec.ts";
import { readBlob } from "../read-blob.ts";
import type { IndexedRepository } from "../repository.ts";
import type { BlobType } from "../types.ts";
import { forEachAtOnce } from "./for-each-at-once.ts";
import { type TreeReferences, treeReferences } from "./tree-references.ts";

/**
 * Every blob that snapshots need, in the temporary table `used_blobs (id, type)` of the cache's database, so that memory
 * stays flat and set operations with the index are one statement.
 */
export type UsedBlobs = {
  readonly trees: number;
  count(): number;
  /** Drops the table. May be called twice. */
  close(): void;
};

const TREES_AT_ONCE = 8;
const TREES_PER_BATCH = 256;

const CREATE = `
  PRAGMA temp.cache_size = -8000;
  DROP TABLE IF EXISTS temp.used_blobs;
  DROP TABLE IF EXISTS temp.trees_to_read;
  CREATE TEMP TABLE used_blobs (id BLOB NOT NULL, type INTEGER NOT NULL, PRIMARY KEY (id, type)) WITHOUT ROWID;
  CREATE TEMP TABLE trees_to_read (row INTEGER PRIMARY KEY, id BLOB NOT NULL);
`;
const DROP = "DROP TABLE IF EXISTS temp.used_blobs; DROP TABLE IF EXISTS temp.trees_to_read;";

/**
 * Follows trees from their roots down, each distinct tree once.
 *
 * @param roots trees of the snapshots
 * @param options `onTree` is called after each tree that was read; with `passOverMissing`, what lies below a tree that the index
 * does not know counts as needed by nobody
 * @throws {BackstayError} what keeps a tree from being read: BLOB_MISSING, BLOB_CORRUPT, TREE_BROKEN, or the store's error.
 * Content that is missing is not noticed here
 */
export async function findUsedBlobs(
  repository: IndexedRepository,
  roots: Iterable<BlobId>,
  signal: AbortSignal,
  options: {
    readonly passOverMissing?: boolean | undefined;
    readonly onTree?: (treesRead: number) => void;
  } = {},
): Promise<UsedBlobs> {
  const { database } = repository.cache;
  database.exec(CREATE);
  const use = database.prepare("INSERT OR IGNORE INTO used_blobs VALUES (?, ?)");
  const queue = database.prepare("INSERT INTO trees_to_read (id) VALUES (?)");
  const nextTrees = database.prepare<[number], { row: number; id: Buffer }>(
    `SELECT row, id FROM trees_to_read WHERE row > ? ORDER BY row LIMIT ${TREES_PER_BATCH}`,
  );
  const mark = (type: BlobType, id: BlobId): boolean => use.run(rawId(id), typeNumber(type)).changes > 0;
  const add = database.transaction(({ subtrees, content }: TreeReferences) => {
    for (const id of content) mark("data", id);
    for (const id of subtrees) if (mark("tree", id)) queue.run(rawId(id));
  });
  let trees = 0;

  async function follow(id: BlobId): Promise<void> {
    signal.throwIfAborted();
    if (options.passOverMissing === true && !repository.cache.index.has("tree", id)) return;
    add(treeReferences(decodeTree(await readProvenTree(repository, id, signal), id)));
    trees += 1;
    options.onTree?.(trees);
  }

  add({ subtrees: [...roots], content: [] });
  for (let last = 0; ; ) {
    const batch = nextTrees.all(last);
    last = batch.at(-1)?.row ?? last;
    if (batch.length === 0) break;
    await forEachAtOnce(batch, TREES_AT_ONCE, ({ id }) => follow(id.toString("hex") as BlobId));
  }
  return {
    trees,
    count: () => database.prepare<[], number>("SELECT count(*) FROM used_blobs").pluck().get() ?? 0,
    close: () => void database.exec(DROP),
  };
}

/**
 * The JSON of a tree. The cache is asked first, but what is about to be deleted, or counted as complete, depends on the answer, so
 * it is believed only when the hash is right.
 */
export async function readProvenTree(
  repository: IndexedRepository,
  id: BlobId,
  signal: AbortSignal,
): Promise<Uint8Array> {
  if (!repository.cache.index.has("tree", id)) {
    throw new BackstayError("BLOB_MISSING", { blobId: id, blobType: "tree" });
  }
  const cached = repository.cache.trees.json(id);
  if (cached !== undefined && sha256(cached).toString("hex") === id) return cached;
  const json = await readBlob(repository, "tree", id, signal);
  repository.cache.trees.put(id, json);
  return json;
}
