import type Database from "better-sqlite3";
import type { SnapshotId } from "../../shared/ids.ts";
import { rawId } from "./blob-index.ts";
import { withChecksum, withoutChecksum } from "./checksum.ts";

/** Snapshot documents by id; they never change. */
export type SnapshotCache = {
  /** What is no longer what it was counts as not there. */
  json(id: SnapshotId): Uint8Array | undefined;
  put(id: SnapshotId, json: Uint8Array): void;
  /** Forgets every snapshot that is not among these. */
  keepOnly(ids: ReadonlySet<SnapshotId>): void;
};

export function createSnapshotCache(database: Database.Database): SnapshotCache {
  const json = database.prepare<[Uint8Array], Buffer>("SELECT json FROM snapshots WHERE id = ?").pluck();
  const put = database.prepare("INSERT OR REPLACE INTO snapshots VALUES (?, ?)");
  const ids = database.prepare<[], Buffer>("SELECT id FROM snapshots").pluck();
  const remove = database.prepare("DELETE FROM snapshots WHERE id = ?");
  return {
    json(id) {
      const stored = json.get(rawId(id));
      return stored === undefined ? undefined : withoutChecksum(stored);
    },
    put: (id, text) => void put.run(rawId(id), withChecksum(text)),
    keepOnly(wanted) {
      for (const id of ids.all()) {
        if (!wanted.has(id.toString("hex") as SnapshotId)) remove.run(id);
      }
    },
  };
}
