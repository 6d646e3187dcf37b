import type Database from "better-sqlite3";
import { z } from "zod";
import type { PlanId, RepositoryId } from "../../shared/ids.ts";
import { AutomaticAct } from "../../shared/model/automatic-act.ts";
import { count, json, nsOf, timeMs } from "./columns.ts";

export type NewAct = Omit<AutomaticAct, "number">;

/** The table of what was done by itself. */
export type AutomaticActStore = {
  add(act: NewAct): void;
  /** The newest first. @param before only those with a lower number */
  page(before: number | null, limit: number): readonly AutomaticAct[];
  /** When a plan was last backed up because of a disk or an array; undefined if it never was. */
  lastBackupMs(planId: PlanId, causeId: string): number | undefined;
  /** When the copying between a repository's replicas was last hastened because of a disk or an array. */
  lastHastenedMs(repositoryId: RepositoryId, causeId: string): number | undefined;
  removeBefore(timeMs: number): void;
};

const Told = AutomaticAct.omit({ number: true, atMs: true });
const Row = z
  .object({ number: count, at_ns: timeMs, act: json(Told) })
  .transform(({ number, at_ns, act }): AutomaticAct => ({ ...act, number, atMs: at_ns }));
const Time = z.object({ at_ns: timeMs });

export function createAutomaticActStore(database: Database.Database): AutomaticActStore {
  const prepare = (sql: string) => database.prepare<unknown[]>(sql).safeIntegers(true);
  const add = prepare(
    "INSERT INTO automatic_acts (at_ns, kind, plan_id, repository_id, cause_id, act) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const page = prepare("SELECT * FROM automatic_acts WHERE number < ? ORDER BY number DESC LIMIT ?");
  const last = prepare(`
    SELECT at_ns FROM automatic_acts WHERE plan_id = ? AND cause_id = ? AND kind = 'backup'
    ORDER BY number DESC LIMIT 1`);
  const lastHastened = prepare(`
    SELECT at_ns FROM automatic_acts WHERE repository_id = ? AND cause_id = ? AND kind = 'copying-hastened'
    ORDER BY number DESC LIMIT 1`);
  const removeBefore = prepare("DELETE FROM automatic_acts WHERE at_ns < ?");
  return {
    add({ atMs, ...act }) {
      const [cause] = act.causes;
      const values = [nsOf(atMs), act.kind, act.planId, act.repositoryId, cause?.subjectId ?? ""];
      add.run(...values, JSON.stringify(act));
    },
    page: (before, limit) => page.all(before ?? Number.MAX_SAFE_INTEGER, limit).map((row) => Row.parse(row)),
    lastBackupMs(planId, causeId) {
      const row = last.get(planId, causeId);
      return row === undefined ? undefined : Time.parse(row).at_ns;
    },
    lastHastenedMs(repositoryId, causeId) {
      const row = lastHastened.get(repositoryId, causeId);
      return row === undefined ? undefined : Time.parse(row).at_ns;
    },
    removeBefore: (ms) => void removeBefore.run(nsOf(ms)),
  };
}
