import { closeSync } from "node:fs";
import { adviseReading } from "../platform/advise-reading.ts";
import type { ReadItem } from "./messages.ts";
import type { ReadPlaces } from "./moment/read-places.ts";
import { openSource } from "./open-source.ts";

/** Files opened before their turn: enough to keep a disk busy, few enough for any limit on open files. */
const FILES_AHEAD = 32;

/** posix_fadvise takes 0 for "to the end". */
const WHOLE_FILE = 0;

/** Opens the files of a batch a little before they are read, and has the disk fetch them meanwhile. */
export type OpenAhead = {
  /**
   * @returns descriptor of the item at `position`, which is the caller's to close
   * @throws the system's error when it could not be opened
   */
  take(position: number): number;
  /** Closes what was opened and not taken. */
  close(): void;
};

export function openAhead(items: readonly ReadItem[], places: Pick<ReadPlaces, "of">): OpenAhead {
  const opened = new Map<number, { readonly descriptor: number } | { readonly error: unknown }>();
  let next = 0;

  function goOn(end: number): void {
    for (; next < Math.min(end, items.length); next += 1) {
      const item = items[next];
      if (item?.kind !== "file") continue;
      try {
        const descriptor = openSource(places.of(item.path));
        opened.set(next, { descriptor });
        adviseReading(descriptor, 0, WHOLE_FILE);
      } catch (error) {
        opened.set(next, { error });
      }
    }
  }

  return {
    take(position) {
      goOn(position + FILES_AHEAD);
      const found = opened.get(position);
      opened.delete(position);
      if (found === undefined) throw new Error(`item ${position} is not a file, or was taken before`);
      if ("error" in found) throw found.error;
      return found.descriptor;
    },
    close() {
      for (const found of opened.values()) if ("descriptor" in found) closeSync(found.descriptor);
      opened.clear();
    },
  };
}
