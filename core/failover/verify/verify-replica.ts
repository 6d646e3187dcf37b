/** Whether a replica could take over: whether what is in it can be found and read, as far as that can be told in a moment. */
import { BackstayError } from "../../../shared/errors.ts";
import type { SnapshotId } from "../../../shared/ids.ts";
import { sourceTagOf } from "../../backup/source-tag.ts";
import { rawId } from "../../catalog/blob-index.ts";
import { decodeTree } from "../../repository/format/tree-decode.ts";
import { loadIndex } from "../../repository/index/load-index.ts";
import { forEachAtOnce } from "../../repository/inventory/for-each-at-once.ts";
import { readBlob } from "../../repository/read-blob.ts";
import type { IndexedRepository } from "../../repository/repository.ts";
import { loadSnapshots, type StoredSnapshot } from "../../repository/snapshots/load-snapshots.ts";
import type { StoredFile } from "../../storage/store.ts";
import type { ReplicaEnd } from "../replicate/replication.ts";

export type VerifiedReplica = {
  readonly snapshots: number;
  readonly treesRead: number;
  /** Whose files were found as large as the index says; what was not looked at in time is not among them. */
  readonly packs: number;
  /** All packs were looked at. */
  readonly isComplete: boolean;
};

/** More sources than these have nobody who waits for a proof of each. */
const MAX_ROOTS = 500;
const READS_AT_ONCE = 8;

/**
 * Proves that every index file can be read, that the root folders of the newest snapshot of every source are whole, and that the packs
 * which the index names are there in their size. Nothing is locked or written, and what this computer remembers of folders is not
 * believed.
 *
 * @param newest snapshots that have to be whole where they are there
 * @param packsUntil looking at packs ends when this is aborted, and what was seen until then counts
 * @throws {BackstayError} what is wrong: OBJECT_CORRUPT, OBJECT_MISSING, BLOB_MISSING, BLOB_CORRUPT, TREE_BROKEN; what the store throws
 */
export async function verifyReplica(
  end: ReplicaEnd,
  newest: readonly SnapshotId[],
  packsUntil: AbortSignal,
  signal: AbortSignal,
): Promise<VerifiedReplica> {
  const { snapshots, broken } = await loadSnapshots(end, end.cache, signal);
  const wanted = new Set(newest);
  const damaged = broken.find(({ id }) => wanted.has(id));
  if (damaged !== undefined) throw damaged.error;
  const indexed = await loadIndex(end, end.cache, signal);
  const roots = [...new Set(newestOfEach(snapshots).map(({ tree }) => tree))].slice(0, MAX_ROOTS);
  await forEachAtOnce(roots, READS_AT_ONCE, async (id) => {
    // not from the cache: it is the same for all that this computer ever read of it
    decodeTree(await readBlob(indexed, "tree", id, signal), id);
  });
  const { packs, isComplete } = await requirePacks(indexed, packsUntil, signal);
  return { snapshots: snapshots.length, treesRead: roots.length, packs, isComplete };
}

/** The newest snapshot of each source, or of the same paths of a computer where another program made it; the newest first. */
function newestOfEach(snapshots: readonly StoredSnapshot[]): readonly StoredSnapshot[] {
  const newest = new Map<string, StoredSnapshot>();
  // oldest first, so that the last of each stays
  for (const snapshot of snapshots) {
    const { tags, hostname, paths } = snapshot;
    newest.set(sourceTagOf(tags) ?? JSON.stringify([hostname, paths]), snapshot);
  }
  return [...newest.values()].sort((a, b) => (a.timeNs > b.timeNs ? -1 : 1));
}

const LISTED = `
  PRAGMA temp.cache_size = -8000;
  DROP TABLE IF EXISTS temp.listed_packs;
  CREATE TEMP TABLE listed_packs (id BLOB PRIMARY KEY, bytes INTEGER NOT NULL) WITHOUT ROWID;
`;
const FILES_PER_TRANSACTION = 1000;
/** Around the header of a pack, and of each entry in it: as its format has them. */
const [FRAME_BYTES, PLAIN_BYTES, COMPRESSED_BYTES] = [36, 37, 41];
const GONE = "SELECT id FROM main.packs WHERE id NOT IN (SELECT id FROM listed_packs) LIMIT 1";
/** One pass over all blobs: no index leads from a pack to its own. */
const SHORT = `
  SELECT packs.id FROM (
    SELECT pack, ${FRAME_BYTES} + sum(length + iif(uncompressed_length = 0, ${PLAIN_BYTES}, ${COMPRESSED_BYTES})) AS needed
    FROM main.blobs GROUP BY pack
  ) JOIN main.packs ON number = pack JOIN listed_packs USING (id) WHERE bytes < needed LIMIT 1`;
/** With more packs than these, which are some hundred gigabytes, that takes too long; then only what can be no pack is found. */
const MAX_MEASURED = 40_000;
const TINY = `
  SELECT id FROM main.packs JOIN listed_packs USING (id) WHERE bytes < ${FRAME_BYTES + PLAIN_BYTES} LIMIT 1`;

async function requirePacks(
  { store, cache }: IndexedRepository,
  until: AbortSignal,
  signal: AbortSignal,
): Promise<Pick<VerifiedReplica, "packs" | "isComplete">> {
  const { database } = cache;
  database.exec(LISTED);
  try {
    const add = database.prepare("INSERT OR IGNORE INTO listed_packs VALUES (?, ?)");
    const addAll = database.transaction((files: readonly StoredFile[]) => {
      for (const { name, sizeBytes } of files) add.run(rawId(name), sizeBytes);
    });
    const both = AbortSignal.any([signal, until]);
    let files: StoredFile[] = [];
    let isComplete = true;
    try {
      for await (const file of store.list("pack", both)) {
        files.push(file);
        if (files.length < FILES_PER_TRANSACTION) continue;
        addAll(files);
        files = [];
      }
    } catch (error) {
      signal.throwIfAborted();
      if (!until.aborted) throw error;
      isComplete = false; // a place with very many packs: what was seen has to do
    }
    addAll(files);
    const found = (sql: string) => database.prepare<[], Buffer>(sql).pluck().get()?.toString("hex");
    const gone = isComplete ? found(GONE) : undefined;
    if (gone !== undefined) throw new BackstayError("OBJECT_MISSING", { kind: "pack", name: gone });
    const last = database.prepare<[], number>("SELECT max(number) FROM main.packs").pluck().get() ?? 0;
    const isMeasured = last <= MAX_MEASURED;
    const short = found(isMeasured ? SHORT : TINY);
    if (short !== undefined)
      throw new BackstayError("OBJECT_CORRUPT", { kind: "pack", name: short, reason: "size" });
    const packs = database.prepare<[], number>("SELECT count(*) FROM listed_packs").pluck().get() ?? 0;
    return { packs, isComplete: isComplete && isMeasured };
  } finally {
    database.exec("DROP TABLE IF EXISTS temp.listed_packs");
  }
}
