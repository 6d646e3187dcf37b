import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type Database from "better-sqlite3";
import type { BlobId } from "../../shared/ids.ts";
import { rawId } from "./blob-index.ts";
import { withChecksum, withoutChecksum } from "./checksum.ts";

/** Trees by id. They never change, so an entry is right for ever; only `record` depends on the index. */
export type TreeCache = {
  /** The tree's JSON, decompressed. What is no longer what it was counts as not there, here and below. */
  json(id: BlobId): Uint8Array | undefined;
  /**
   * What a scan of the folder gave when this tree was made (see `folder-record.ts`). There only while every blob the
   * tree needs was in the index when it was put.
   */
  record(id: BlobId): Uint8Array | undefined;
  put(id: BlobId, json: Uint8Array, record?: Uint8Array): void;
  putRecord(id: BlobId, record: Uint8Array): void;
};

/** What is soon read again need not be small. */
const FAST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

export function createTreeCache(database: Database.Database): TreeCache {
  const json = database.prepare<[Uint8Array], Buffer>("SELECT json FROM trees WHERE id = ?").pluck();
  const record = database
    .prepare<[Uint8Array], Buffer | null>("SELECT record FROM trees WHERE id = ?")
    .pluck();
  const put = database.prepare(
    `INSERT INTO trees VALUES (?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET json = excluded.json, record = coalesce(excluded.record, record)`,
  );
  const putRecord = database.prepare("UPDATE trees SET record = ? WHERE id = ?");
  return {
    json(id) {
      const packed = soundOrNothing(json.get(rawId(id)));
      return packed === undefined ? undefined : zstdDecompressSync(packed);
    },
    record: (id) => soundOrNothing(record.get(rawId(id))),
    put: (id, text, scan) =>
      void put.run(rawId(id), withChecksum(zstdCompressSync(text, FAST)), scan ? withChecksum(scan) : null),
    putRecord: (id, scan) => void putRecord.run(withChecksum(scan), rawId(id)),
  };
}

function soundOrNothing(stored: Buffer | null | undefined): Uint8Array | undefined {
  return stored ? withoutChecksum(stored) : undefined;
}
