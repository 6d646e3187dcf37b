import type Database from "better-sqlite3";
import { z } from "zod";
import type { WatchedHostId } from "../../shared/ids.ts";
import { HostLayout } from "../health/under-path/host-layout.ts";
import { json } from "./columns.ts";

/** The table of how file systems lie upon the disks of watched hosts. */
export type HostLayoutStore = {
  /** @returns undefined for a host that was not read yet */
  get(id: WatchedHostId): HostLayout | undefined;
  /** Writes only what is new: it seldom is. */
  save(id: WatchedHostId, layout: HostLayout): void;
};

const Row = z.object({ layout: json(HostLayout) }).transform(({ layout }) => layout);

export function createHostLayoutStore(database: Database.Database): HostLayoutStore {
  const get = database.prepare<unknown[]>("SELECT layout FROM host_layouts WHERE host_id = ?");
  const save = database.prepare<unknown[]>(`
    INSERT INTO host_layouts (host_id, layout) VALUES (?, ?)
    ON CONFLICT (host_id) DO UPDATE SET layout = excluded.layout WHERE layout <> excluded.layout`);
  return {
    get(id) {
      const row = get.get(id);
      return row === undefined ? undefined : Row.parse(row);
    },
    save: (id, layout) => void save.run(id, JSON.stringify(layout)),
  };
}
