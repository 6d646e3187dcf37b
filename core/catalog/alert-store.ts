import type Database from "better-sqlite3";
import { z } from "zod";
import type { AlertId } from "../../shared/ids.ts";
import { type Alert, AlertSubject, SEVERITIES } from "../../shared/model/alert.ts";
import { count, idColumn, json, nsOf, timeMs } from "./columns.ts";

export type AlertRecord = Alert & {
  /** What it is about: while its cause lasts, there is one alert for it. */
  readonly thing: string;
  /** How bad it is: more is worse. */
  readonly weight: number;
  /** How bad it was when somebody acknowledged it. */
  readonly acknowledgedWeight: number | null;
};

/** The table of alerts. */
export type AlertStore = {
  get(id: AlertId): AlertRecord | undefined;
  /** The one whose cause lasts. */
  lasting(thing: string): AlertRecord | undefined;
  /** Inserts it, or replaces the one with its id. */
  save(alert: AlertRecord): void;
  /** Those whose cause lasts, or all; the worst first, then the newest. */
  list(which: "open" | "all", limit: number): readonly AlertRecord[];
  /** How many wait for a person: neither over, nor acknowledged, nor put off beyond now. */
  countOpen(nowMs: number): number;
  /** How bad the worst of those is; undefined when none waits. */
  worstOpen(nowMs: number): Alert["severity"] | undefined;
  /** The last that were resolved, the newest first. */
  resolved(limit: number): readonly AlertRecord[];
  removeResolvedBefore(beforeMs: number): void;
};

const Row = z
  .object({
    id: idColumn<AlertId>(),
    thing: z.string(),
    severity: z.enum(SEVERITIES),
    weight: count,
    subject: json(AlertSubject),
    first_ns: timeMs,
    last_ns: timeMs,
    occurrences: count,
    resolved_ns: timeMs.nullable(),
    acknowledged_ns: timeMs.nullable(),
    acknowledged_weight: count.nullable(),
    snoozed_until_ns: timeMs.nullable(),
  })
  .transform(
    (row): AlertRecord => ({
      id: row.id,
      thing: row.thing,
      severity: row.severity,
      weight: row.weight,
      subject: row.subject,
      firstMs: row.first_ns,
      lastMs: row.last_ns,
      occurrences: row.occurrences,
      resolvedMs: row.resolved_ns,
      acknowledgedMs: row.acknowledged_ns,
      acknowledgedWeight: row.acknowledged_weight,
      snoozedUntilMs: row.snoozed_until_ns,
    }),
  );

const Worst = z.object({ severity: z.enum(SEVERITIES) });

export function createAlertStore(database: Database.Database): AlertStore {
  const prepare = (sql: string) => database.prepare<unknown[]>(sql).safeIntegers(true);
  const readOne = (row: unknown) => (row === undefined ? undefined : Row.parse(row));
  const readAll = (rows: readonly unknown[]) => rows.map((row) => Row.parse(row));

  const get = prepare("SELECT * FROM alerts WHERE id = ?");
  const lasting = prepare("SELECT * FROM alerts WHERE thing = ? AND resolved_ns IS NULL");
  // not REPLACE, which deletes the row first, and with it whom was told of it
  const save = prepare(`
    INSERT INTO alerts (id, thing, severity, weight, subject, first_ns, last_ns, occurrences,
      resolved_ns, acknowledged_ns, acknowledged_weight, snoozed_until_ns)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET thing = excluded.thing, severity = excluded.severity, weight = excluded.weight,
      subject = excluded.subject, first_ns = excluded.first_ns, last_ns = excluded.last_ns,
      occurrences = excluded.occurrences, resolved_ns = excluded.resolved_ns, acknowledged_ns = excluded.acknowledged_ns,
      acknowledged_weight = excluded.acknowledged_weight, snoozed_until_ns = excluded.snoozed_until_ns`);
  const open = prepare(
    "SELECT * FROM alerts WHERE resolved_ns IS NULL ORDER BY weight DESC, last_ns DESC LIMIT ?",
  );
  const all = prepare(`
    SELECT * FROM alerts ORDER BY resolved_ns IS NOT NULL, CASE WHEN resolved_ns IS NULL THEN -weight END, last_ns DESC
    LIMIT ?`);
  const waits = `resolved_ns IS NULL AND acknowledged_ns IS NULL AND coalesce(snoozed_until_ns, 0) <= ?`;
  const countOpen = prepare(`SELECT count(*) AS n FROM alerts WHERE ${waits}`);
  const worstOpen = prepare(`SELECT severity FROM alerts WHERE ${waits} ORDER BY weight DESC LIMIT 1`);
  const resolved = prepare(
    "SELECT * FROM alerts WHERE resolved_ns IS NOT NULL ORDER BY resolved_ns DESC LIMIT ?",
  );
  const removeResolved = prepare("DELETE FROM alerts WHERE resolved_ns < ?");

  return {
    get: (id) => readOne(get.get(id)),
    lasting: (thing) => readOne(lasting.get(thing)),
    save(alert) {
      const orNull = (ms: number | null) => (ms === null ? null : nsOf(ms));
      save.run(
        ...[alert.id, alert.thing, alert.severity, alert.weight, JSON.stringify(alert.subject)],
        ...[nsOf(alert.firstMs), nsOf(alert.lastMs), alert.occurrences, orNull(alert.resolvedMs)],
        ...[orNull(alert.acknowledgedMs), alert.acknowledgedWeight, orNull(alert.snoozedUntilMs)],
      );
    },
    list: (which, limit) => readAll((which === "open" ? open : all).all(limit)),
    countOpen: (nowMs) => z.object({ n: count }).parse(countOpen.get(nsOf(nowMs))).n,
    worstOpen: (nowMs) => Worst.optional().parse(worstOpen.get(nsOf(nowMs)))?.severity,
    resolved: (limit) => readAll(resolved.all(limit)),
    removeResolvedBefore: (beforeMs) => void removeResolved.run(nsOf(beforeMs)),
  };
}
