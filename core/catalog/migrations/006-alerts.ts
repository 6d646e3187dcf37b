import type { Migration } from "./migration.ts";

/**
 * What a person should know. `thing` says what an alert is about: as long as its cause lasts there is one alert for it, however
 * often it happens. `weight` is how bad it is and `acknowledged_weight` how bad it was when somebody saw it. Times are nanoseconds since 1970.
 */
export const createAlerts: Migration = {
  version: 6,
  sql: `
    CREATE TABLE alerts (
      id TEXT PRIMARY KEY,
      thing TEXT NOT NULL,
      severity TEXT NOT NULL CHECK (severity IN ('notice', 'warning', 'failing', 'failed')),
      weight INTEGER NOT NULL,
      subject TEXT NOT NULL CHECK (json_valid(subject)),
      first_ns INTEGER NOT NULL,
      last_ns INTEGER NOT NULL,
      occurrences INTEGER NOT NULL,
      resolved_ns INTEGER,
      acknowledged_ns INTEGER,
      acknowledged_weight INTEGER,
      snoozed_until_ns INTEGER
    ) STRICT;
    CREATE UNIQUE INDEX one_lasting_alert ON alerts (thing) WHERE resolved_ns IS NULL;
    CREATE INDEX alerts_by_time ON alerts (last_ns);
  `,
};
