import type Database from "better-sqlite3";
import { z } from "zod";
import type { AuditActor, StoredAuditRecord } from "../../shared/model/audit.ts";
import { AuditRecord, canonicalText, hashOf, type NewAuditRecord, NO_HASH } from "../audit/record.ts";
import { count } from "./columns.ts";

export type AuditAct = Extract<AuditRecord, { kind: "act" }>;
export type StoredRecord = StoredAuditRecord & { readonly number: number };
export type AuditFilter = {
  /** Only those with a lower number. */
  readonly before: number | null;
  readonly actors: readonly AuditActor["kind"][] | null;
  /** What the action begins with, up to its dot. */
  readonly group: string | null;
  readonly sinceMs: number | null;
};

/** The table of what was done and by whom. It is only added to. */
export type AuditStore = {
  /** Chains a record to the newest one, in one step. @returns its number and hash */
  append(record: NewAuditRecord): { readonly number: number; readonly hash: string };
  /** The newest. */
  head(): StoredRecord | undefined;
  get(number: number): StoredRecord | undefined;
  /** As they are stored, by number. */
  after(number: number, limit: number): readonly StoredRecord[];
  /** What was begun, the newest first, with how it ended where that is known. */
  acts(filter: AuditFilter, limit: number): readonly AuditAct[];
  /** The act whose outcome was a job. */
  actOfJob(jobId: string): AuditAct | undefined;
};

const Row = z.object({ number: count, record: z.string(), hash: z.string() });
const ActRow = z.object({ record: z.string(), ended: z.string().nullable() });

export function createAuditStore(database: Database.Database): AuditStore {
  const prepare = (sql: string) => database.prepare<unknown[]>(sql).safeIntegers(true);
  const columns = "SELECT number, record, hash FROM audit_trail";
  const head = prepare(`${columns} ORDER BY number DESC LIMIT 1`);
  const one = prepare(`${columns} WHERE number = ?`);
  const after = prepare(`${columns} WHERE number > ? ORDER BY number LIMIT ?`);
  const add = prepare("INSERT INTO audit_trail (number, record, hash) VALUES (?, ?, ?)");
  const act = `
    SELECT act.record, (SELECT record FROM audit_trail WHERE outcome_of = act.number ORDER BY number LIMIT 1) AS ended
    FROM audit_trail AS act`;
  const acts = prepare(`${act}
    WHERE act.kind = 'act' AND act.number < :before
      AND (:actors IS NULL OR act.actor IN (SELECT value FROM json_each(:actors)))
      AND (:group IS NULL OR act.action GLOB :group || '.*')
      AND (:since IS NULL OR act.at_ms >= :since)
    ORDER BY act.number DESC LIMIT :limit`);
  const ofJob = prepare(`${act}
    WHERE act.number = (SELECT outcome_of FROM audit_trail WHERE job_id = ? ORDER BY number LIMIT 1)`);

  const readRow = (row: unknown) => (row === undefined ? undefined : Row.parse(row));
  /** What cannot be understood was changed by somebody; proving the chain says so, and the others are shown. */
  const readActs = (rows: readonly unknown[]) => rows.flatMap((row) => actOf(ActRow.parse(row)) ?? []);

  return {
    append: database.transaction((record: NewAuditRecord) => {
      const last = readRow(head.get());
      const number = (last?.number ?? 0) + 1;
      const text = canonicalText({ ...record, format: 1, number, previous: last?.hash ?? NO_HASH });
      const hash = hashOf(text);
      add.run(number, text, hash);
      return { number, hash };
    }).immediate,
    head: () => readRow(head.get()),
    get: (number) => readRow(one.get(number)),
    after: (number, limit) => after.all(number, limit).map((row) => Row.parse(row)),
    acts: ({ before, actors, group, sinceMs }, limit) =>
      readActs(
        acts.all({
          before: before ?? Number.MAX_SAFE_INTEGER,
          actors: actors === null ? null : JSON.stringify(actors),
          ...{ group, since: sinceMs, limit },
        }),
      ),
    actOfJob: (jobId) => readActs(ofJob.all(jobId))[0],
  };
}

function actOf({ record, ended }: z.infer<typeof ActRow>): AuditAct | undefined {
  const act = AuditRecord.safeParse(JSON.parse(record)).data;
  if (act?.kind !== "act") return undefined;
  const outcome = ended === null ? undefined : AuditRecord.safeParse(JSON.parse(ended)).data;
  return outcome?.kind === "outcome" ? { ...act, outcome: outcome.outcome } : act;
}
