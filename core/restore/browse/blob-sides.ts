import { randomBytes } from "node:crypto";
import type { BlobId } from "../../../shared/ids.ts";
import { rawId, typeNumber } from "../../catalog/blob-index.ts";
import type { RepositoryCache } from "../../catalog/repository-cache.ts";
import type { RawPath } from "../../platform/raw-path.ts";
import { type BlobType, SEAL_OVERHEAD } from "../../repository/types.ts";

export type BlobTotals = {
  readonly dataBlobs: number;
  readonly treeBlobs: number;
  /** When opened and decompressed. A blob the index does not know counts nothing. */
  readonly bytes: number;
};

/** Which of two snapshots need which blobs. In temporary tables on disk, so that memory stays flat. */
export type BlobSides = {
  add(side: Side, type: BlobType, id: BlobId): void;
  /** Notes a tree that both have; once is enough, wherever it stands. */
  addCommonTree(id: BlobId, path: RawPath): void;
  /** Also those that are noted while this goes on. */
  commonTrees(): Iterable<CommonTree>;
  /** A blob that is somewhere in a common tree is new to neither, wherever else it stands. */
  markCommon(type: BlobType, id: BlobId): void;
  /** Whether any blob is on one side alone, so far. */
  hasOneSided(): boolean;
  /** Blobs on this side alone. */
  totals(side: Side): BlobTotals;
  close(): void;
};

/** `path` is where the tree was met first. */
export type CommonTree = { readonly id: BlobId; readonly path: RawPath };

export type Side = "before" | "after";

const BIT = { before: 1, after: 2, common: 4 } as const;

export function createBlobSides({ database }: Pick<RepositoryCache, "database">): BlobSides {
  const suffix = randomBytes(8).toString("hex"); // several comparisons may share the connection
  const sides = `temp.sides_${suffix}`;
  const trees = `temp.common_trees_${suffix}`;
  database.exec(`
    CREATE TABLE ${sides} (id BLOB, type INTEGER, sides INTEGER, PRIMARY KEY (id, type)) WITHOUT ROWID;
    CREATE TABLE ${trees} (number INTEGER PRIMARY KEY, id BLOB UNIQUE, path TEXT);
  `);
  const add = database.prepare<[Uint8Array, number, number]>(
    `INSERT INTO ${sides} VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET sides = sides | excluded.sides`,
  );
  const mark = database.prepare<[Uint8Array, number]>(
    `UPDATE ${sides} SET sides = sides | ${BIT.common} WHERE id = ? AND type = ?`,
  );
  const addTree = database.prepare<[Uint8Array, string]>(
    `INSERT OR IGNORE INTO ${trees} (id, path) VALUES (?, ?)`,
  );
  const nextTree = database.prepare<[number], { number: number; id: Buffer; path: RawPath }>(
    `SELECT * FROM ${trees} WHERE number > ? ORDER BY number LIMIT 1`,
  );
  const oneSided = database.prepare(
    `SELECT 1 FROM ${sides} WHERE sides IN (${BIT.before}, ${BIT.after}) LIMIT 1`,
  );
  const totals = database.prepare<[number], { type: number; blobs: number; bytes: number }>(
    `SELECT type, count(*) AS blobs, total(bytes) AS bytes FROM (
       SELECT type, (
         SELECT iif(uncompressed_length > 0, uncompressed_length, length - ${SEAL_OVERHEAD})
         FROM main.blobs WHERE blobs.id = here.id AND blobs.type = here.type LIMIT 1
       ) AS bytes FROM ${sides} AS here WHERE sides = ?
     ) GROUP BY type`,
  );

  return {
    add: (side, type, id) => void add.run(rawId(id), typeNumber(type), BIT[side]),
    addCommonTree: (id, path) => void addTree.run(rawId(id), path),
    *commonTrees() {
      // One query per tree, because the walk adds trees while it goes.
      for (let row = nextTree.get(0); row !== undefined; row = nextTree.get(row.number)) {
        yield { id: row.id.toString("hex") as BlobId, path: row.path };
      }
    },
    markCommon: (type, id) => void mark.run(rawId(id), typeNumber(type)),
    hasOneSided: () => oneSided.get() !== undefined,
    totals(side) {
      const rows = totals.all(BIT[side]);
      const blobsOf = (type: BlobType) => rows.find((row) => row.type === typeNumber(type))?.blobs ?? 0;
      const bytes = rows.reduce((sum, row) => sum + row.bytes, 0);
      return { dataBlobs: blobsOf("data"), treeBlobs: blobsOf("tree"), bytes };
    },
    close: () => void database.exec(`DROP TABLE ${sides}; DROP TABLE ${trees}`),
  };
}
