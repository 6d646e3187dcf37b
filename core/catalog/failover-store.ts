import type Database from "better-sqlite3";
import { z } from "zod";
import type { RepositoryId } from "../../shared/ids.ts";
import { type RecordedTransition, Transition } from "../../shared/model/failover.ts";
import { FailoverState } from "../failover/state/state.ts";
import { count, json, nsOf } from "./columns.ts";

/** The tables of failover. Every method is one transaction; what it wrote survives a power cut. */
export type FailoverStore = {
  /** @returns undefined when nothing was ever saved for the repository */
  get(id: RepositoryId): FailoverState | undefined;
  /** Replaces the state, and adds to the history how it came to be. The repository must be in the catalog. */
  save(id: RepositoryId, state: FailoverState, transitions: readonly Transition[]): void;
  /** The newest first. @param before only those with a lower number */
  history(id: RepositoryId, before: number | null, limit: number): readonly RecordedTransition[];
  /** The oldest first. */
  since(id: RepositoryId, timeMs: number): readonly RecordedTransition[];
  /** Lets go of history; the newest of each repository stays. */
  removeBefore(timeMs: number): void;
};

const StateRow = z.object({ state: json(FailoverState) }).transform(({ state }) => state);
const TransitionRow = z
  .object({ number: count, transition: json(Transition) })
  .transform(({ number, transition }): RecordedTransition => ({ ...transition, number }));

export function createFailoverStore(database: Database.Database): FailoverStore {
  const prepare = (sql: string) => database.prepare<unknown[]>(sql).safeIntegers(true);
  const get = prepare("SELECT state FROM failover_states WHERE repository_id = ?");
  const put = prepare(`
    INSERT INTO failover_states (repository_id, state) VALUES (?, ?)
    ON CONFLICT (repository_id) DO UPDATE SET state = excluded.state`);
  const add = prepare("INSERT INTO failover_transitions (repository_id, at_ns, transition) VALUES (?, ?, ?)");
  const history = prepare(`
    SELECT number, transition FROM failover_transitions WHERE repository_id = ? AND number < ?
    ORDER BY number DESC LIMIT ?`);
  const since = prepare(`
    SELECT number, transition FROM failover_transitions WHERE repository_id = ? AND at_ns >= ? ORDER BY number`);
  const removeBefore = prepare(`
    DELETE FROM failover_transitions WHERE at_ns < ?
      AND number NOT IN (SELECT max(number) FROM failover_transitions GROUP BY repository_id)`);
  return {
    get(id) {
      const row = get.get(id);
      return row === undefined ? undefined : StateRow.parse(row);
    },
    save: database.transaction(
      (id: RepositoryId, state: FailoverState, transitions: readonly Transition[]) => {
        put.run(id, JSON.stringify(state));
        for (const transition of transitions) add.run(id, nsOf(transition.atMs), JSON.stringify(transition));
      },
    ).immediate,
    history: (id, before, limit) =>
      history.all(id, before ?? Number.MAX_SAFE_INTEGER, limit).map((row) => TransitionRow.parse(row)),
    since: (id, ms) => since.all(id, nsOf(ms)).map((row) => TransitionRow.parse(row)),
    removeBefore: (ms) => void removeBefore.run(nsOf(ms)),
  };
}
