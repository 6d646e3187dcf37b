import Database from "better-sqlite3";
import { BackstayError, hasSystemCode } from "../../shared/errors.ts";

/** True when SQLite says that the file is no database, or one whose structure is damaged. */
export function isDamage(error: unknown): boolean {
  return error instanceof Database.SqliteError && /^SQLITE_(?:NOTADB|CORRUPT)/.test(error.code);
}

/**
 * Says in our words what SQLite or the file system said about a cache.
 *
 * @param path of the cache's file
 * @returns the error to throw: CACHE_FULL, CACHE_FAILED, or `error` itself when neither of them said it
 */
export function translateCacheError(error: unknown, path: string): unknown {
  const isFull =
    hasSystemCode(error, "ENOSPC", "EDQUOT") ||
    // the latter: its shared memory, a file beside the database, could not be made longer
    (error instanceof Database.SqliteError && ["SQLITE_FULL", "SQLITE_IOERR_SHMSIZE"].includes(error.code));
  if (isFull) return new BackstayError("CACHE_FULL", { path }, { cause: error });
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const isTheirs = error instanceof Database.SqliteError || (error instanceof Error && "errno" in error);
  if (!isTheirs || typeof code !== "string") return error;
  return new BackstayError("CACHE_FAILED", { path, reason: code }, { cause: error });
}

/** The same object, with every method handing what it throws to `fail`. */
export function guardMethods<T extends object>(methods: T, fail: (error: unknown) => never): T {
  const guarded = Object.entries(methods).map(([name, method]: [string, (...args: unknown[]) => unknown]) => [
    name,
    (...args: unknown[]) => {
      try {
        return method(...args);
      } catch (error) {
        return fail(error);
      }
    },
  ]);
  return Object.fromEntries(guarded) as T;
}
