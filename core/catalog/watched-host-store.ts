import type Database from "better-sqlite3";
import { z } from "zod";
import type { WatchedHostId } from "../../shared/ids.ts";
import {
  HostFacts,
  WATCHED_HOST_SECRETS,
  WatchedHost,
  WatchedHostSetup,
} from "../../shared/model/watched-host.ts";
import { WireErrorShape } from "../../shared/model/wire-error.ts";
import { idColumn, json, nsOf, timeMs } from "./columns.ts";

export type WatchedHostRecord = Pick<
  WatchedHost,
  | "id"
  | "name"
  | "setup"
  | "kept"
  | "hostKey"
  | "askedMs"
  | "answeredMs"
  | "silentSinceMs"
  | "error"
  | "facts"
  | "gaps"
>;

/** The table of watched hosts. */
export type WatchedHostStore = {
  /** This machine first, then by name. */
  list(): readonly WatchedHostRecord[];
  get(id: WatchedHostId): WatchedHostRecord | undefined;
  /** Inserts it, or replaces the one with its id. */
  save(host: WatchedHostRecord): void;
  /** With all that is on it. */
  remove(id: WatchedHostId): void;
};

const Row = z
  .object({
    id: idColumn<WatchedHostId>(),
    name: z.string(),
    setup: json(WatchedHostSetup),
    kept: json(z.array(z.enum(WATCHED_HOST_SECRETS))),
    host_key: z.string().nullable(),
    asked_ns: timeMs.nullable(),
    answered_ns: timeMs.nullable(),
    silent_since_ns: timeMs.nullable(),
    error: json(WireErrorShape).nullable(),
    facts: json(HostFacts).nullable(),
    gaps: json(WatchedHost.shape.gaps),
  })
  .transform(
    (row): WatchedHostRecord => ({
      id: row.id,
      name: row.name,
      setup: row.setup,
      kept: row.kept,
      hostKey: row.host_key,
      askedMs: row.asked_ns,
      answeredMs: row.answered_ns,
      silentSinceMs: row.silent_since_ns,
      error: row.error,
      facts: row.facts,
      gaps: row.gaps,
    }),
  );

export function createWatchedHostStore(database: Database.Database): WatchedHostStore {
  const prepare = (sql: string) => database.prepare<unknown[]>(sql).safeIntegers(true);
  const list = prepare(
    "SELECT * FROM watched_hosts ORDER BY setup ->> '$.kind' <> 'local', name COLLATE NOCASE",
  );
  const get = prepare("SELECT * FROM watched_hosts WHERE id = ?");
  const save = prepare(`
    INSERT INTO watched_hosts (id, name, setup, kept, host_key, asked_ns, answered_ns, silent_since_ns, error, facts, gaps)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, setup = excluded.setup, kept = excluded.kept,
      host_key = excluded.host_key, asked_ns = excluded.asked_ns, answered_ns = excluded.answered_ns,
      silent_since_ns = excluded.silent_since_ns, error = excluded.error, facts = excluded.facts, gaps = excluded.gaps`);
  const remove = prepare("DELETE FROM watched_hosts WHERE id = ?");
  const orNull = (ms: number | null) => (ms === null ? null : nsOf(ms));
  const jsonOrNull = (value: unknown) => (value === null ? null : JSON.stringify(value));
  return {
    list: () => list.all().map((row) => Row.parse(row)),
    get(id) {
      const row = get.get(id);
      return row === undefined ? undefined : Row.parse(row);
    },
    save(host) {
      save.run(
        ...[host.id, host.name, JSON.stringify(host.setup), JSON.stringify(host.kept), host.hostKey],
        ...[orNull(host.askedMs), orNull(host.answeredMs), orNull(host.silentSinceMs)],
        ...[jsonOrNull(host.error), jsonOrNull(host.facts), JSON.stringify(host.gaps)],
      );
    },
    remove: (id) => void remove.run(id),
  };
}
