import type { EntryStat } from "./entry-stat.ts";

/** Asks about open files, and reads them into one piece of memory. Small files are many, so every call counts. */
export type FileReader = {
  /**
   * @returns what the file is now; valid until two more were asked for, so that one can be compared with the next
   * @throws the system's error
   */
  stat(descriptor: number): EntryStat;
  /**
   * @param offset where in the memory the bytes go
   * @param position where in the file they stand
   * @returns how many came, which may be fewer than `length`; 0 at the end of the file
   * @throws the system's error
   */
  read(descriptor: number, offset: number, length: number, position: number): number;
};
