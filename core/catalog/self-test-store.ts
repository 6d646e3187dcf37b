import type Database from "better-sqlite3";
import { z } from "zod";
import type { HealthSubjectId, WatchedHostId } from "../../shared/ids.ts";
import { SELF_TEST_REFUSALS, SelfTestRun, SelfTestSchedule } from "../../shared/model/self-test.ts";
import { idColumn, json, nsOf, timeMs } from "./columns.ts";

/** A test with what the disk remembered of tests before it began. */
export type SelfTestRecord = SelfTestRun & { readonly logBefore: string };
export type SelfTestFilter = {
  readonly subjectId?: HealthSubjectId | undefined;
  readonly hostId?: WatchedHostId | undefined;
};

/** The tables of tests that disks ran of themselves, and of when they shall. */
export type SelfTestStore = {
  /** Inserts it, or replaces the one with its id. */
  save(test: SelfTestRecord): void;
  /** The newest first. */
  list(filter: SelfTestFilter, limit: number): readonly SelfTestRecord[];
  running(): readonly SelfTestRecord[];
  /** @returns undefined where none was set */
  schedule(hostId: WatchedHostId): SelfTestSchedule | undefined;
  setSchedule(hostId: WatchedHostId, schedule: SelfTestSchedule): void;
};

const Row = z
  .object({
    id: z.string(),
    subject_id: idColumn<HealthSubjectId>(),
    kind: SelfTestRun.shape.kind,
    cause: SelfTestRun.shape.cause,
    state: SelfTestRun.shape.state,
    started_ns: timeMs,
    ended_ns: timeMs.nullable(),
    remaining_percent: z.bigint().transform(Number).nullable(),
    first_error_at: z.string().nullable(),
    refusal: z.enum(SELF_TEST_REFUSALS).nullable(),
    message: z.string().nullable(),
    log_before: z.string(),
  })
  .transform(
    (row): SelfTestRecord => ({
      ...{ id: row.id, subjectId: row.subject_id, kind: row.kind, cause: row.cause, state: row.state },
      ...{ startedMs: row.started_ns, endedMs: row.ended_ns, remainingPercent: row.remaining_percent },
      ...{ firstErrorAt: row.first_error_at, refusal: row.refusal, message: row.message },
      logBefore: row.log_before,
    }),
  );
const ScheduleRow = z.object({ schedule: json(SelfTestSchedule) }).transform(({ schedule }) => schedule);

export function createSelfTestStore(database: Database.Database): SelfTestStore {
  const prepare = (sql: string) => database.prepare<unknown[]>(sql).safeIntegers(true);
  const save = prepare(`
    INSERT INTO self_tests (id, subject_id, kind, cause, state, started_ns, ended_ns, remaining_percent, first_error_at, refusal,
      message, log_before)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET state = excluded.state, ended_ns = excluded.ended_ns,
      remaining_percent = excluded.remaining_percent, first_error_at = excluded.first_error_at, refusal = excluded.refusal,
      message = excluded.message`);
  const list = prepare(`
    SELECT self_tests.* FROM self_tests JOIN health_subjects ON health_subjects.id = subject_id
    WHERE (@subject IS NULL OR subject_id = @subject) AND (@host IS NULL OR host_id = @host)
    ORDER BY started_ns DESC, self_tests.rowid DESC LIMIT @limit`);
  const running = prepare("SELECT * FROM self_tests WHERE state = 'running' ORDER BY started_ns");
  const schedule = prepare("SELECT schedule FROM self_test_schedules WHERE host_id = ?");
  const setSchedule = prepare(`
    INSERT INTO self_test_schedules (host_id, schedule) VALUES (?, ?)
    ON CONFLICT (host_id) DO UPDATE SET schedule = excluded.schedule`);
  return {
    save(test) {
      save.run(
        ...[test.id, test.subjectId, test.kind, test.cause, test.state, nsOf(test.startedMs)],
        test.endedMs === null ? null : nsOf(test.endedMs),
        test.remainingPercent === null ? null : Math.round(test.remainingPercent),
        ...[test.firstErrorAt, test.refusal, test.message, test.logBefore],
      );
    },
    list: ({ subjectId = null, hostId = null }, limit) =>
      list.all({ subject: subjectId, host: hostId, limit }).map((row) => Row.parse(row)),
    running: () => running.all().map((row) => Row.parse(row)),
    schedule(hostId) {
      const row = schedule.get(hostId);
      return row === undefined ? undefined : ScheduleRow.parse(row);
    },
    setSchedule: (hostId, wanted) => void setSchedule.run(hostId, JSON.stringify(wanted)),
  };
}
