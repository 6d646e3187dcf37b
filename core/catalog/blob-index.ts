import type Database from "better-sqlite3";
import type { BlobId, IndexId, PackId } from "../../shared/ids.ts";
import type { BlobLocation, BlobType, PackEntry } from "../repository/types.ts";

/** A pack and what its header says. */
export type PackContents = { readonly id: PackId; readonly entries: readonly PackEntry[] };

/** The index of one repository on disk: memory stays the same however many blobs it holds. */
export type BlobIndex = {
  has(type: BlobType, id: BlobId): boolean;
  /** `has` for the hot path; `id` is 32 bytes. */
  hasRaw(type: BlobType, id: Uint8Array): boolean;
  /** Every place a blob is stored at; empty when it is not in the index. */
  locate(type: BlobType, id: BlobId): readonly BlobLocation[];
  /** Blobs whose id starts with these hex digits, at most `limit`. */
  findByPrefix(hexPrefix: string, limit: number): readonly BlobLocation[];
  hasPack(packId: PackId): boolean;
  /** Entries of one pack in file order; empty when the index does not know the pack. */
  entriesOf(packId: PackId): readonly PackEntry[];
  indexFiles(): Set<IndexId>;
  /** Takes over one index file. A pack that another index file named already is not stored twice. */
  addIndexFile(id: IndexId, packs: Iterable<PackContents>): void;
  /** Forgets packs that are not there, whatever index files say of them: what they held counts as not stored. */
  forgetPacks(packIds: Iterable<PackId>): void;
  /** Forgets everything, because an index file it was made from is gone. */
  clear(): void;
  /** Forgets what index files said, to have it read anew. What is known of folders stays. */
  forgetIndexFiles(): void;
  blobCount(): number;
};

/** A blob in a pack, as the cache's tables have it. */
export type EntryRow = {
  readonly id: Buffer;
  readonly type: number;
  readonly offset: number;
  readonly length: number;
  readonly uncompressed_length: number;
};

type Row = EntryRow & { readonly packId: Buffer };

const COLUMNS = "blobs.id, type, packs.id AS packId, offset, length, uncompressed_length";

export function createBlobIndex(database: Database.Database): BlobIndex {
  const has = database
    .prepare<[Uint8Array, number], 1>("SELECT 1 FROM blobs WHERE id = ? AND type = ? LIMIT 1")
    .pluck();
  const locate = database.prepare<[Uint8Array, number], Row>(
    `SELECT ${COLUMNS} FROM blobs JOIN packs ON packs.number = blobs.pack WHERE blobs.id = ? AND type = ?`,
  );
  const range = database.prepare<[Uint8Array, Uint8Array, number], Row>(
    `SELECT ${COLUMNS} FROM blobs JOIN packs ON packs.number = blobs.pack WHERE blobs.id >= ? AND blobs.id <= ? LIMIT ?`,
  );
  const ofPack = database.prepare<[Uint8Array], Row>(
    `SELECT ${COLUMNS} FROM blobs JOIN packs ON packs.number = blobs.pack WHERE packs.id = ? ORDER BY offset`,
  );
  const hasPack = database.prepare<[Uint8Array], 1>("SELECT 1 FROM packs WHERE id = ?").pluck();
  const insertFile = database.prepare("INSERT OR IGNORE INTO index_files (id) VALUES (?)");
  const insertPack = database.prepare("INSERT OR IGNORE INTO packs (id) VALUES (?)");
  const insertBlob = database.prepare("INSERT OR IGNORE INTO blobs VALUES (?, ?, ?, ?, ?, ?)");
  const addIndexFile = database.transaction((id: IndexId, packs: Iterable<PackContents>) => {
    for (const pack of packs) {
      const added = insertPack.run(rawId(pack.id));
      if (added.changes === 0) continue;
      for (const entry of pack.entries) {
        insertBlob.run(
          rawId(entry.id),
          typeNumber(entry.type),
          added.lastInsertRowid,
          entry.offset,
          entry.length,
          entry.uncompressedLength,
        );
      }
    }
    insertFile.run(rawId(id));
  });

  const numberOf = database.prepare<[Uint8Array], number>("SELECT number FROM packs WHERE id = ?").pluck();
  const forgetPacks = database.transaction((packIds: Iterable<PackId>) => {
    const numbers = [...packIds]
      .map((id) => numberOf.get(rawId(id)))
      .filter((number) => number !== undefined);
    const list = JSON.stringify(numbers);
    database.prepare("DELETE FROM blobs WHERE pack IN (SELECT value FROM json_each(?))").run(list);
    database.prepare("DELETE FROM packs WHERE number IN (SELECT value FROM json_each(?))").run(list);
  });

  // all or nothing: with its blobs gone and its packs not, nothing of them would ever be read in again
  const forgetIndexFiles = database.transaction(() => {
    database.exec("DELETE FROM index_files; DELETE FROM blobs; DELETE FROM packs");
  });

  return {
    has: (type, id) => has.get(rawId(id), typeNumber(type)) !== undefined,
    hasRaw: (type, id) => has.get(id, typeNumber(type)) !== undefined,
    locate: (type, id) => locate.all(rawId(id), typeNumber(type)).map(toLocation),
    findByPrefix(hexPrefix, limit) {
      const low = Buffer.from(hexPrefix.padEnd(64, "0"), "hex");
      const high = Buffer.from(hexPrefix.padEnd(64, "f"), "hex");
      return range.all(low, high, limit).map(toLocation);
    },
    hasPack: (packId) => hasPack.get(rawId(packId)) !== undefined,
    entriesOf: (packId) => ofPack.all(rawId(packId)).map(toLocation),
    indexFiles() {
      const rows = database.prepare<[], Buffer>("SELECT id FROM index_files").pluck().all();
      return new Set(rows.map((id) => id.toString("hex") as IndexId));
    },
    addIndexFile: (id, packs) => addIndexFile(id, packs),
    forgetPacks: (packIds) => forgetPacks(packIds),
    clear() {
      database.exec(
        "DELETE FROM index_files; DELETE FROM blobs; DELETE FROM packs; UPDATE trees SET record = NULL",
      );
    },
    forgetIndexFiles: () => forgetIndexFiles(),
    blobCount: () => database.prepare<[], number>("SELECT count(*) FROM blobs").pluck().get() ?? 0,
  };
}

export function rawId(id: string): Buffer {
  return Buffer.from(id, "hex");
}

/** How the cache's tables write a blob's type. */
export function typeNumber(type: BlobType): number {
  return type === "data" ? 0 : 1;
}

export function blobTypeOf(number: number): BlobType {
  return number === typeNumber("data") ? "data" : "tree";
}

export function toPackEntry(row: EntryRow): PackEntry {
  return {
    id: row.id.toString("hex") as BlobId,
    type: blobTypeOf(row.type),
    offset: row.offset,
    length: row.length,
    uncompressedLength: row.uncompressed_length,
  };
}

function toLocation(row: Row): BlobLocation {
  return { ...toPackEntry(row), packId: row.packId.toString("hex") as PackId };
}
