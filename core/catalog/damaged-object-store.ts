import type Database from "better-sqlite3";
import { z } from "zod";
import type { ReplicaId } from "../../shared/ids.ts";
import { count, nsOf, timeMs } from "./columns.ts";

/** `all` has no name: only looking everything through tells what is damaged. */
export const DAMAGE_KINDS = ["pack", "snapshot", "key", "all"] as const;
export type DamageKind = (typeof DAMAGE_KINDS)[number];
export type DamageName = { readonly kind: DamageKind; readonly name: string };

/** `found`: to be mended; `healed`: put back, or found to be whole; `lost`: no replica has it whole. */
export type DamageState = "found" | "healed" | "lost";

/** A file of one replica that was found to be damaged or missing. */
export type StoredDamage = DamageName & {
  readonly state: DamageState;
  readonly foundMs: number;
  /** How often mending it was asked for since. */
  readonly attempts: number;
  /** When it was last; null when it was not. */
  readonly askedMs: number | null;
  /** When it was healed or given up; null until then. */
  readonly settledMs: number | null;
};

/** The table of damaged files. Every method is one transaction. */
export type DamagedObjectStore = {
  /**
   * @param foundBy kind of job, or of reading
   * @returns how many of them were not known to be damaged. One that is lost stays so for some days, however often it is met
   */
  note(replicaId: ReplicaId, objects: readonly DamageName[], foundBy: string, nowMs: number): number;
  /** Those of one replica, the ones found first come first. */
  of(replicaId: ReplicaId): readonly StoredDamage[];
  noteAsked(replicaId: ReplicaId, objects: readonly DamageName[], nowMs: number): void;
  settle(
    replicaId: ReplicaId,
    objects: readonly DamageName[],
    state: Exclude<DamageState, "found">,
    nowMs: number,
  ): void;
  /** Forgets what was settled before. */
  removeBefore(ms: number): void;
};

const LOST_STAYS_MS = 7 * 24 * 3_600_000;

const Row = z
  .object({
    kind: z.enum(DAMAGE_KINDS),
    name: z.string(),
    state: z.enum(["found", "healed", "lost"]),
    found_ns: timeMs,
    attempts: count,
    asked_ns: timeMs.nullable(),
    settled_ns: timeMs.nullable(),
  })
  .transform(
    ({ kind, name, state, attempts, ...times }): StoredDamage => ({
      ...{ kind, name, state, attempts },
      ...{ foundMs: times.found_ns, askedMs: times.asked_ns, settledMs: times.settled_ns },
    }),
  );

export function createDamagedObjectStore(database: Database.Database): DamagedObjectStore {
  const prepare = (sql: string) => database.prepare<unknown[]>(sql).safeIntegers(true);
  const note = prepare(`
    INSERT INTO damaged_objects (replica_id, kind, name, state, found_ns, found_by) VALUES (?, ?, ?, 'found', ?, ?)
    ON CONFLICT DO UPDATE SET state = 'found', found_ns = excluded.found_ns, found_by = excluded.found_by,
      attempts = 0, asked_ns = NULL, settled_ns = NULL
    WHERE state = 'healed' OR (state = 'lost' AND settled_ns < ?)`);
  const of = prepare(`
    SELECT kind, name, state, found_ns, attempts, asked_ns, settled_ns FROM damaged_objects
    WHERE replica_id = ? ORDER BY found_ns, kind, name`);
  const ask = prepare(`
    UPDATE damaged_objects SET attempts = attempts + 1, asked_ns = ? WHERE replica_id = ? AND kind = ? AND name = ?`);
  const settle = prepare(`
    UPDATE damaged_objects SET state = ?, settled_ns = ?
    WHERE replica_id = ? AND kind = ? AND name = ? AND state = 'found'`);
  const remove = prepare("DELETE FROM damaged_objects WHERE settled_ns < ?");

  const inOne = <A extends unknown[], R>(work: (...args: A) => R) => database.transaction(work).immediate;
  return {
    note: inOne((replicaId, objects, foundBy, nowMs) => {
      let fresh = 0;
      for (const { kind, name } of objects)
        fresh += note.run(
          ...[replicaId, kind, name, nsOf(nowMs), foundBy, nsOf(nowMs - LOST_STAYS_MS)],
        ).changes;
      return fresh;
    }),
    of: (replicaId) => of.all(replicaId).map((row) => Row.parse(row)),
    noteAsked: inOne((replicaId, objects, nowMs) => {
      for (const { kind, name } of objects) ask.run(nsOf(nowMs), replicaId, kind, name);
    }),
    settle: inOne((replicaId, objects, state, nowMs) => {
      for (const { kind, name } of objects) settle.run(state, nsOf(nowMs), replicaId, kind, name);
    }),
    removeBefore: (ms) => void remove.run(nsOf(ms)),
  };
}
