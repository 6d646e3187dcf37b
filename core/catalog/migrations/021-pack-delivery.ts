import type { Migration } from "./migration.ts";

/** A proof pack is delivered as a digest is: it belongs to no alert. A check of a table cannot be changed, so the table is made anew. */
export const allowPackDelivery: Migration = {
  version: 21,
  sql: `
    ALTER TABLE alert_deliveries RENAME TO alert_deliveries_before;
    CREATE TABLE alert_deliveries (
      id TEXT PRIMARY KEY,
      alert_id TEXT REFERENCES alerts (id) ON DELETE CASCADE,
      channel_id TEXT NOT NULL REFERENCES alert_channels (id) ON DELETE CASCADE,
      what TEXT NOT NULL CHECK (what IN ('raised', 'escalated', 'ended', 'digest', 'pack')),
      severity TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'dropped')),
      phase INTEGER NOT NULL,
      queued_ns INTEGER NOT NULL,
      due_ns INTEGER NOT NULL,
      ended_ns INTEGER,
      attempts INTEGER NOT NULL,
      message_id TEXT
    ) STRICT;
    INSERT INTO alert_deliveries (id, alert_id, channel_id, what, severity, state, phase, queued_ns, due_ns, ended_ns, attempts, message_id)
    SELECT id, alert_id, channel_id, what, severity, state, phase, queued_ns, due_ns, ended_ns, attempts, message_id
    FROM alert_deliveries_before;
    DROP TABLE alert_deliveries_before;
    CREATE INDEX deliveries_by_alert ON alert_deliveries (alert_id);
    CREATE INDEX deliveries_that_wait ON alert_deliveries (channel_id, due_ns) WHERE state = 'waiting';
    CREATE INDEX deliveries_sent ON alert_deliveries (channel_id, ended_ns);
  `,
};
