import type Database from "better-sqlite3";
import { z } from "zod";
import type { WireError } from "../../shared/errors.ts";
import type { PlanId, RunId } from "../../shared/ids.ts";
import { RUN_STATES, RUN_TRIGGERS, type Run } from "../../shared/model/plan.ts";
import { count, idColumn, json, msOf, nsOf, timeMs } from "./columns.ts";

/** A run without its jobs, which the table of jobs knows. */
export type RunRecord = Omit<Run, "jobIds">;
/** What is known of a run by its jobs. */
export type RunSum = Omit<RunRecord, "id" | "planId" | "trigger" | "dueMs">;

export type RunFilter = {
  readonly planId: PlanId | null;
  readonly dueBeforeMs: number | null;
};

/** The table of runs. */
export type RunStore = {
  insert(run: RunRecord): void;
  get(id: RunId): RunRecord | undefined;
  update(id: RunId, sum: RunSum): void;
  /** The newest first. */
  page(filter: RunFilter, limit: number): readonly RunRecord[];
  /** Those that wait or run, the oldest first. */
  unfinished(): readonly RunRecord[];
  /** Whether the run of a plan that was due then was started. */
  wasStarted(planId: PlanId, dueMs: number): boolean;
  /** Those that were due, ran or run within these times, the oldest first. */
  within(startMs: number, endMs: number): readonly RunRecord[];
  /** What runs that ended within these times added to repositories, summed up by quarters of an hour, the oldest first. */
  additions(
    startMs: number,
    endMs: number,
  ): readonly { readonly atMs: number; readonly bytesAdded: number }[];
  addedByPlanSince(startMs: number): ReadonlyMap<PlanId, number>;
  /** Removes runs that ended before, except for the newest of each plan. */
  removeEndedBefore(beforeMs: number): void;
};

const Row = z
  .object({
    id: idColumn<RunId>(),
    plan_id: idColumn<PlanId>(),
    trigger: z.enum(RUN_TRIGGERS),
    state: z.enum(RUN_STATES),
    due_ns: timeMs,
    started_ns: timeMs.nullable(),
    ended_ns: timeMs.nullable(),
    files_new: count,
    files_changed: count,
    files_unmodified: count,
    files_gone: count.nullable(),
    bytes_processed: count,
    bytes_added: count,
    problem_count: count,
    error: json(z.custom<WireError>()).nullable(),
  })
  .transform(
    (row): RunRecord => ({
      id: row.id,
      planId: row.plan_id,
      trigger: row.trigger,
      state: row.state,
      dueMs: row.due_ns,
      startedMs: row.started_ns,
      endedMs: row.ended_ns,
      filesNew: row.files_new,
      filesChanged: row.files_changed,
      filesUnmodified: row.files_unmodified,
      filesGone: row.files_gone,
      bytesProcessed: row.bytes_processed,
      bytesAdded: row.bytes_added,
      problemCount: row.problem_count,
      error: row.error,
    }),
  );

/** Every time zone's midnight is at a quarter of an hour. */
const QUARTER_NS = 900_000_000_000n;
const SumRow = z.object({ plan_id: idColumn<PlanId>(), bytes: count });

export function createRunStore(database: Database.Database): RunStore {
  const prepare = (sql: string) => database.prepare<unknown[]>(sql).safeIntegers(true);
  const readAll = (rows: readonly unknown[]) => rows.map((row) => Row.parse(row));
  const nullableNs = (ms: number | null) => (ms === null ? null : nsOf(ms));

  const insert = prepare("INSERT INTO runs (id, plan_id, trigger, state, due_ns) VALUES (?, ?, ?, ?, ?)");
  const get = prepare("SELECT * FROM runs WHERE id = ?");
  const update = prepare(`
    UPDATE runs SET state = ?, started_ns = ?, ended_ns = ?, files_new = ?, files_changed = ?, files_unmodified = ?,
      files_gone = ?, bytes_processed = ?, bytes_added = ?, problem_count = ?, error = ? WHERE id = ?`);
  const ofPlan = prepare(`
    SELECT * FROM runs WHERE plan_id = @plan AND due_ns < @before ORDER BY due_ns DESC, rowid DESC LIMIT @limit`);
  const ofAll = prepare(
    "SELECT * FROM runs WHERE due_ns < @before ORDER BY due_ns DESC, rowid DESC LIMIT @limit",
  );
  const unfinished = prepare("SELECT * FROM runs WHERE state IN ('queued', 'running') ORDER BY rowid");
  const started = prepare(
    "SELECT 1 FROM runs WHERE plan_id = ? AND due_ns = ? AND state <> 'missed' AND trigger <> 'person' LIMIT 1",
  );
  const within = prepare(`
    SELECT * FROM runs WHERE (due_ns >= @start AND due_ns < @end) OR (ended_ns >= @start AND ended_ns < @end)
      OR state IN ('queued', 'running') ORDER BY due_ns, rowid`);
  const additions = database
    .prepare<[bigint, bigint], { quarter: bigint; bytes: bigint }>(
      `SELECT ended_ns / ${QUARTER_NS} AS quarter, sum(bytes_added) AS bytes FROM runs
       WHERE ended_ns >= ? AND ended_ns < ? AND bytes_added > 0 GROUP BY quarter ORDER BY quarter`,
    )
    .safeIntegers(true);
  const addedByPlan = prepare(
    "SELECT plan_id, sum(bytes_added) AS bytes FROM runs WHERE ended_ns >= ? GROUP BY plan_id",
  );
  const removeEnded = prepare(`
    DELETE FROM runs WHERE coalesce(ended_ns, due_ns) < ? AND state NOT IN ('queued', 'running')
      AND rowid NOT IN (SELECT max(rowid) FROM runs GROUP BY plan_id)`);

  const write = (id: RunId, sum: RunSum) => {
    update.run(
      ...[sum.state, nullableNs(sum.startedMs), nullableNs(sum.endedMs)],
      ...[sum.filesNew, sum.filesChanged, sum.filesUnmodified, sum.filesGone],
      ...[sum.bytesProcessed, sum.bytesAdded, sum.problemCount],
      ...[sum.error === null ? null : JSON.stringify(sum.error), id],
    );
  };
  return {
    insert: database.transaction((run: RunRecord) => {
      insert.run(run.id, run.planId, run.trigger, run.state, nsOf(run.dueMs));
      write(run.id, run);
    }),
    get(id) {
      const row = get.get(id);
      return row === undefined ? undefined : Row.parse(row);
    },
    update: write,
    page({ planId, dueBeforeMs }, limit) {
      const before = nsOf(dueBeforeMs ?? Number.MAX_SAFE_INTEGER / 1000);
      return readAll(
        planId === null ? ofAll.all({ before, limit }) : ofPlan.all({ plan: planId, before, limit }),
      );
    },
    unfinished: () => readAll(unfinished.all()),
    wasStarted: (planId, dueMs) => started.get(planId, nsOf(dueMs)) !== undefined,
    within: (startMs, endMs) => readAll(within.all({ start: nsOf(startMs), end: nsOf(endMs) })),
    additions: (startMs, endMs) =>
      additions
        .all(nsOf(startMs), nsOf(endMs))
        .map(({ quarter, bytes }) => ({ atMs: msOf(quarter * QUARTER_NS), bytesAdded: Number(bytes) })),
    addedByPlanSince: (startMs) =>
      new Map(
        addedByPlan
          .all(nsOf(startMs))
          .map((row) => SumRow.parse(row))
          .map((row) => [row.plan_id, row.bytes]),
      ),
    removeEndedBefore: (beforeMs) => void removeEnded.run(nsOf(beforeMs)),
  };
}
