import type { RawPath } from "../../platform/raw-path.ts";

/** What SQLite puts beside a database is named like it, with one of these endings. */
export const LOG_ENDING = "-wal";
export const JOURNAL_ENDING = "-journal";
/** Memory that the programs share while they have the database open: worth nothing to anybody later. */
const MEMORY_ENDING = "-shm";

/** These hold transactions, and a database changes with them. */
export const CONTENT_ENDINGS = [LOG_ENDING, JOURNAL_ENDING] as const;
export const SIDECAR_ENDINGS = [...CONTENT_ENDINGS, MEMORY_ENDING] as const;

/** @returns name of the file it would belong to, if that is a database */
export function databaseBeside(name: RawPath): RawPath | undefined {
  const ending = SIDECAR_ENDINGS.find((end) => name.endsWith(end));
  return ending === undefined || ending.length === name.length
    ? undefined
    : (name.slice(0, -ending.length) as RawPath);
}

export function sharesMemory(name: RawPath): boolean {
  return name.endsWith(MEMORY_ENDING);
}
