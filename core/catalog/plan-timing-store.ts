import type Database from "better-sqlite3";
import { z } from "zod";
import type { PlanId } from "../../shared/ids.ts";
import type { PlanTiming, PlanTimingStore } from "../schedule/plan-timing.ts";
import { flag, nsOf, timeMs } from "./columns.ts";

/** Enough for a plan that runs every minute and a clock that is put back by half a day. */
const MAX_STARTS = 1000;

const Row = z
  .object({
    schedule: z.string(),
    handled_ns: timeMs,
    waiting_ns: timeMs.nullable(),
    waits_late: flag,
  })
  .transform(
    (row): PlanTiming => ({
      schedule: row.schedule,
      handledMs: row.handled_ns,
      waitingMs: row.waiting_ns,
      waitsLate: row.waits_late,
    }),
  );
const StartRow = z.object({ due_ns: timeMs }).transform((row) => row.due_ns);

export function createPlanTimingStore(database: Database.Database): PlanTimingStore {
  const prepare = (sql: string) => database.prepare<unknown[]>(sql).safeIntegers(true);
  const get = prepare("SELECT * FROM plan_timing WHERE plan_id = ?");
  const save = prepare(`
    INSERT INTO plan_timing (plan_id, schedule, handled_ns, waiting_ns, waits_late) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (plan_id) DO UPDATE SET schedule = excluded.schedule, handled_ns = excluded.handled_ns,
      waiting_ns = excluded.waiting_ns, waits_late = excluded.waits_late`);
  const addStart = prepare(
    "INSERT OR REPLACE INTO plan_starts (plan_id, due_ns, is_certain) VALUES (?, ?, 0)",
  );
  const trimStarts = prepare(`
    DELETE FROM plan_starts WHERE plan_id = @plan AND due_ns <=
      (SELECT due_ns FROM plan_starts WHERE plan_id = @plan ORDER BY due_ns DESC LIMIT 1 OFFSET @keep)`);
  const confirm = prepare("UPDATE plan_starts SET is_certain = 1 WHERE plan_id = ? AND due_ns = ?");
  const removeStart = prepare("DELETE FROM plan_starts WHERE plan_id = ? AND due_ns = ?");
  const starts = prepare("SELECT due_ns FROM plan_starts WHERE plan_id = ? AND due_ns > ?");
  const uncertain = prepare(
    "SELECT due_ns FROM plan_starts WHERE plan_id = ? AND is_certain = 0 ORDER BY due_ns",
  );

  const write = (planId: PlanId, { schedule, handledMs, waitingMs, waitsLate }: PlanTiming) => {
    const waitingNs = waitingMs === null ? null : nsOf(waitingMs);
    save.run(planId, schedule, nsOf(handledMs), waitingNs, waitsLate ? 1 : 0);
  };
  return {
    get(planId) {
      const row = get.get(planId);
      return row === undefined ? undefined : Row.parse(row);
    },
    save: write,
    beginStart: database.transaction((planId: PlanId, timing: PlanTiming, dueMs: number) => {
      write(planId, timing);
      addStart.run(planId, nsOf(dueMs));
      trimStarts.run({ plan: planId, keep: MAX_STARTS });
    }).immediate,
    confirmStart: (planId, dueMs) => void confirm.run(planId, nsOf(dueMs)),
    withdrawStart: database.transaction((planId: PlanId, timing: PlanTiming, dueMs: number) => {
      removeStart.run(planId, nsOf(dueMs));
      write(planId, timing);
    }).immediate,
    startsAfter: (planId, afterMs) =>
      new Set(starts.all(planId, nsOf(afterMs)).map((row) => StartRow.parse(row))),
    uncertainStarts: (planId) => uncertain.all(planId).map((row) => StartRow.parse(row)),
  };
}
