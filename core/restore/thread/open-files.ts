import { closeSync } from "node:fs";
import { closeDirect, type DirectFile, openDirectly } from "../../platform/direct-writer.ts";

/** A file being written; `direct` is there when it is written past the page cache. */
export type OpenFile = { readonly descriptor: number; readonly direct: DirectFile | undefined };

/** Files kept open between messages, because their content comes in many of them. */
export type OpenFiles = {
  /**
   * The file with this key; `open` is called for its descriptor when it is not at hand.
   * @param isLarge whether writing it past the page cache may pay
   */
  take(key: number, isLarge: boolean, open: () => number): OpenFile;
  /** Closes the file, if it is open. */
  close(key: number): void;
};

/** @param limit beyond it the one used longest ago is closed */
export function createOpenFiles(limit: number): OpenFiles {
  const files = new Map<number, OpenFile>(); // in the order of their last use

  function close(key: number): void {
    const file = files.get(key);
    if (file === undefined) return;
    files.delete(key);
    if (file.direct === undefined) closeSync(file.descriptor);
    else closeDirect(file.direct);
  }

  return {
    take(key, isLarge, open) {
      const file = files.get(key) ?? openBoth(open(), isLarge);
      files.delete(key);
      files.set(key, file);
      const [oldest] = files.keys();
      if (files.size > limit && oldest !== undefined) close(oldest);
      return file;
    },
    close,
  };
}

function openBoth(descriptor: number, isLarge: boolean): OpenFile {
  return { descriptor, direct: isLarge ? openDirectly(descriptor) : undefined };
}
