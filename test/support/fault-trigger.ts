import type { FileKind, Store } from "../../core/storage/store.ts";

/**
 * A store that does something to its surroundings just before the n-th file of a kind is written. Writes go one after the
 * other, so that nothing is open for writing at that moment.
 *
 * @param nth counted from 1
 */
export function beforeWrite(store: Store, kind: FileKind, nth: number, act: () => void): Store {
  let seen = 0;
  let last: Promise<unknown> = Promise.resolve();
  return {
    ...store,
    write(itsKind, name, bytes, signal) {
      const writing = last.then(() => {
        if (itsKind === kind && ++seen === nth) act();
        return store.write(itsKind, name, bytes, signal);
      });
      last = writing.catch(() => undefined); // whoever asked for that write is told
      return writing;
    },
  };
}

/**
 * The same just before the n-th read of a kind, whole file or part.
 *
 * @param nth counted from 1
 */
export function beforeRead(store: Store, kind: FileKind, nth: number, act: () => void): Store {
  let seen = 0;
  return {
    ...store,
    read(itsKind, name, range, signal) {
      if (itsKind === kind && ++seen === nth) act();
      return store.read(itsKind, name, range, signal);
    },
  };
}
