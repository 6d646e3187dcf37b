import type { PackId } from "../../../shared/ids.ts";
import { type EntryRow, rawId, toPackEntry, typeNumber } from "../../catalog/blob-index.ts";
import type { RepositoryCache } from "../../catalog/repository-cache.ts";
import type { Store, StoredFile } from "../../storage/store.ts";
import type { IndexedPack } from "../format/index-file.ts";
import type { PackEntry } from "../types.ts";

/** A pack the index names, or a file in the store, or both. */
export type InventoriedPack = {
  readonly id: PackId;
  /** Its number in the cache's tables; undefined when no index names it. */
  readonly number: number | undefined;
  /** Undefined when the store has no such file. */
  readonly fileBytes: number | undefined;
  /** Size of a file that holds exactly what the index says, header included; 0 when no index names it. */
  readonly indexedBytes: number;
  readonly blobs: number;
  readonly treeBlobs: number;
  /** The index leaves bytes between blobs unexplained, or puts two blobs over each other. */
  readonly hasGaps: boolean;
};

/**
 * All packs of a repository: what the index says of them beside what the store has. It lies in temporary tables of
 * the cache's database (`inventory`, and `pack_entries` ordered by pack and offset), so that memory stays flat and
 * check, prune and rebuild-index can do set operations over it.
 */
export type PackInventory = {
  /** In the order of the index's numbers, then files no index names. */
  packs(): Iterable<InventoriedPack>;
  /** Entries of one pack in file order. */
  entriesOf(packNumber: number): readonly PackEntry[];
  /** Takes in a pack that was stored since, with the entries it has in the file. */
  add(pack: IndexedPack, fileBytes: number): void;
  /** Drops the tables. May be called twice. */
  close(): void;
};

/** IV, MAC and length field around a pack's header. */
const HEADER_FRAME_BYTES = 36;
const PLAIN_ENTRY_BYTES = 37;
const COMPRESSED_ENTRY_BYTES = 41;
const FILES_PER_TRANSACTION = 1000;
const PACKS_PER_PAGE = 1000;

const CREATE = `
  PRAGMA temp.cache_size = -8000;
  DROP TABLE IF EXISTS temp.pack_entries;
  DROP TABLE IF EXISTS temp.inventory;
  CREATE TEMP TABLE pack_entries (
    pack INTEGER NOT NULL,
    offset INTEGER NOT NULL,
    id BLOB NOT NULL,
    type INTEGER NOT NULL,
    length INTEGER NOT NULL,
    uncompressed_length INTEGER NOT NULL,
    PRIMARY KEY (pack, offset, id, type)
  ) WITHOUT ROWID;
  INSERT INTO pack_entries
    SELECT pack, offset, id, type, length, uncompressed_length FROM main.blobs ORDER BY pack, offset, id, type;
  CREATE TEMP TABLE inventory (
    row INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    number INTEGER UNIQUE,
    file_bytes INTEGER,
    indexed_bytes INTEGER NOT NULL DEFAULT 0,
    blobs INTEGER NOT NULL DEFAULT 0,
    tree_blobs INTEGER NOT NULL DEFAULT 0,
    has_gaps INTEGER NOT NULL DEFAULT 0
  );
  INSERT INTO inventory (id, number, indexed_bytes, blobs, tree_blobs, has_gaps)
    SELECT packs.id, number,
      coalesce(sum(length + iif(uncompressed_length = 0, ${PLAIN_ENTRY_BYTES}, ${COMPRESSED_ENTRY_BYTES})), 0)
        + ${HEADER_FRAME_BYTES},
      count(length), coalesce(sum(type), 0), coalesce(sum(length) <> max(offset + length), 0)
    FROM main.packs LEFT JOIN pack_entries ON pack = number GROUP BY number ORDER BY number;
`;
const DROP = "DROP TABLE IF EXISTS temp.pack_entries; DROP TABLE IF EXISTS temp.inventory;";

type PackRow = {
  row: number;
  id: Buffer;
  number: number | null;
  file_bytes: number | null;
  indexed_bytes: number;
  blobs: number;
  tree_blobs: number;
  has_gaps: number;
};

/** Lists the store's packs after the index was loaded, so that packs of a backup at work show as unnamed, not as missing. */
export async function takeInventory(
  store: Store,
  { database }: Pick<RepositoryCache, "database">,
  signal?: AbortSignal,
): Promise<PackInventory> {
  database.exec(CREATE);
  const addFile = database.prepare(
    `INSERT INTO inventory (id, file_bytes) VALUES (?, ?)
     ON CONFLICT (id) DO UPDATE SET file_bytes = excluded.file_bytes`,
  );
  const addFiles = database.transaction((files: readonly StoredFile[]) => {
    for (const { name, sizeBytes } of files) addFile.run(rawId(name), sizeBytes);
  });
  let files: StoredFile[] = [];
  for await (const file of store.list("pack", signal)) {
    files.push(file);
    if (files.length < FILES_PER_TRANSACTION) continue;
    addFiles(files);
    files = [];
  }
  addFiles(files);

  const page = database.prepare<[number, number], PackRow>(
    "SELECT * FROM inventory WHERE row > ? ORDER BY row LIMIT ?",
  );
  const entries = database.prepare<[number], EntryRow>(
    "SELECT id, type, offset, length, uncompressed_length FROM pack_entries WHERE pack = ? ORDER BY offset",
  );
  const addPack = database.prepare(
    `INSERT INTO inventory (id, number, file_bytes, indexed_bytes, blobs, tree_blobs)
     SELECT ?, coalesce(max(number), 0) + 1, ?, ?, ?, ? FROM inventory`,
  );
  const lastNumber = database.prepare<[], number>("SELECT max(number) FROM inventory").pluck();
  const addEntry = database.prepare("INSERT INTO pack_entries VALUES (?, ?, ?, ?, ?, ?)");
  const add = database.transaction(({ id, entries: added }: IndexedPack, fileBytes: number) => {
    const trees = added.filter(({ type }) => type === "tree").length;
    addPack.run(rawId(id), fileBytes, fileBytes, added.length, trees);
    const number = lastNumber.get();
    for (const { id: blob, type, offset, length, uncompressedLength } of added)
      addEntry.run(number, offset, rawId(blob), typeNumber(type), length, uncompressedLength);
  });
  return {
    *packs() {
      let last = 0;
      for (;;) {
        const rows = page.all(last, PACKS_PER_PAGE);
        for (const row of rows) {
          last = row.row;
          yield toPack(row);
        }
        if (rows.length < PACKS_PER_PAGE) return;
      }
    },
    entriesOf: (packNumber) => entries.all(packNumber).map(toPackEntry),
    add,
    close: () => void database.exec(DROP),
  };
}

function toPack(row: PackRow): InventoriedPack {
  return {
    id: row.id.toString("hex") as PackId,
    number: row.number ?? undefined,
    fileBytes: row.file_bytes ?? undefined,
    indexedBytes: row.indexed_bytes,
    blobs: row.blobs,
    treeBlobs: row.tree_blobs,
    hasGaps: row.has_gaps !== 0,
  };
}
