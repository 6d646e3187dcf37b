import type Database from "better-sqlite3";
import { z } from "zod";
import type { ReplicaId, RepositoryId, SourceId } from "../../shared/ids.ts";
import { count, nsOf, timeMs } from "./columns.ts";

/** What was noted of a replica in one hour. */
export type ReplicaHour = {
  readonly beats: number;
  readonly goodBeats: number;
  /** At worst; null while it was not known. */
  readonly behindMs: number | null;
  readonly missingSnapshots: number | null;
};

/** The tables of what was noted by the hour. Hours are named by their begin. */
export type ReplicaMetricsStore = {
  /** Adds to what is known of the hour: beats are counted, the rest is the worst. Does nothing when the replica is gone. */
  addToHour(id: ReplicaId, hourMs: number, hour: ReplicaHour): void;
  /** Keeps the greatest age of the hour. Does nothing when the repository or the source is gone. */
  noteAge(id: RepositoryId, sourceId: SourceId, hourMs: number, ageMs: number): void;
  /** The oldest first. */
  hoursOf(id: ReplicaId, sinceMs: number): readonly (ReplicaHour & { readonly hourMs: number })[];
  /** The oldest first. */
  agesOf(
    id: RepositoryId,
    sourceId: SourceId,
    sinceMs: number,
  ): readonly { readonly hourMs: number; readonly ageMs: number }[];
  removeBefore(timeMs: number): void;
};

const HourRow = z
  .object({
    hour_ns: timeMs,
    beats: count,
    good_beats: count,
    behind_ms: count.nullable(),
    missing_snapshots: count.nullable(),
  })
  .transform((row) => ({
    ...{ hourMs: row.hour_ns, beats: row.beats, goodBeats: row.good_beats },
    ...{ behindMs: row.behind_ms, missingSnapshots: row.missing_snapshots },
  }));
const AgeRow = z
  .object({ hour_ns: timeMs, age_ms: count })
  .transform((row) => ({ hourMs: row.hour_ns, ageMs: row.age_ms }));

export function createReplicaMetricsStore(database: Database.Database): ReplicaMetricsStore {
  const prepare = (sql: string) => database.prepare<unknown[]>(sql).safeIntegers(true);
  // max() of two values is null when one of them is
  const worse = (column: string) =>
    `${column} = max(coalesce(${column}, excluded.${column}), coalesce(excluded.${column}, ${column}))`;
  const addToHour = prepare(`
    INSERT INTO replica_hours (replica_id, hour_ns, beats, good_beats, behind_ms, missing_snapshots)
    SELECT id, ?, ?, ?, ?, ? FROM replicas WHERE id = ?
    ON CONFLICT DO UPDATE SET beats = beats + excluded.beats, good_beats = good_beats + excluded.good_beats,
      ${worse("behind_ms")}, ${worse("missing_snapshots")}`);
  const noteAge = prepare(`
    INSERT INTO source_hours (repository_id, source_id, hour_ns, age_ms)
    SELECT repositories.id, sources.id, ?, ? FROM repositories, sources WHERE repositories.id = ? AND sources.id = ?
    ON CONFLICT DO UPDATE SET age_ms = max(age_ms, excluded.age_ms)`);
  const hours = prepare("SELECT * FROM replica_hours WHERE replica_id = ? AND hour_ns >= ? ORDER BY hour_ns");
  const ages = prepare(`
    SELECT hour_ns, age_ms FROM source_hours WHERE repository_id = ? AND source_id = ? AND hour_ns >= ?
    ORDER BY hour_ns`);
  const forget = ["replica_hours", "source_hours"].map((table) =>
    prepare(`DELETE FROM ${table} WHERE hour_ns < ?`),
  );
  return {
    addToHour: (id, hourMs, { beats, goodBeats, behindMs, missingSnapshots }) =>
      void addToHour.run(nsOf(hourMs), beats, goodBeats, behindMs, missingSnapshots, id),
    noteAge: (id, sourceId, hourMs, ageMs) => void noteAge.run(nsOf(hourMs), ageMs, id, sourceId),
    hoursOf: (id, sinceMs) => hours.all(id, nsOf(sinceMs)).map((row) => HourRow.parse(row)),
    agesOf: (id, sourceId, sinceMs) => ages.all(id, sourceId, nsOf(sinceMs)).map((row) => AgeRow.parse(row)),
    removeBefore: database.transaction((ms: number) => {
      for (const table of forget) table.run(nsOf(ms));
    }).immediate,
  };
}
