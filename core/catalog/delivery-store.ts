import type Database from "better-sqlite3";
import { z } from "zod";
import type { AlertId, ChannelId } from "../../shared/ids.ts";
import { SEVERITIES } from "../../shared/model/alert.ts";
import { count, idColumn, nsOf, timeMs } from "./columns.ts";

/** One thing to be told on one channel. */
export type DeliveryRecord = {
  readonly id: string;
  /** Null for a digest and a proof pack. */
  readonly alertId: AlertId | null;
  readonly channelId: ChannelId;
  readonly what: "raised" | "escalated" | "ended" | "digest" | "pack";
  /** Of the alert, when it was queued. */
  readonly severity: (typeof SEVERITIES)[number];
  readonly state: "waiting" | "sent" | "failed" | "dropped";
  /** See the migration. */
  readonly phase: number;
  readonly queuedMs: number;
  /** Not to be tried before. */
  readonly dueMs: number;
  readonly endedMs: number | null;
  readonly attempts: number;
  readonly messageId: string | null;
};

/** The table of what was told and what is to be told. */
export type DeliveryStore = {
  save(delivery: DeliveryRecord): void;
  /** All of an alert, the first at first. */
  ofAlert(id: AlertId): readonly DeliveryRecord[];
  waiting(channelId: ChannelId): readonly DeliveryRecord[];
  countWaiting(channelId: ChannelId): number;
  /** Alerts that are over whose end was not dealt with. */
  endedAlerts(): readonly AlertId[];
  /** When messages were sent on a channel since a time, the newest first, one for each message. */
  sentSince(channelId: ChannelId, sinceMs: number): readonly number[];
  /** What failed is tried at the next tick. */
  retryNow(channelId: ChannelId, nowMs: number): void;
  removeEndedBefore(beforeMs: number): void;
};

const Row = z
  .object({
    id: z.string(),
    alert_id: idColumn<AlertId>().nullable(),
    channel_id: idColumn<ChannelId>(),
    what: z.enum(["raised", "escalated", "ended", "digest", "pack"]),
    severity: z.enum(SEVERITIES),
    state: z.enum(["waiting", "sent", "failed", "dropped"]),
    phase: count,
    queued_ns: timeMs,
    due_ns: timeMs,
    ended_ns: timeMs.nullable(),
    attempts: count,
    message_id: z.string().nullable(),
  })
  .transform(
    (row): DeliveryRecord => ({
      id: row.id,
      alertId: row.alert_id,
      channelId: row.channel_id,
      what: row.what,
      severity: row.severity,
      state: row.state,
      phase: row.phase,
      queuedMs: row.queued_ns,
      dueMs: row.due_ns,
      endedMs: row.ended_ns,
      attempts: row.attempts,
      messageId: row.message_id,
    }),
  );

export function createDeliveryStore(database: Database.Database): DeliveryStore {
  const prepare = (sql: string) => database.prepare<unknown[]>(sql).safeIntegers(true);
  const readAll = (rows: readonly unknown[]) => rows.map((row) => Row.parse(row));
  const save = prepare(`
    INSERT OR REPLACE INTO alert_deliveries (id, alert_id, channel_id, what, severity, state, phase, queued_ns, due_ns,
      ended_ns, attempts, message_id)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const ofAlert = prepare("SELECT * FROM alert_deliveries WHERE alert_id = ? ORDER BY queued_ns, id");
  const waiting = prepare(
    "SELECT * FROM alert_deliveries WHERE channel_id = ? AND state = 'waiting' ORDER BY queued_ns, id",
  );
  const countWaiting = prepare(
    "SELECT count(*) AS n FROM alert_deliveries WHERE channel_id = ? AND state = 'waiting'",
  );
  const ended = prepare(`
    SELECT DISTINCT d.alert_id AS id FROM alert_deliveries d JOIN alerts a ON a.id = d.alert_id
    WHERE a.resolved_ns IS NOT NULL AND d.phase < 2 AND d.what <> 'ended'`);
  const sent = prepare(`
    SELECT max(ended_ns) AS ns FROM alert_deliveries
    WHERE channel_id = ? AND state = 'sent' AND ended_ns > ? GROUP BY message_id ORDER BY ns DESC`);
  const retry = prepare(
    "UPDATE alert_deliveries SET due_ns = ? WHERE channel_id = ? AND state = 'waiting' AND attempts > 0",
  );
  const remove = prepare("DELETE FROM alert_deliveries WHERE ended_ns < ? AND alert_id IS NULL");
  return {
    save(one) {
      save.run(
        ...[one.id, one.alertId, one.channelId, one.what, one.severity, one.state, one.phase],
        ...[nsOf(one.queuedMs), nsOf(one.dueMs), one.endedMs === null ? null : nsOf(one.endedMs)],
        ...[one.attempts, one.messageId],
      );
    },
    ofAlert: (id) => readAll(ofAlert.all(id)),
    waiting: (id) => readAll(waiting.all(id)),
    countWaiting: (id) => z.object({ n: count }).parse(countWaiting.get(id)).n,
    endedAlerts: () => ended.all().map((row) => z.object({ id: idColumn<AlertId>() }).parse(row).id),
    sentSince: (id, sinceMs) =>
      sent.all(id, nsOf(sinceMs)).map((row) => z.object({ ns: timeMs }).parse(row).ns),
    retryNow: (id, nowMs) => void retry.run(nsOf(nowMs), id),
    removeEndedBefore: (beforeMs) => void remove.run(nsOf(beforeMs)),
  };
}
