import type { Migration } from "./migration.ts";

/**
 * Ways in which people are told, and what is to be told. Secrets of a channel are in the key store, under its id. A delivery is one
 * alert (none for a digest) on one channel. `phase` is 0 while the alert stands as it was told, 1 once somebody has put it aside, 2
 * once its end was dealt with. Times are nanoseconds since 1970.
 */
export const createAlertDelivery: Migration = {
  version: 9,
  sql: `
    CREATE TABLE alert_channels (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      details TEXT NOT NULL CHECK (json_valid(details)),
      address_host TEXT NOT NULL,
      kept TEXT NOT NULL CHECK (json_valid(kept)),
      last_success_ns INTEGER,
      last_failure_ns INTEGER,
      last_failure TEXT CHECK (json_valid(last_failure))
    ) STRICT;
    CREATE TABLE alert_deliveries (
      id TEXT PRIMARY KEY,
      alert_id TEXT REFERENCES alerts (id) ON DELETE CASCADE,
      channel_id TEXT NOT NULL REFERENCES alert_channels (id) ON DELETE CASCADE,
      what TEXT NOT NULL CHECK (what IN ('raised', 'escalated', 'ended', 'digest')),
      severity TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'dropped')),
      phase INTEGER NOT NULL,
      queued_ns INTEGER NOT NULL,
      due_ns INTEGER NOT NULL,
      ended_ns INTEGER,
      attempts INTEGER NOT NULL,
      message_id TEXT
    ) STRICT;
    CREATE INDEX deliveries_by_alert ON alert_deliveries (alert_id);
    CREATE INDEX deliveries_that_wait ON alert_deliveries (channel_id, due_ns) WHERE state = 'waiting';
    CREATE INDEX deliveries_sent ON alert_deliveries (channel_id, ended_ns);
  `,
};
