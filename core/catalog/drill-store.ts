import type Database from "better-sqlite3";
import { z } from "zod";
import type { DrillId, RepositoryId, SourceId } from "../../shared/ids.ts";
import {
  Drill,
  type DrillKind,
  DrillSettings,
  type DrillState,
  type VitalPath,
} from "../../shared/model/drill.ts";
import { idColumn, json, nsOf, timeMs } from "./columns.ts";

export type DrillFilter = {
  readonly repositoryId: RepositoryId | null;
  readonly kind: DrillKind | null;
  /** Only those that began before this one. */
  readonly before: DrillId | null;
};

/** How a repository is rehearsed. */
export type DrillCare = {
  /** From when the next drill counts where there was none yet. */
  readonly sinceMs: number;
  /** Null: as is usual. */
  readonly settings: DrillSettings | null;
};

/** The tables of drills. Every method is one transaction. */
export type DrillStore = {
  get(id: DrillId): Drill | undefined;
  /** The newest first. */
  list(filter: DrillFilter, limit: number): readonly Drill[];
  running(): readonly Drill[];
  /** The newest of a repository that is in one of these states. */
  last(id: RepositoryId, kind: DrillKind, states: readonly DrillState[]): Drill | undefined;
  /** Inserts it, or replaces the one with its id. */
  save(drill: Drill): void;
  care(id: RepositoryId): DrillCare | undefined;
  saveCare(id: RepositoryId, care: DrillCare): void;
  /** By source and path. */
  vital(): readonly VitalPath[];
  /** One that is known stays. */
  addVital(path: VitalPath): void;
  removeVital(id: SourceId, path: string): void;
  /** Lets go of history; the newest that passed of each repository and kind stays, and what runs. */
  removeBefore(timeMs: number): void;
};

const DrillRow = z.object({ drill: json(Drill) }).transform(({ drill }) => drill);
const CareRow = z
  .object({ since_ns: timeMs, settings: json(DrillSettings).nullable() })
  .transform(({ since_ns, settings }): DrillCare => ({ sinceMs: since_ns, settings }));
const VitalRow = z
  .object({ source_id: idColumn<SourceId>(), path: z.string(), added_ns: timeMs })
  .transform(
    ({ source_id, path, added_ns }): VitalPath => ({ sourceId: source_id, path, addedMs: added_ns }),
  );

export function createDrillStore(database: Database.Database): DrillStore {
  const prepare = (sql: string) => database.prepare<unknown[]>(sql).safeIntegers(true);
  const get = prepare("SELECT drill FROM drills WHERE id = ?");
  const list = prepare(`
    SELECT drill FROM drills
    WHERE (@repositoryId IS NULL OR repository_id = @repositoryId) AND (@kind IS NULL OR kind = @kind)
      AND (@before IS NULL OR number < (SELECT number FROM drills WHERE id = @before))
    ORDER BY number DESC LIMIT @limit`);
  const running = prepare("SELECT drill FROM drills WHERE state = 'running' ORDER BY number");
  const last = prepare(`
    SELECT drill FROM drills WHERE repository_id = ? AND kind = ? AND state IN (SELECT value FROM json_each(?))
    ORDER BY number DESC LIMIT 1`);
  const save = prepare(`
    INSERT INTO drills (id, repository_id, kind, state, started_ns, drill) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET state = excluded.state, drill = excluded.drill`);
  const care = prepare("SELECT since_ns, settings FROM drill_settings WHERE repository_id = ?");
  const saveCare = prepare(`
    INSERT INTO drill_settings (repository_id, since_ns, settings) VALUES (?, ?, ?)
    ON CONFLICT (repository_id) DO UPDATE SET since_ns = excluded.since_ns, settings = excluded.settings`);
  const vital = prepare("SELECT * FROM vital_paths ORDER BY source_id, path");
  const addVital = prepare(`
    INSERT INTO vital_paths (source_id, path, added_ns) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`);
  const removeVital = prepare("DELETE FROM vital_paths WHERE source_id = ? AND path = ?");
  const removeBefore = prepare(`
    DELETE FROM drills WHERE started_ns < ? AND state <> 'running'
      AND number NOT IN (SELECT max(number) FROM drills WHERE state = 'passed' GROUP BY repository_id, kind)`);
  const all = (rows: readonly unknown[]) => rows.map((row) => DrillRow.parse(row));
  return {
    get: (id) => all(get.all(id))[0],
    list: (filter, limit) => all(list.all({ ...filter, limit })),
    running: () => all(running.all()),
    last: (id, kind, states) => all(last.all(id, kind, JSON.stringify(states)))[0],
    save(drill) {
      const { id, repositoryId, kind, state, startedMs } = drill;
      save.run(id, repositoryId, kind, state, nsOf(startedMs), JSON.stringify(drill));
    },
    care(id) {
      const row = care.get(id);
      return row === undefined ? undefined : CareRow.parse(row);
    },
    saveCare: (id, { sinceMs, settings }) =>
      void saveCare.run(id, nsOf(sinceMs), settings === null ? null : JSON.stringify(settings)),
    vital: () => vital.all().map((row) => VitalRow.parse(row)),
    addVital: ({ sourceId, path, addedMs }) => void addVital.run(sourceId, path, nsOf(addedMs)),
    removeVital: (id, path) => void removeVital.run(id, path),
    removeBefore: (ms) => void removeBefore.run(nsOf(ms)),
  };
}
