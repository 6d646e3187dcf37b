import type Database from "better-sqlite3";
import type { PackId } from "../../shared/ids.ts";
import { rawId } from "./blob-index.ts";
import { withChecksum, withoutChecksum } from "./checksum.ts";

/** A pack that is durable in the store while no index file names it yet. */
export type PendingPack = {
  readonly id: PackId;
  readonly sizeBytes: number;
  /** The plain header, see `pack-header.ts`. */
  readonly header: Uint8Array;
};

/**
 * The journal of packs between being stored and being indexed. After a crash the next run finds here what
 * the last one had uploaded, and indexes it instead of uploading it again.
 */
export type PendingPacks = {
  add(pack: PendingPack): void;
  /** Those whose entry is what it was: an index must not be made of anything else. */
  list(): readonly PendingPack[];
  remove(ids: Iterable<PackId>): void;
};

export function createPendingPacks(database: Database.Database): PendingPacks {
  const insert = database.prepare("INSERT OR REPLACE INTO pending_packs VALUES (?, ?, ?)");
  const all = database.prepare<[], { id: Buffer; size: number; header: Buffer }>(
    "SELECT * FROM pending_packs",
  );
  const remove = database.prepare("DELETE FROM pending_packs WHERE id = ?");
  const removeAll = database.transaction((ids: Iterable<PackId>) => {
    for (const id of ids) remove.run(rawId(id));
  });
  return {
    add: (pack) => void insert.run(rawId(pack.id), pack.sizeBytes, withChecksum(pack.header)),
    list: () =>
      all.all().flatMap((row) => {
        const header = withoutChecksum(row.header);
        if (header === undefined) return [];
        return [{ id: row.id.toString("hex") as PackId, sizeBytes: row.size, header }];
      }),
    remove: (ids) => removeAll(ids),
  };
}
