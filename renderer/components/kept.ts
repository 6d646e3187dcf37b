import type { z } from "zod";

/**
 * What somebody has begun to fill in, kept for this tab until it is closed, so that going back or loading again loses nothing.
 * Anybody at this computer can read it there: never keep a password in it.
 */
export type Kept<T> = {
  /** @returns undefined when there is none, or it is of another version of the pages */
  read(): T | undefined;
  write(value: T): void;
  forget(): void;
};

/** @param storage where a page keeps things for its tab; given by tests */
export function keep<T>(name: string, shape: z.ZodType<T>, storage: Storage = sessionStorage): Kept<T> {
  const key = `backstay ${name}`;
  return {
    read() {
      try {
        return shape.safeParse(JSON.parse(storage.getItem(key) ?? "null")).data;
      } catch {
        return undefined; // no JSON, or a browser that keeps nothing
      }
    },
    write(value) {
      try {
        storage.setItem(key, JSON.stringify(value));
      } catch {
        // full, or switched off: then it is lost as it always was
      }
    },
    forget() {
      try {
        storage.removeItem(key);
      } catch {
        // nothing is kept there
      }
    },
  };
}
