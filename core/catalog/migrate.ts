import { chmodSync, closeSync, openSync, renameSync, rmSync } from "node:fs";
import type Database from "better-sqlite3";
import { BackstayError } from "../../shared/errors.ts";
import type { Migration } from "./migrations/migration.ts";

/**
 * Brings a catalog to the newest version, one step at a time. Before each step it leaves a copy of the catalog beside
 * it, `catalog.db.before-v2` and so on; a new, empty catalog has nothing to copy.
 *
 * @param path of the catalog's file, for the copies and the error
 * @param migrations every step there is, in order
 * @throws {BackstayError} CATALOG_NEWER if a newer Backstay has already changed the catalog
 */
export function migrate(database: Database.Database, path: string, migrations: readonly Migration[]): void {
  const supported = migrations.at(-1)?.version ?? 0;
  const version = versionOf(database);
  if (version > supported) throw new BackstayError("CATALOG_NEWER", { path, version, supported });
  for (const step of migrations.filter((migration) => migration.version > version)) {
    if (version > 0) copyDatabase(database, `${path}.before-v${step.version}`);
    applyStep(database, step);
  }
}

/** @source SQLite documentation, "PRAGMA user_version": an integer for the application's own use, 0 at first */
export function versionOf(database: Database.Database): number {
  return Number(database.pragma("user_version", { simple: true }));
}

function applyStep(database: Database.Database, { version, sql }: Migration): void {
  const apply = database.transaction(() => {
    if (versionOf(database) >= version) return; // another process was faster
    database.exec(sql);
    database.pragma(`user_version = ${version}`);
  });
  apply.exclusive();
}

/** Writes a complete copy that is there in full or not at all, readable for its owner only. */
function copyDatabase(database: Database.Database, target: string): void {
  const unfinished = `${target}.unfinished`;
  rmSync(unfinished, { force: true });
  closeSync(openSync(unfinished, "wx", 0o600)); // SQLite itself would let others read it; an empty file it fills
  database.prepare("VACUUM INTO ?").run(unfinished);
  chmodSync(unfinished, 0o600);
  renameSync(unfinished, target);
}
