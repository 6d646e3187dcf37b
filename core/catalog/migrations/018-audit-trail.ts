import type { Migration } from "./migration.ts";

/**
 * What was done and by whom: one row a record, chained by hashes. `record` is the text the hash was made of, and whatever rows are
 * found by is taken from it, so that the two cannot differ. What was written stays as it was: the triggers keep our own mistakes away,
 * whoever means to change something is found by the chain.
 */
export const createAuditTrail: Migration = {
  version: 18,
  sql: `
    CREATE TABLE audit_trail (
      number INTEGER PRIMARY KEY,
      record TEXT NOT NULL CHECK (json_valid(record)),
      hash TEXT NOT NULL,
      kind TEXT GENERATED ALWAYS AS (json_extract(record, '$.kind')) VIRTUAL,
      at_ms INTEGER GENERATED ALWAYS AS (json_extract(record, '$.atMs')) VIRTUAL,
      actor TEXT GENERATED ALWAYS AS (json_extract(record, '$.actor.kind')) VIRTUAL,
      action TEXT GENERATED ALWAYS AS (json_extract(record, '$.action')) VIRTUAL,
      outcome_of INTEGER GENERATED ALWAYS AS (json_extract(record, '$.of')) VIRTUAL,
      job_id TEXT GENERATED ALWAYS AS (json_extract(record, '$.outcome.facts.jobId')) VIRTUAL
    ) STRICT;
    CREATE INDEX audit_trail_acts ON audit_trail (number) WHERE kind = 'act';
    CREATE INDEX audit_trail_outcomes ON audit_trail (outcome_of) WHERE outcome_of IS NOT NULL;
    CREATE INDEX audit_trail_jobs ON audit_trail (job_id) WHERE job_id IS NOT NULL;
    CREATE TRIGGER audit_trail_stays BEFORE UPDATE ON audit_trail
      BEGIN SELECT raise(ABORT, 'the audit trail is only added to'); END;
    CREATE TRIGGER audit_trail_keeps BEFORE DELETE ON audit_trail
      BEGIN SELECT raise(ABORT, 'the audit trail is only added to'); END;
  `,
};
