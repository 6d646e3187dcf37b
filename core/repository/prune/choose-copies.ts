import type { PackId } from "../../../shared/ids.ts";
import type { IndexedRepository } from "../repository.ts";
import { proveDuplicates } from "./prove-duplicates.ts";
import type { PackUse } from "./prune-report.ts";

/** Which blobs are kept and from which pack, once inventory and used blobs are known. */
export type ChosenCopies = {
  /** Needed blobs that no whole pack has. */
  readonly missing: number;
  readonly unused: { readonly blobs: number; readonly bytes: number };
  /** Packs the index names, in the order of their numbers; those that are not in the store, or not whole, keep nothing. */
  readonly packs: readonly PackUse[];
  /** Drops the table. May be called twice. */
  close(): void;
};

/**
 * Of several copies the one in the pack with the least waste wins, and among those the one in the fuller pack: so the packs that
 * an interrupted prune has already written anew are the ones that stay.
 */
const CHOOSE = `
  DROP TABLE IF EXISTS temp.pack_waste;
  DROP TABLE IF EXISTS temp.kept_blobs;
  CREATE TEMP TABLE pack_waste (number INTEGER PRIMARY KEY, bytes INTEGER NOT NULL, blobs INTEGER NOT NULL);
  INSERT INTO pack_waste
    SELECT number, sum(iif(used_blobs.id IS NULL, length, 0)), count(*)
    FROM inventory JOIN pack_entries ON pack = number LEFT JOIN used_blobs USING (id, type)
    WHERE file_bytes = indexed_bytes GROUP BY number;
  CREATE TEMP TABLE kept_blobs (
    pack INTEGER NOT NULL,
    offset INTEGER NOT NULL,
    id BLOB NOT NULL,
    type INTEGER NOT NULL,
    length INTEGER NOT NULL,
    PRIMARY KEY (pack, offset, id, type)
  ) WITHOUT ROWID;
  INSERT INTO kept_blobs
    SELECT pack, offset, id, type, length FROM (
      SELECT pack, offset, id, type, length,
        row_number() OVER (PARTITION BY id, type ORDER BY bytes, blobs DESC, pack, offset) AS rank
      FROM used_blobs JOIN pack_entries USING (id, type) JOIN pack_waste ON number = pack
    ) WHERE rank = 1;
`;
const DROP = "DROP TABLE IF EXISTS temp.pack_waste; DROP TABLE IF EXISTS temp.kept_blobs;";

const PACKS = `
  SELECT inventory.id AS id, number, blobs, tree_blobs,
    (SELECT coalesce(sum(length), 0) FROM pack_entries WHERE pack = number) AS blob_bytes,
    (SELECT count(*) FROM kept_blobs WHERE pack = number) AS kept_blobs,
    (SELECT coalesce(sum(length), 0) FROM kept_blobs WHERE pack = number) AS kept_bytes
  FROM inventory WHERE number IS NOT NULL ORDER BY number
`;

type PackRow = {
  id: Buffer;
  number: number;
  blobs: number;
  tree_blobs: number;
  blob_bytes: number;
  kept_blobs: number;
  kept_bytes: number;
};

/** Needs the tables of `takeInventory` and `findUsedBlobs`. @throws what the store throws */
export async function chooseCopies(
  repository: IndexedRepository,
  signal: AbortSignal,
): Promise<ChosenCopies> {
  const { database } = repository.cache;
  database.exec(CHOOSE);
  await proveDuplicates(repository, signal);
  const missing = database
    .prepare<[], number>("SELECT (SELECT count(*) FROM used_blobs) - (SELECT count(*) FROM kept_blobs)")
    .pluck()
    .get();
  const unused = database
    .prepare<[], { blobs: number; bytes: number }>(
      `SELECT count(*) AS blobs, coalesce(sum(length), 0) AS bytes
       FROM pack_entries LEFT JOIN used_blobs USING (id, type) WHERE used_blobs.id IS NULL`,
    )
    .get();
  if (missing === undefined || unused === undefined) throw new Error("an aggregate without a row");
  const packs = database
    .prepare<[], PackRow>(PACKS)
    .all()
    .map(
      (row): PackUse => ({
        id: row.id.toString("hex") as PackId,
        number: row.number,
        blobs: row.blobs,
        blobBytes: row.blob_bytes,
        treeBlobs: row.tree_blobs,
        keptBlobs: row.kept_blobs,
        keptBytes: row.kept_bytes,
      }),
    );
  return { missing, unused, packs, close: () => void database.exec(DROP) };
}
