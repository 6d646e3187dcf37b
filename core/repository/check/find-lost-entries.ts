/** Which snapshots lack something, and what: so that a person knows what is at stake, and what to save elsewhere. */
import { BackstayError } from "../../../shared/errors.ts";
import type { BlobId, SnapshotId } from "../../../shared/ids.ts";
import { rawId } from "../../catalog/blob-index.ts";
import { rawPathFromBytes, rawPathToText } from "../../platform/raw-path.ts";
import { decodeTreeContents } from "../format/tree-decode.ts";
import { forEachAtOnce } from "../inventory/for-each-at-once.ts";
import type { TreeNode } from "../node.ts";
import { readBlob } from "../read-blob.ts";
import type { IndexedRepository } from "../repository.ts";
import type { StoredSnapshot } from "../snapshots/load-snapshots.ts";
import type { LostEntries, LostEntry } from "./check-result.ts";
import type { LostBlobs } from "./lost-blobs.ts";

/** Entries that are named; a repository that lost a disk has millions. */
const MAX_ENTRIES = 1000;
/** Folders looked into for their names, over all snapshots. */
const MAX_FOLDERS = 20_000;
const TREES_AT_ONCE = 8;
const TREES_PER_PAGE = 500;

/** Trees that need a lost blob, and the folders above them. */
const SPREAD = `
  CREATE INDEX IF NOT EXISTS temp.tree_edges_by_child ON tree_edges (child);
  INSERT OR IGNORE INTO hurt_trees
    WITH RECURSIVE up (number) AS (
      SELECT number FROM hurt_trees UNION SELECT parent FROM tree_edges JOIN up ON child = up.number
    ) SELECT number FROM up;
`;

const COUNT = "SELECT count(*) FROM seen_trees JOIN reached USING (number) WHERE is_read = 1";

/** A listing that was written wrong is stored whole, and so never again. */
const ANY_NOT_FORGED = `
  SELECT 1 FROM hurt_trees JOIN reached USING (number) WHERE number NOT IN (
    SELECT tree FROM tree_findings WHERE kind = 'problem' AND finding ->> 'code' = 'tree-broken'
  ) LIMIT 1
`;

export type FoundLost = {
  readonly lost: LostEntries;
  /** Whether a backup of sources that still have it stores any of it anew. */
  readonly mayComeBack: boolean;
};

/**
 * Names what snapshots lack. Needs the tables of a finished `TreeGraph`.
 *
 * @param repository with the check's own cache, which knows the index as it is
 * @param snapshots oldest first
 * @param onFolders called with how many folders were looked into, and of how many; the listing of one may be read twice
 */
export async function findLostEntries(
  repository: IndexedRepository,
  snapshots: readonly StoredSnapshot[],
  lost: LostBlobs,
  signal: AbortSignal,
  onFolders: (done: number, total: number) => void,
): Promise<FoundLost> {
  if (lost.isEmpty()) return { lost: { snapshots: [], entries: [], isComplete: true }, mayComeBack: false };
  const { isHurt, mayComeBack } = await findHurtTrees(repository, lost, signal, onFolders);
  const hurt = snapshots.filter(({ tree }) => isHurt(tree));
  const entries = new Map<string, { isFolder: boolean; snapshots: SnapshotId[] }>();
  let foldersLeft = MAX_FOLDERS;
  let isComplete = true;

  function note(path: string, isFolder: boolean, id: SnapshotId): void {
    const entry = entries.get(path);
    if (entry !== undefined) entry.snapshots.push(id);
    else if (entries.size < MAX_ENTRIES) entries.set(path, { isFolder, snapshots: [id] });
    else isComplete = false;
  }

  /** @param folder the path with a slash behind it */
  async function walk(tree: BlobId, folder: string, id: SnapshotId): Promise<void> {
    const nodes = lost.has("tree", tree) ? undefined : await nodesOf(repository, tree, signal);
    if (nodes === undefined) {
      note(folder, true, id);
      return;
    }
    for (const { name, content, subtree } of nodes) {
      const path = `${folder}${rawPathToText(rawPathFromBytes(name))}`;
      if (content?.some((blob) => lost.has("data", blob))) note(path, false, id);
      if (subtree === undefined || !isHurt(subtree)) continue;
      foldersLeft -= 1;
      if (foldersLeft < 0) isComplete = false;
      else await walk(subtree, `${path}/`, id);
    }
  }

  for (const { id, tree } of hurt) await walk(tree, "/", id);
  const named = [...entries].map(([path, entry]): LostEntry => ({ path, ...entry }));
  return { lost: { snapshots: hurt.map(({ id }) => id), entries: named, isComplete }, mayComeBack };
}

/** `isHurt`: whether a tree, or something below it, is lost or needs what is lost; `mayComeBack` as in {@link FoundLost}. */
async function findHurtTrees(
  repository: IndexedRepository,
  lost: LostBlobs,
  signal: AbortSignal,
  onFolders: (done: number, total: number) => void,
): Promise<{ readonly isHurt: (tree: BlobId) => boolean; readonly mayComeBack: boolean }> {
  const { database } = repository.cache;
  database.exec(`
    CREATE TEMP TABLE hurt_trees (number INTEGER PRIMARY KEY);
    INSERT INTO hurt_trees SELECT number FROM seen_trees JOIN lost_blobs USING (id) WHERE type = 1;
  `);
  const page = database.prepare<[number], { number: number; id: Buffer }>(
    `SELECT number, id FROM seen_trees JOIN reached USING (number)
     WHERE number > ? AND is_read = 1 ORDER BY number LIMIT ${TREES_PER_PAGE}`,
  );
  const addHurt = database.prepare("INSERT OR IGNORE INTO hurt_trees VALUES (?)");
  const total = database.prepare<[], number>(COUNT).pluck().get() ?? 0;
  let done = 0;
  for (let last = 0; ; ) {
    const rows = page.all(last);
    last = rows.at(-1)?.number ?? last;
    if (rows.length === 0) break;
    await forEachAtOnce(rows, TREES_AT_ONCE, async ({ number, id }) => {
      const nodes = await nodesOf(repository, id.toString("hex") as BlobId, signal);
      const needsLost = nodes?.some(({ content }) => content?.some((blob) => lost.has("data", blob)));
      if (nodes === undefined || needsLost === true) addHurt.run(number);
      done += 1;
      onFolders(done, total);
    });
  }
  const mayComeBack = database.prepare(ANY_NOT_FORGED).get() !== undefined;
  database.exec(SPREAD);
  const isHurt = database
    .prepare<[Uint8Array], 1>("SELECT 1 FROM hurt_trees JOIN seen_trees USING (number) WHERE id = ?")
    .pluck();
  return { isHurt: (tree) => isHurt.get(rawId(tree)) !== undefined, mayComeBack };
}

/** @returns undefined when the listing cannot be read: then nobody knows what is in the folder */
async function nodesOf(
  repository: IndexedRepository,
  tree: BlobId,
  signal: AbortSignal,
): Promise<readonly TreeNode[] | undefined> {
  signal.throwIfAborted();
  try {
    return decodeTreeContents(await readBlob(repository, "tree", tree, signal), tree).nodes;
  } catch (error) {
    if (!(error instanceof BackstayError) || !UNREADABLE.has(error.code)) throw error;
    return undefined;
  }
}

const UNREADABLE: ReadonlySet<string> = new Set([
  "BLOB_MISSING",
  "BLOB_CORRUPT",
  "TREE_BROKEN",
  "OBJECT_MISSING",
  "OBJECT_CORRUPT",
  "STORE_FAILED",
  "STORE_DENIED",
]);
