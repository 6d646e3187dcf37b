import type { EntryStat } from "./entry-stat.ts";
import type { RawPath } from "./raw-path.ts";

/** A folder whose entries were listed, open to say more of each. */
export type OpenFolder = {
  /** Without `.` and `..`, sorted by their bytes. */
  readonly names: readonly RawPath[];
  /**
   * @param name one of `names`
   * @returns what is there now, of a link what it is itself; valid until the next call, on any folder
   * @throws the system's error
   */
  stat(name: RawPath): EntryStat;
  /** Must be called. */
  close(): void;
};

/**
 * @param path of what was a folder when somebody looked
 * @throws the system's error when it cannot be opened or listed
 */
export type FolderOpener = (path: RawPath) => OpenFolder;
