import type { SnapshotId } from "../../../shared/ids.ts";
import { blobTypeOf } from "../../catalog/blob-index.ts";
import type { RepositoryCache } from "../../catalog/repository-cache.ts";
import { loadIndex } from "../../repository/index/load-index.ts";
import { withCacheFaults } from "../../repository/inventory/cache-faults.ts";
import { loadSnapshots, type StoredSnapshot } from "../../repository/snapshots/load-snapshots.ts";
import { snapshotIds } from "./choose-snapshots.ts";
import { readRemoved } from "./removed-snapshots.ts";
import type { ReplicaEnd, ReplicateOptions } from "./replication.ts";
import { requireAlike } from "./require-alike.ts";

/** How far one replica is behind another. */
export type ReplicaLag = {
  /** Snapshots of the one that the other is to have and has not. */
  readonly snapshots: number;
  /** Which; the oldest first. */
  readonly missing: readonly SnapshotId[];
  /** Bytes of blobs, as they are stored, that the other's index lacks: at most so many are to be copied. */
  readonly bytesAtMost: number;
  /**
   * By how much the newest missing snapshot is younger than the newest that is there, of the same host and paths; the worst of them all, 0
   * when nothing is missing. `null` when of some nothing is there at all.
   */
  readonly behindMs: number | null;
};

/**
 * Tells how far a replica is behind, from lists and indexes alone. It takes no lock: what changes meanwhile may or may not count.
 * @throws {BackstayError} REPLICA_DIFFERS, or what the stores throw
 */
export async function measureLag(
  from: ReplicaEnd,
  to: ReplicaEnd,
  { tombstones: known, isWanted }: Pick<ReplicateOptions, "tombstones" | "isWanted">,
  signal: AbortSignal,
): Promise<ReplicaLag> {
  requireAlike(from, to);
  const { tombstones } = await readRemoved(from, to, known, signal);
  const there = await snapshotIds(to.store, signal);
  const { snapshots } = await loadSnapshots(from, from.cache, signal);
  const missing = snapshots.filter(
    (snapshot) => !there.has(snapshot.id) && !tombstones.has(snapshot.id) && isWanted?.(snapshot) !== false,
  );
  for (const end of [from, to]) await loadIndex(end, end.cache, signal, () => undefined);
  const bytesAtMost = await withCacheFaults(from.cache, async () => missingBytes(from.cache, to.cache));
  return {
    snapshots: missing.length,
    missing: missing.map(({ id }) => id),
    bytesAtMost,
    behindMs: behindMs(snapshots, missing),
  };
}

function behindMs(all: readonly StoredSnapshot[], missing: readonly StoredSnapshot[]): number | null {
  const lacking = new Set<SnapshotId>(missing.map(({ id }) => id));
  const newest = { missing: new Map<string, bigint>(), there: new Map<string, bigint>() };
  // oldest first, so that the last of each stays
  for (const { id, timeNs, hostname, paths } of all)
    newest[lacking.has(id) ? "missing" : "there"].set(JSON.stringify([hostname, paths]), timeNs);
  let worst = 0;
  for (const [key, timeNs] of newest.missing) {
    const last = newest.there.get(key);
    if (last === undefined) return null;
    worst = Math.max(worst, Number((timeNs - last) / 1_000_000n));
  }
  return worst;
}

const PACKS_TO_LOOK_AT = `
  DROP TABLE IF EXISTS temp.packs_elsewhere;
  CREATE TEMP TABLE packs_elsewhere (number INTEGER PRIMARY KEY);
`;

/**
 * Bytes of the blobs that one index has and the other lacks. Packs that both name are not looked into, so it takes as long as there is
 * missing.
 */
export function missingBytes(from: RepositoryCache, to: RepositoryCache): number {
  const { database } = from;
  database.exec(PACKS_TO_LOOK_AT);
  const add = database.prepare("INSERT INTO packs_elsewhere VALUES (?)");
  const packs = database.prepare<[], { number: number; id: Buffer }>("SELECT number, id FROM main.packs");
  const hasPack = to.database.prepare<[Uint8Array], 1>("SELECT 1 FROM main.packs WHERE id = ?").pluck();
  database.transaction(() => {
    for (const { number, id } of packs.all()) if (hasPack.get(id) === undefined) add.run(number);
  })();
  const blobs = database.prepare<[], { id: Buffer; type: number; length: number }>(
    "SELECT DISTINCT id, type, length FROM main.blobs WHERE pack IN (SELECT number FROM packs_elsewhere)",
  );
  let bytes = 0;
  for (const { id, type, length } of blobs.iterate())
    if (!to.index.hasRaw(blobTypeOf(type), id)) bytes += length;
  database.exec("DROP TABLE IF EXISTS temp.packs_elsewhere");
  return bytes;
}
