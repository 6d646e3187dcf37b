import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { hasSystemCode } from "../../shared/errors.ts";

/**
 * Makes a folder and those above it that are missing. Node's own `recursive` never comes back where a file system says of every
 * new name that it does not exist, as /proc does.
 *
 * @returns the folders that were made, outermost first
 * @throws the system's error
 */
export function makeFolderWithParents(path: string, mode: number): string[] {
  try {
    mkdirSync(path, mode);
    return [path];
  } catch (error) {
    if (hasSystemCode(error, "EEXIST") && statSync(path).isDirectory()) return [];
    const parent = dirname(path);
    // a parent that is there has refused for good
    if (!hasSystemCode(error, "ENOENT") || parent === path || isThere(parent)) throw error;
    const above = makeFolderWithParents(parent, mode);
    mkdirSync(path, mode);
    return [...above, path];
  }
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
