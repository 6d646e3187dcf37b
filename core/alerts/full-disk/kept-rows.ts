import Database from "better-sqlite3";

/** Rows of a table that could not be written because there is no room; they count all the same until they are. */
export type KeptRows<T> = {
  readonly size: number;
  get(id: string): T | undefined;
  /** Those that are kept, the first kept at first. */
  all(): readonly T[];
  /** Writes a row, or keeps it. @throws what is no want of room */
  save(row: T): void;
  /** What a query found in the table, with what is kept in the place of what is older there. @param isAmong whether the query is for it */
  over(stored: readonly T[], isAmong: (row: T) => boolean): T[];
  /** Writes what is kept, as far as it can be. @returns whether nothing is left. @throws what is no want of room */
  flush(): boolean;
};

/** The disk is full, or does not take or give what is to be written; SQLite's helper files say so in other words. */
const NO_ROOM = /^SQLITE_(?:FULL|IOERR|CANTOPEN|READONLY)/;
/** What a row belongs to was removed meanwhile, and the row with it. */
const OWNER_IS_GONE = "SQLITE_CONSTRAINT_FOREIGNKEY";

/**
 * @param write to the table, in one step
 * @param mayWrite false while something has to be written before
 */
export function keepRows<T extends { readonly id: string }>(
  write: (row: T) => void,
  mayWrite: () => boolean = () => true,
): KeptRows<T> {
  const kept = new Map<string, T>();

  const isWritten = (row: T): boolean => {
    try {
      write(row);
      return true;
    } catch (error) {
      if (error instanceof Database.SqliteError && NO_ROOM.test(error.code)) return false;
      throw error;
    }
  };
  const flush = (): boolean => {
    if (kept.size === 0) return true;
    if (!mayWrite()) return false;
    // in the order they came: of one thing, an earlier alert is over before a later one begins
    for (const row of kept.values()) {
      try {
        if (!isWritten(row)) return false;
      } catch (error) {
        kept.delete(row.id); // it would be in the way of all others for ever
        if (!(error instanceof Database.SqliteError) || error.code !== OWNER_IS_GONE) throw error;
      }
      kept.delete(row.id);
    }
    return true;
  };

  return {
    get size() {
      return kept.size;
    },
    get: (id) => kept.get(id),
    all: () => [...kept.values()],
    save(row) {
      if (!flush() || !mayWrite() || !isWritten(row)) kept.set(row.id, row);
    },
    over: (stored, isAmong) => [
      ...stored.filter(({ id }) => !kept.has(id)),
      ...[...kept.values()].filter(isAmong),
    ],
    flush,
  };
}
