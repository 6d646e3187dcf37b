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

/** JSON of trees shrinks to an eighth to a tenth; unpacked into one piece it takes half the time. */
const USUAL_RATIO = 10;
/** What zlib takes by itself. */
const SMALLEST_PIECE_BYTES = 16 * 1024;
const LARGEST_PIECE_BYTES = 64 * 1024 * 1024;

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
      return packed === undefined ? undefined : zstdDecompressSync(packed, { chunkSize: pieceFor(packed) });
    },
    record: (id) => soundOrNothing(record.get(rawId(id))),
    put: (id, text, scan) =>
      void put.run(rawId(id), withChecksum(zstdCompressSync(text, FAST)), scan ? withChecksum(scan) : null),
    putRecord: (id, scan) => void putRecord.run(withChecksum(scan), rawId(id)),
  };
}

function pieceFor(packed: Uint8Array): number {
  return Math.max(SMALLEST_PIECE_BYTES, Math.min(packed.length * USUAL_RATIO, LARGEST_PIECE_BYTES));
}

function soundOrNothing(stored: Buffer | null | undefined): Uint8Array | undefined {
  return stored ? withoutChecksum(stored) : undefined;
}
