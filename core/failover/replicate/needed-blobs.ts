import type { BlobId } from "../../../shared/ids.ts";
import { blobTypeOf, rawId, typeNumber } from "../../catalog/blob-index.ts";
import { decodeTree } from "../../repository/format/tree-decode.ts";
import { forEachAtOnce } from "../../repository/inventory/for-each-at-once.ts";
import { type TreeReferences, treeReferences } from "../../repository/inventory/tree-references.ts";
import { readProvenTree } from "../../repository/inventory/used-blobs.ts";
import type { IndexedRepository } from "../../repository/repository.ts";
import type { BlobType } from "../../repository/types.ts";
import { isBrokenTree, isDamage } from "./damage.ts";

/**
 * What snapshots need, and what of it is still to be copied, in temporary tables of the source's cache: `replica_needed` in the order
 * in which it was found, and `replica_wanted (id, type, pack)`, whose `pack` is the one to copy from. So memory stays flat.
 */
export type NeededBlobs = {
  /**
   * Follows trees from these roots down. Each tree is read once, however often it is added and however many snapshots share it.
   * One that cannot be read at the source is read at the target, if that has it.
   *
   * @param onTree called after each tree
   */
  follow(roots: Iterable<BlobId>, onTree: () => void): Promise<void>;
  /** Puts what was found since the last call, and is not at the target, among the wanted. */
  want(isAtTarget: (type: BlobType, rawId: Uint8Array) => boolean): void;
  isWanted(type: BlobType, id: BlobId): boolean;
  /** Takes one off the wanted, as it is at the target already. */
  drop(type: BlobType, id: BlobId): void;
  /** Empties the wanted. @returns those that are not at the target after all */
  settle(isAtTarget: (type: BlobType, rawId: Uint8Array) => boolean): readonly BlobKey[];
  /** Trees that could be read nowhere: nobody knows what they need. */
  readonly unreadable: readonly BlobKey[];
  /** Drops the tables. May be called twice. */
  close(): void;
};

/** A blob by type and id, like `tree 12ab…`. */
export type BlobKey = `${BlobType} ${string}`;

const TREES_AT_ONCE = 8;
const ROWS_PER_BATCH = 256;

const CREATE = `
  PRAGMA temp.cache_size = -8000;
  DROP TABLE IF EXISTS temp.replica_needed;
  DROP TABLE IF EXISTS temp.replica_wanted;
  CREATE TEMP TABLE replica_needed (
    row INTEGER PRIMARY KEY,
    id BLOB NOT NULL,
    type INTEGER NOT NULL,
    UNIQUE (id, type)
  );
  CREATE TEMP TABLE replica_wanted (
    id BLOB NOT NULL,
    type INTEGER NOT NULL,
    pack INTEGER,
    PRIMARY KEY (id, type)
  ) WITHOUT ROWID;
`;
const DROP = "DROP TABLE IF EXISTS temp.replica_needed; DROP TABLE IF EXISTS temp.replica_wanted;";

type Row = { row: number; id: Buffer; type: number };

export function createNeededBlobs(
  from: IndexedRepository,
  to: IndexedRepository,
  signal: AbortSignal,
): NeededBlobs {
  const { database } = from.cache;
  database.exec(CREATE);
  const need = database.prepare("INSERT OR IGNORE INTO replica_needed (id, type) VALUES (?, ?)");
  const nextTrees = database.prepare<[number], Row>(
    `SELECT row, id, type FROM replica_needed WHERE row > ? AND type = ${typeNumber("tree")} ORDER BY row LIMIT ${ROWS_PER_BATCH}`,
  );
  const nextNeeded = database.prepare<[number], Row>(
    `SELECT row, id, type FROM replica_needed WHERE row > ? ORDER BY row LIMIT ${ROWS_PER_BATCH}`,
  );
  const want = database.prepare("INSERT OR IGNORE INTO replica_wanted (id, type) VALUES (?, ?)");
  const hasWanted = database.prepare("SELECT 1 FROM replica_wanted WHERE id = ? AND type = ?").pluck();
  const drop = database.prepare("DELETE FROM replica_wanted WHERE id = ? AND type = ?");
  const add = database.transaction(({ subtrees, content }: TreeReferences) => {
    for (const id of content) need.run(rawId(id), typeNumber("data"));
    for (const id of subtrees) need.run(rawId(id), typeNumber("tree"));
  });
  const wantAll = database.transaction((rows: readonly Row[]) => {
    for (const { id, type } of rows) want.run(id, type);
  });
  const unreadable: BlobKey[] = [];
  let followed = 0;
  let considered = 0;

  async function readAnywhere(id: BlobId): Promise<Uint8Array | undefined> {
    for (const side of [from, to]) {
      try {
        return await readProvenTree(side, id, signal);
      } catch (error) {
        if (!isDamage(error)) throw error;
      }
    }
    return undefined;
  }

  async function followOne(id: BlobId): Promise<void> {
    signal.throwIfAborted();
    const json = await readAnywhere(id);
    if (json === undefined) {
      unreadable.push(`tree ${id}`);
      return;
    }
    try {
      add(treeReferences(decodeTree(json, id)));
    } catch (error) {
      // made so by a faulty program, and whole as it is: it is copied, and no restore can follow it either
      if (!isBrokenTree(error)) throw error;
    }
  }

  return {
    unreadable,
    async follow(roots, onTree) {
      add({ subtrees: [...roots], content: [] });
      for (;;) {
        const batch = nextTrees.all(followed);
        const last = batch.at(-1);
        if (last === undefined) return;
        await forEachAtOnce(batch, TREES_AT_ONCE, async ({ id }) => {
          await followOne(id.toString("hex") as BlobId);
          onTree();
        });
        followed = last.row;
      }
    },
    want(isAtTarget) {
      for (;;) {
        signal.throwIfAborted();
        const rows = nextNeeded.all(considered);
        considered = rows.at(-1)?.row ?? considered;
        if (rows.length === 0) return;
        wantAll(rows.filter(({ id, type }) => !isAtTarget(blobTypeOf(type), id)));
      }
    },
    isWanted: (type, id) => hasWanted.get(rawId(id), typeNumber(type)) !== undefined,
    drop: (type, id) => void drop.run(rawId(id), typeNumber(type)),
    settle(isAtTarget) {
      const wanted = database.prepare<[], Omit<Row, "row">>("SELECT id, type FROM replica_wanted");
      const lost: BlobKey[] = [];
      for (const { id, type } of wanted.iterate())
        if (!isAtTarget(blobTypeOf(type), id)) lost.push(`${blobTypeOf(type)} ${id.toString("hex")}`);
      database.exec("DELETE FROM replica_wanted");
      return lost;
    },
    close: () => void database.exec(DROP),
  };
}
