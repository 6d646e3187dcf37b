import type Database from "better-sqlite3";
import { z } from "zod";
import type { ReplicaId } from "../../shared/ids.ts";
import { count, nsOf, timeMs } from "./columns.ts";

/** How far all data of a replica is read back. A round has so many parts, which together are everything. */
export type ReadingRound = {
  readonly parts: number;
  readonly partsRead: number;
  readonly beganMs: number;
  /** When the last part was begun, whatever came of it; null when none was. */
  readonly askedMs: number | null;
  /** When a round was last complete. */
  readonly allReadMs: number | null;
};

/** The table of rounds, one a replica. */
export type ReadingRoundStore = {
  get(id: ReplicaId): ReadingRound | undefined;
  save(id: ReplicaId, round: ReadingRound): void;
};

const Row = z
  .object({
    parts: count,
    parts_read: count,
    began_ns: timeMs,
    asked_ns: timeMs.nullable(),
    all_read_ns: timeMs.nullable(),
  })
  .transform(
    (row): ReadingRound => ({
      ...{ parts: row.parts, partsRead: row.parts_read, beganMs: row.began_ns },
      ...{ askedMs: row.asked_ns, allReadMs: row.all_read_ns },
    }),
  );

export function createReadingRoundStore(database: Database.Database): ReadingRoundStore {
  const prepare = (sql: string) => database.prepare<unknown[]>(sql).safeIntegers(true);
  const get = prepare("SELECT * FROM replica_reading_rounds WHERE replica_id = ?");
  const save = prepare(`
    INSERT OR REPLACE INTO replica_reading_rounds (replica_id, parts, parts_read, began_ns, asked_ns, all_read_ns)
    VALUES (?, ?, ?, ?, ?, ?)`);
  const orNull = (ms: number | null) => (ms === null ? null : nsOf(ms));
  return {
    get(id) {
      const row = get.get(id);
      return row === undefined ? undefined : Row.parse(row);
    },
    save: (id, { parts, partsRead, beganMs, askedMs, allReadMs }) =>
      void save.run(id, parts, partsRead, nsOf(beganMs), orNull(askedMs), orNull(allReadMs)),
  };
}
