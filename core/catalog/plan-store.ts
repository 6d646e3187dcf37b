import type Database from "better-sqlite3";
import { z } from "zod";
import type { PlanId, RepositoryId, SourceId } from "../../shared/ids.ts";
import { Plan } from "../../shared/model/plan.ts";
import { flag, idColumn, json, nsOf, timeMs } from "./columns.ts";

export type PlanRecord = Plan & {
  /** Since when each of its sources is to be backed up; in the order of `sourceIds`. */
  readonly sourcesSinceMs: readonly number[];
};

/** The table of plans. Every method is one transaction. */
export type PlanStore = {
  /** The oldest first. */
  list(): readonly PlanRecord[];
  get(id: PlanId): PlanRecord | undefined;
  /** Inserts it, or replaces the one with its id. Sources that were in it before keep the time since when they are. */
  save(plan: Plan, nowMs: number): void;
  remove(id: PlanId): void;
};

const Details = Plan.omit({ id: true, name: true, repositoryId: true, sourceIds: true, isPaused: true });
const Row = z.object({
  id: idColumn<PlanId>(),
  name: z.string(),
  repository_id: idColumn<RepositoryId>(),
  details: json(Details),
  is_paused: flag,
});
const MemberRow = z.object({ source_id: idColumn<SourceId>(), since_ns: timeMs });

export function createPlanStore(database: Database.Database): PlanStore {
  const prepare = (sql: string) => database.prepare<unknown[]>(sql).safeIntegers(true);
  const list = prepare("SELECT * FROM plans ORDER BY created_ns, rowid");
  const get = prepare("SELECT * FROM plans WHERE id = ?");
  const members = prepare("SELECT source_id, since_ns FROM plan_sources WHERE plan_id = ? ORDER BY position");
  const save = prepare(`
    INSERT INTO plans (id, name, repository_id, details, is_paused, created_ns) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, repository_id = excluded.repository_id,
      details = excluded.details, is_paused = excluded.is_paused`);
  const clearMembers = prepare("DELETE FROM plan_sources WHERE plan_id = ?");
  const addMember = prepare(
    "INSERT INTO plan_sources (plan_id, position, source_id, since_ns) VALUES (?, ?, ?, ?)",
  );
  const remove = prepare("DELETE FROM plans WHERE id = ?");

  const membersOf = (id: PlanId) => members.all(id).map((row) => MemberRow.parse(row));
  const complete = (row: unknown): PlanRecord => {
    const { id, name, repository_id, details, is_paused } = Row.parse(row);
    const all = membersOf(id);
    return {
      ...details,
      id,
      name,
      repositoryId: repository_id,
      sourceIds: all.map((member) => member.source_id),
      sourcesSinceMs: all.map((member) => member.since_ns),
      isPaused: is_paused,
    };
  };
  return {
    list: database.transaction(() => list.all().map(complete)),
    get: database.transaction((id: PlanId) => {
      const row = get.get(id);
      return row === undefined ? undefined : complete(row);
    }),
    save: database.transaction((plan: Plan, nowMs: number) => {
      const { id, name, repositoryId, sourceIds, isPaused, ...others } = plan;
      const before = new Map(membersOf(id).map((member) => [member.source_id, member.since_ns]));
      const details = JSON.stringify(Details.strip().parse(others));
      save.run(id, name, repositoryId, details, isPaused ? 1 : 0, nsOf(nowMs));
      clearMembers.run(id);
      for (const [position, sourceId] of sourceIds.entries())
        addMember.run(id, position, sourceId, nsOf(before.get(sourceId) ?? nowMs));
    }).immediate,
    remove: (id) => void remove.run(id),
  };
}
