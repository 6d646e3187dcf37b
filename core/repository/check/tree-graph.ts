import type { BlobId } from "../../../shared/ids.ts";
import { rawId, typeNumber } from "../../catalog/blob-index.ts";
import type { RepositoryCache } from "../../catalog/repository-cache.ts";
import { SEAL_OVERHEAD } from "../types.ts";
import type { CheckProblem, TreeNote } from "./check-result.ts";
import { ID_BYTES, NUMBERS_PER_FILE, type TreeReport } from "./examine-tree.ts";

/**
 * All trees of the repository and how they hang together, in temporary tables. Packs are read in the order of the disk, and a
 * tree may come long before the folder it is in; which trees snapshots need is known only at the end. What is wrong with the
 * others does not matter: prune leaves such trees behind on purpose.
 */
export type TreeGraph = {
  addRoots(ids: Iterable<BlobId>): void;
  /** Notes what a tree says, and which of its content the index does not know. */
  add(report: TreeReport): void;
  /** Follows the graph from the roots. Nothing may be added afterwards. */
  finish(): ReachedTrees;
};

export type ReachedTrees = {
  readonly count: number;
  /** What is wrong with trees that snapshots need. */
  problems(): Iterable<CheckProblem>;
  notes(): Iterable<TreeNote>;
};

/** Of one tree; the first ones tell as much. */
const MAX_WRONG_SIZES = 100;

const CREATE = `
  CREATE TEMP TABLE seen_trees (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    is_root INTEGER NOT NULL DEFAULT 0,
    is_read INTEGER NOT NULL DEFAULT 0
  );
  CREATE TEMP TABLE tree_edges (parent INTEGER NOT NULL, child INTEGER NOT NULL, PRIMARY KEY (parent, child))
    WITHOUT ROWID;
  CREATE TEMP TABLE tree_findings (tree INTEGER NOT NULL, kind TEXT NOT NULL, finding TEXT NOT NULL);
  CREATE TEMP TABLE missing_content (tree INTEGER NOT NULL, id BLOB NOT NULL);
`;

const REACH = `
  CREATE TEMP TABLE reached (number INTEGER PRIMARY KEY);
  INSERT INTO reached
    WITH RECURSIVE walk (number) AS (
      SELECT number FROM seen_trees WHERE is_root = 1
      UNION SELECT child FROM tree_edges JOIN walk ON parent = walk.number
    ) SELECT number FROM walk;
`;

/** @param cache an empty cache of the check's own, with the index loaded */
export function createTreeGraph({ database, index }: RepositoryCache): TreeGraph {
  database.exec(CREATE);
  const insertTree = database.prepare("INSERT OR IGNORE INTO seen_trees (id) VALUES (?)");
  const numberOf = database
    .prepare<[Uint8Array], number>("SELECT number FROM seen_trees WHERE id = ?")
    .pluck();
  const markRoot = database.prepare("UPDATE seen_trees SET is_root = 1 WHERE number = ?");
  const markRead = database.prepare("UPDATE seen_trees SET is_read = 1 WHERE number = ? AND is_read = 0");
  const addEdge = database.prepare("INSERT OR IGNORE INTO tree_edges VALUES (?, ?)");
  const addFinding = database.prepare("INSERT INTO tree_findings VALUES (?, ?, ?)");
  const addMissing = database.prepare("INSERT INTO missing_content VALUES (?, ?)");

  const lengthsOf = database
    .prepare<[Uint8Array, number], [length: number, uncompressedLength: number]>(
      "SELECT length, uncompressed_length FROM blobs WHERE id = ? AND type = ? LIMIT 1",
    )
    .raw();

  function ensure(id: Uint8Array): number {
    insertTree.run(id);
    const number = numberOf.get(id);
    if (number === undefined) throw new Error("a row just inserted is not there");
    return number;
  }

  const add = database.transaction((report: TreeReport) => {
    const number = ensure(rawId(report.id));
    if (markRead.run(number).changes === 0) return; // another copy of a tree already seen
    for (const child of idsIn(report.subtrees)) addEdge.run(number, ensure(child));
    const lengths: (number | undefined)[] = [];
    for (const id of idsIn(report.content)) {
      const [length, uncompressedLength] = lengthsOf.get(id, typeNumber("data")) ?? [];
      if (length === undefined || uncompressedLength === undefined) addMissing.run(number, id);
      lengths.push(length === undefined ? undefined : uncompressedLength || length - SEAL_OVERHEAD);
    }
    for (const note of wrongSizes(report, lengths)) addFinding.run(number, "note", JSON.stringify(note));
    for (const problem of report.problems) addFinding.run(number, "problem", JSON.stringify(problem));
    for (const note of report.notes) addFinding.run(number, "note", JSON.stringify(note));
  });

  return {
    addRoots: database.transaction((ids: Iterable<BlobId>) => {
      for (const id of ids) markRoot.run(ensure(rawId(id)));
    }),
    add,
    finish() {
      database.exec(REACH);
      const findings = database
        .prepare<[string], string>(
          "SELECT finding FROM tree_findings JOIN reached ON number = tree WHERE kind = ?",
        )
        .pluck();
      const unread = database
        .prepare<[], Buffer>("SELECT id FROM seen_trees JOIN reached USING (number) WHERE is_read = 0")
        .pluck();
      const missing = database.prepare<[], { id: Buffer; tree: Buffer }>(
        `SELECT missing_content.id AS id, seen_trees.id AS tree FROM missing_content
         JOIN reached ON reached.number = tree JOIN seen_trees ON seen_trees.number = tree
         GROUP BY missing_content.id`,
      );
      const count = database.prepare<[], number>("SELECT count(*) FROM reached").pluck().get() ?? 0;
      return {
        count,
        *problems() {
          for (const row of unread.iterate()) {
            const treeId = hex(row);
            yield { code: index.has("tree", treeId) ? "tree-unreadable" : "tree-missing", treeId };
          }
          for (const text of findings.iterate("problem")) yield JSON.parse(text) as CheckProblem;
          for (const { id, tree } of missing.iterate())
            yield { code: "blob-missing", blobId: hex(id), treeId: hex(tree) };
        },
        *notes() {
          for (const text of findings.iterate("note")) yield JSON.parse(text) as TreeNote;
        },
      };
    },
  };
}

/** @param lengths plain bytes of the report's content; undefined for a blob that is not in the index */
function* wrongSizes(
  { id: treeId, files: { ends, chunks, names } }: TreeReport,
  lengths: readonly (number | undefined)[],
): Generator<TreeNote> {
  let told = 0;
  let [chunk, nameStart] = [0, 0];
  for (let at = 0; at < ends.length && told < MAX_WRONG_SIZES; at += NUMBERS_PER_FILE) {
    const [sizeBytes = 0, chunksEnd = 0, nameEnd = 0] = ends.subarray(at, at + NUMBERS_PER_FILE);
    let contentBytes: number | undefined = 0;
    for (; chunk < chunksEnd; chunk += 1) {
      const length: number | undefined = lengths[chunks[chunk] ?? -1];
      contentBytes = length === undefined || contentBytes === undefined ? undefined : contentBytes + length;
    }
    if (contentBytes !== undefined && contentBytes !== sizeBytes) {
      told += 1;
      const name = Buffer.from(names.subarray(nameStart, nameEnd)).toString();
      yield { code: "size-differs", treeId, name, sizeBytes, contentBytes };
    }
    nameStart = nameEnd;
  }
}

function* idsIn(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += ID_BYTES) yield bytes.subarray(at, at + ID_BYTES);
}

function hex(id: Buffer): BlobId {
  return id.toString("hex") as BlobId;
}
