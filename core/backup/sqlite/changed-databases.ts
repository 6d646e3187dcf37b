import type { RawPath } from "../../platform/raw-path.ts";
import { type Change, type RecordEntry, readRecord } from "../folder-record.ts";
import type { FolderState } from "../folder-state.ts";
import { CONTENT_ENDINGS, databaseBeside } from "./sidecars.ts";

export type ListedFolder = Pick<FolderState, "sidecars" | "previous"> & {
  readonly entries: readonly RecordEntry[];
  /** Of each entry. */
  readonly changes: readonly Change[];
  /** Databases beside whose files lie transactions that are not in the list. */
  readonly accompanied: readonly RawPath[];
};

/**
 * A database with a write-ahead log changes while its file does not: its transactions are in the log. What lies beside the file
 * counts as a part of it.
 *
 * @returns names of databases that have changed in what lies beside them
 */
export function databasesThatChanged(folder: ListedFolder): ReadonlySet<RawPath> {
  const changed = new Set(folder.accompanied);
  const now = new Set<RawPath>();
  for (const [slot, { name }] of folder.entries.entries()) {
    now.add(name);
    const database = folder.sidecars.has(name) ? databaseBeside(name) : undefined;
    if (database !== undefined && folder.changes[slot] !== "same") changed.add(database);
  }
  // what was there and is gone went somewhere: into the file, or away
  for (const { name } of readRecord(folder.previous?.record ?? new Uint8Array(0))) {
    if (now.has(name) || !CONTENT_ENDINGS.some((ending) => name.endsWith(ending))) continue;
    const database = databaseBeside(name);
    if (database !== undefined) changed.add(database);
  }
  return changed;
}

/** @returns by the slot of a database, the slots of its sidecars */
export function sidecarsByDatabase(
  sidecars: ReadonlySet<RawPath>,
  names: readonly RawPath[],
): Map<number, readonly number[]> | undefined {
  if (sidecars.size === 0) return undefined;
  const slots = new Map(names.map((name, slot) => [name, slot]));
  const found = new Map<number, readonly number[]>();
  for (const sidecar of sidecars) {
    const [slot, database] = [slots.get(sidecar), slots.get(databaseBeside(sidecar) ?? sidecar)];
    if (slot !== undefined && database !== undefined)
      found.set(database, [...(found.get(database) ?? []), slot]);
  }
  return found;
}
