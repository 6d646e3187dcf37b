import type Database from "better-sqlite3";
import type { SnapshotId } from "../../shared/ids.ts";
import { rawId } from "./blob-index.ts";
import { withChecksum, withoutChecksum } from "./checksum.ts";

/** Snapshot documents by id; they never change. */
export type SnapshotCache = {
  /**
   * What is no longer what it was counts as not there; so does what was kept of a file that had another size, for that one
   * was damaged since.
   */
  json(id: SnapshotId, fileBytes: number): Uint8Array | undefined;
  /** @param fileBytes size of the file in the repository */
  put(id: SnapshotId, fileBytes: number, json: Uint8Array): void;
  /** Forgets every snapshot that is not among these. */
  keepOnly(ids: ReadonlySet<SnapshotId>): void;
};

export function createSnapshotCache(database: Database.Database): SnapshotCache {
  const json = database
    .prepare<[Uint8Array, number], Buffer>("SELECT json FROM snapshots WHERE id = ? AND file_bytes = ?")
    .pluck();
  const put = database.prepare("INSERT OR REPLACE INTO snapshots VALUES (?, ?, ?)");
  const ids = database.prepare<[], Buffer>("SELECT id FROM snapshots").pluck();
  const remove = database.prepare("DELETE FROM snapshots WHERE id = ?");
  return {
    json(id, fileBytes) {
      const stored = json.get(rawId(id), fileBytes);
      return stored === undefined ? undefined : withoutChecksum(stored);
    },
    put: (id, fileBytes, text) => void put.run(rawId(id), fileBytes, withChecksum(text)),
    keepOnly(wanted) {
      for (const id of ids.all()) {
        if (!wanted.has(id.toString("hex") as SnapshotId)) remove.run(id);
      }
    },
  };
}
