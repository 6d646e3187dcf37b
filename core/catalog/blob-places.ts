import type Database from "better-sqlite3";
import type { BlobId, PackId } from "../../shared/ids.ts";
import type { BlobLocation } from "../repository/types.ts";
import { rawId, typeNumber } from "./blob-index.ts";

/** Looks data blobs up by the hundred thousand. */
export type BlobPlaces = {
  /** Every place each of the blobs is stored at; empty for one that is not in the index. */
  locate(ids: readonly BlobId[]): readonly (readonly BlobLocation[])[];
};

type Row = [pack: number, offset: number, length: number, uncompressedLength: number];

/**
 * Answers as `BlobIndex.locate` does, at a tenth of its cost: what is dear about a row is each blob of bytes in it, so the rows hold none,
 * and the few ids of packs are asked for once; and each question of its own costs the system locks on the file, so many are asked
 * in one transaction. For use under a repository lock, while no pack can leave the index.
 */
export function createBlobPlaces(database: Database.Database): BlobPlaces {
  const places = database
    .prepare<[Uint8Array, number], Row>(
      "SELECT pack, offset, length, uncompressed_length FROM blobs WHERE id = ? AND type = ?",
    )
    .raw();
  const packs = database.prepare<[number], Buffer>("SELECT id FROM packs WHERE number = ?").pluck();
  const packIds = new Map<number, PackId>();
  const data = typeNumber("data");

  function packIdOf(number: number): PackId | undefined {
    const known = packIds.get(number);
    if (known !== undefined) return known;
    const packId = packs.get(number)?.toString("hex") as PackId | undefined;
    if (packId !== undefined) packIds.set(number, packId);
    return packId;
  }

  function locateOne(id: BlobId): readonly BlobLocation[] {
    return places.all(rawId(id), data).flatMap(([pack, offset, length, uncompressedLength]) => {
      const packId = packIdOf(pack);
      // a cache that is damaged: who needs the blob looks elsewhere
      if (packId === undefined) return [];
      return [{ id, type: "data", packId, offset, length, uncompressedLength }];
    });
  }

  const locateAll = database.transaction((ids: readonly BlobId[]) => ids.map(locateOne));
  return { locate: (ids) => locateAll.deferred(ids) };
}
