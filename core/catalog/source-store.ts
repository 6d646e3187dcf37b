import type Database from "better-sqlite3";
import { z } from "zod";
import type { SourceId } from "../../shared/ids.ts";
import {
  CommandSource,
  DatabaseSource,
  FilesSource,
  SftpSource,
  type Source,
} from "../../shared/model/source.ts";
import { SourceMount } from "../backup/source-mount.ts";
import { idColumn, json, nsOf } from "./columns.ts";

/** The table of sources. */
export type SourceStore = {
  /** By name. */
  list(): readonly Source[];
  get(id: SourceId): Source | undefined;
  /** Inserts it, or replaces the one with its id. */
  save(source: Source, nowMs: number): void;
  remove(id: SourceId): void;
  /** What was mounted for it at its last good backup. */
  mountsOf(id: SourceId): readonly SourceMount[];
  setMounts(id: SourceId, mounts: readonly SourceMount[]): void;
};

const Mounts = json(z.array(SourceMount));
const columns = { id: true, name: true } as const;
/** Of before there were several kinds, there are files only. */
const Details = z.preprocess(
  (details) => (typeof details === "object" && details !== null ? { kind: "files", ...details } : details),
  z.discriminatedUnion("kind", [
    FilesSource.omit(columns),
    SftpSource.omit(columns),
    CommandSource.omit(columns),
    DatabaseSource.omit(columns),
  ]),
);
const Row = z
  .object({ id: idColumn<SourceId>(), name: z.string(), details: json(Details) })
  .transform(({ id, name, details }): Source => ({ ...details, id, name }));

export function createSourceStore(database: Database.Database): SourceStore {
  const list = database.prepare("SELECT id, name, details FROM sources ORDER BY name");
  const get = database.prepare("SELECT id, name, details FROM sources WHERE id = ?");
  const save = database.prepare(`
    INSERT INTO sources (id, name, details, created_ns) VALUES (?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, details = excluded.details`);
  const remove = database.prepare("DELETE FROM sources WHERE id = ?");
  const mounts = database.prepare<[SourceId], { mounts: string | null }>(
    "SELECT mounts FROM sources WHERE id = ?",
  );
  const setMounts = database.prepare("UPDATE sources SET mounts = ? WHERE id = ?");
  return {
    list: () => list.all().map((row) => Row.parse(row)),
    get(id) {
      const row = get.get(id);
      return row === undefined ? undefined : Row.parse(row);
    },
    save({ id, name, ...details }, nowMs) {
      save.run(id, name, JSON.stringify(details), nsOf(nowMs));
    },
    remove: (id) => void remove.run(id),
    mountsOf: (id) => Mounts.parse(mounts.get(id)?.mounts ?? "[]"),
    setMounts: (id, found) => void setMounts.run(JSON.stringify(found), id),
  };
}
