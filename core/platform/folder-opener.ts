import { isBackstayError } from "../../shared/errors.ts";
import type { FolderOpener } from "./open-folder.ts";
import { bindFolderOpener } from "./open-folder-linux.ts";
import { openFolderWithNode } from "./open-folder-node.ts";

/** Listing so many entries with Node takes longer by about as much as it takes to load the C library. */
const WORTH_LOADING_AFTER = 5000;

/**
 * Makes an opener that takes the cheapest way this system has, once enough was listed that loading it pays off.
 *
 * @param worthLoadingAfter how many entries that is; for tests
 */
export function createFolderOpener(worthLoadingAfter = WORTH_LOADING_AFTER): FolderOpener {
  let listed = 0;
  let open: FolderOpener = openFolderWithNode;
  let isDecided = false;
  return (path) => {
    if (!isDecided && listed >= worthLoadingAfter) {
      isDecided = true;
      open = linuxOpener() ?? openFolderWithNode;
    }
    const folder = open(path);
    listed += folder.names.length;
    return folder;
  };
}

/** @returns undefined where there is no such way */
export function linuxOpener(): FolderOpener | undefined {
  if (process.platform !== "linux") return undefined;
  try {
    return bindFolderOpener();
  } catch (error) {
    if (isBackstayError(error, "PLATFORM_UNSUPPORTED")) return undefined;
    throw error;
  }
}
