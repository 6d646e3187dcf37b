import type { BlobId, PackId } from "../../../shared/ids.ts";
import { rawId, typeNumber } from "../../catalog/blob-index.ts";
import type { RepositoryCache } from "../../catalog/repository-cache.ts";
import type { BlobType } from "../types.ts";

/**
 * Blobs of which no whole copy is left, as far as the check looked, in the temporary table `lost_blobs (id, type)`, so that memory
 * stays flat however much is lost.
 */
export type LostBlobs = {
  /** One copy of a blob is damaged. */
  addBlob(packId: PackId, type: BlobType, id: BlobId): void;
  /** What the index puts in the pack behind this byte cannot be had; 0 for all of it. */
  addPack(packNumber: number, fromByte: number): void;
  /** Asks which blobs have no other copy, and adds what the trees of a finished `TreeGraph` lack. Nothing may be added afterwards. */
  finish(): void;
  has(type: BlobType, id: BlobId): boolean;
  isEmpty(): boolean;
};

const CREATE = `
  CREATE TEMP TABLE bad_places (id BLOB NOT NULL, type INTEGER NOT NULL, pack INTEGER NOT NULL, PRIMARY KEY (id, type, pack))
    WITHOUT ROWID;
  CREATE TEMP TABLE lost_blobs (id BLOB NOT NULL, type INTEGER NOT NULL, PRIMARY KEY (id, type)) WITHOUT ROWID;
`;

const JUDGE = `
  INSERT OR IGNORE INTO lost_blobs
    SELECT DISTINCT id, type FROM bad_places AS bad WHERE NOT EXISTS (
      SELECT 1 FROM main.blobs AS place WHERE place.id = bad.id AND place.type = bad.type AND NOT EXISTS (
        SELECT 1 FROM bad_places AS other
        WHERE other.id = place.id AND other.type = place.type AND other.pack = place.pack
      )
    );
  INSERT OR IGNORE INTO lost_blobs
    SELECT DISTINCT id, ${typeNumber("data")} FROM missing_content JOIN reached ON number = tree;
  INSERT OR IGNORE INTO lost_blobs
    SELECT id, ${typeNumber("tree")} FROM seen_trees JOIN reached USING (number) WHERE is_read = 0;
  INSERT OR IGNORE INTO lost_blobs
    SELECT seen_trees.id, ${typeNumber("tree")} FROM tree_findings JOIN reached ON number = tree JOIN seen_trees USING (number)
    WHERE kind = 'problem' AND finding ->> 'code' = 'tree-broken';
`;

/** @param cache an empty cache of the check's own, with the index loaded and the inventory taken */
export function createLostBlobs({ database }: Pick<RepositoryCache, "database">): LostBlobs {
  database.exec(CREATE);
  const addBlob = database.prepare(
    "INSERT OR IGNORE INTO bad_places SELECT ?, ?, number FROM main.packs WHERE id = ?",
  );
  const addPack = database.prepare(
    "INSERT OR IGNORE INTO bad_places SELECT id, type, pack FROM pack_entries WHERE pack = ? AND offset + length > ?",
  );
  const has = database
    .prepare<[Uint8Array, number], 1>("SELECT 1 FROM lost_blobs WHERE id = ? AND type = ?")
    .pluck();
  const any = database.prepare<[], 1>("SELECT 1 FROM lost_blobs LIMIT 1").pluck();
  return {
    addBlob: (packId, type, id) => void addBlob.run(rawId(id), typeNumber(type), rawId(packId)),
    addPack: (packNumber, fromByte) => void addPack.run(packNumber, fromByte),
    finish: () => void database.exec(JUDGE),
    has: (type, id) => has.get(rawId(id), typeNumber(type)) !== undefined,
    isEmpty: () => any.get() === undefined,
  };
}
