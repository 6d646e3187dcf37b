import { closeSync, lstatSync, readSync } from "node:fs";
import { type RawPath, rawPathForFs } from "../../platform/raw-path.ts";
import type { GivenEntry } from "../messages.ts";
import type { ReadPlaces } from "../moment/read-places.ts";
import { openSource } from "../open-source.ts";
import { MAGIC_LENGTH, startsDatabase } from "./database-header.ts";
import { CONTENT_ENDINGS, databaseBeside, sharesMemory } from "./sidecars.ts";

/**
 * Says what a file is to a database beside it, if there is one: `transactions` of it, or `nothing` that anybody could want: shared
 * memory, and a log or a journal that is empty.
 */
export type SidecarFinder = (entry: GivenEntry, sizeBytes: number) => "transactions" | "nothing" | undefined;

/** Only where something is named like it, a file is opened to see whether it is a database. */
export function findSidecars(entries: readonly GivenEntry[], places: Pick<ReadPlaces, "of">): SidecarFinder {
  const databases = new Map<RawPath, boolean>();
  let paths: ReadonlyMap<RawPath, RawPath> | undefined;

  function isDatabase(name: RawPath): boolean {
    paths ??= new Map(entries.map((entry) => [entry.name, entry.path]));
    const path = paths.get(name);
    if (path === undefined) return false;
    const known = databases.get(name) ?? isDatabaseFile(places.of(path));
    databases.set(name, known);
    return known;
  }

  return ({ name }, sizeBytes) => {
    const database = databaseBeside(name);
    if (database === undefined || !isDatabase(database)) return undefined;
    return sharesMemory(name) || sizeBytes === 0 ? "nothing" : "transactions";
  };
}

/**
 * Of files that were named one by one, those whose transactions lie outside of the list. How these were at the last backup is not
 * kept.
 */
export function accompaniedOf(given: readonly GivenEntry[], places: Pick<ReadPlaces, "of">): RawPath[] {
  const names = new Set(given.map(({ name }) => name));
  return given
    .filter(({ name, path, isAbove }) =>
      CONTENT_ENDINGS.some(
        (ending) =>
          !isAbove &&
          !names.has(`${name}${ending}` as RawPath) &&
          isFilled(`${places.of(path)}${ending}` as RawPath),
      ),
    )
    .map(({ name }) => name);
}

function isFilled(path: RawPath): boolean {
  try {
    return lstatSync(rawPathForFs(path)).size > 0;
  } catch {
    return false;
  }
}

/** @returns false also for what cannot be read, of which somebody else will hear */
function isDatabaseFile(path: RawPath): boolean {
  const start = new Uint8Array(MAGIC_LENGTH);
  try {
    if (!lstatSync(rawPathForFs(path)).isFile()) return false;
    const descriptor = openSource(path);
    try {
      readSync(descriptor, start, 0, MAGIC_LENGTH, 0);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return false;
  }
  return startsDatabase(start);
}
