import type Database from "better-sqlite3";
import { z } from "zod";
import type { ChannelId } from "../../shared/ids.ts";
import { CHANNEL_SECRETS, ChannelView } from "../../shared/model/alert-channel.ts";
import { idColumn, json, nsOf, timeMs } from "./columns.ts";

export type ChannelRecord = Omit<ChannelView, "waiting">;

/** The table of channels. */
export type ChannelStore = {
  /** By name. */
  list(): readonly ChannelRecord[];
  get(id: ChannelId): ChannelRecord | undefined;
  /** Inserts it, or replaces the one with its id. */
  save(channel: ChannelRecord): void;
  remove(id: ChannelId): void;
};

const Details = ChannelView.pick({ isEnabled: true, language: true, setup: true });
const Row = z
  .object({
    id: idColumn<ChannelId>(),
    name: z.string(),
    details: json(Details),
    address_host: z.string(),
    kept: json(z.array(z.enum(CHANNEL_SECRETS))),
    last_success_ns: timeMs.nullable(),
    last_failure_ns: timeMs.nullable(),
    last_failure: json(ChannelView.shape.lastFailure).nullable(),
  })
  .transform(
    (row): ChannelRecord => ({
      ...row.details,
      id: row.id,
      name: row.name,
      addressHost: row.address_host,
      kept: row.kept,
      lastSuccessMs: row.last_success_ns,
      lastFailureMs: row.last_failure_ns,
      lastFailure: row.last_failure,
    }),
  );

export function createChannelStore(database: Database.Database): ChannelStore {
  const prepare = (sql: string) => database.prepare<unknown[]>(sql).safeIntegers(true);
  const list = prepare("SELECT * FROM alert_channels ORDER BY name COLLATE NOCASE");
  const get = prepare("SELECT * FROM alert_channels WHERE id = ?");
  const save = prepare(`
    INSERT INTO alert_channels (id, name, details, address_host, kept, last_success_ns, last_failure_ns, last_failure)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, details = excluded.details,
      address_host = excluded.address_host, kept = excluded.kept, last_success_ns = excluded.last_success_ns,
      last_failure_ns = excluded.last_failure_ns, last_failure = excluded.last_failure`);
  const remove = prepare("DELETE FROM alert_channels WHERE id = ?");
  const orNull = (ms: number | null) => (ms === null ? null : nsOf(ms));
  return {
    list: () => list.all().map((row) => Row.parse(row)),
    get(id) {
      const row = get.get(id);
      return row === undefined ? undefined : Row.parse(row);
    },
    save({ id, name, isEnabled, language, setup, ...rest }) {
      save.run(
        ...[id, name, JSON.stringify({ isEnabled, language, setup }), rest.addressHost],
        ...[JSON.stringify(rest.kept), orNull(rest.lastSuccessMs), orNull(rest.lastFailureMs)],
        rest.lastFailure === null ? null : JSON.stringify(rest.lastFailure),
      );
    },
    remove: (id) => void remove.run(id),
  };
}
