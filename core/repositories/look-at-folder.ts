import { opendir } from "node:fs/promises";
import { hasSystemCode } from "../../shared/errors.ts";

/** What systems and NAS boxes put into every folder or disk by themselves. */
const OF_THE_SYSTEM: ReadonlySet<string> = new Set([
  "lost+found",
  "System Volume Information",
  "$RECYCLE.BIN",
  ".Trashes",
  ".fseventsd",
  ".Spotlight-V100",
  ".DS_Store",
  "Thumbs.db",
  "desktop.ini",
  "@eaDir",
  "#recycle",
  "@Recycle",
  "@Recently-Snapshot",
  ".snapshot",
  "#snapshot",
]);
const TRASH = /^\.Trash-\d+$/;
/** What an interrupted making of a repository leaves behind. */
const OF_A_REPOSITORY: ReadonlySet<string> = new Set([
  "config",
  "data",
  "index",
  "keys",
  "locks",
  "snapshots",
]);

/**
 * What a folder holds that is no repository, as far as it matters for making one there.
 *
 * `unfinished-repository` is the beginning of one. Never lists more than it needs.
 * @throws the system's error, when the folder cannot be looked at
 */
export async function lookAtFolder(
  path: string,
): Promise<"nothing-there" | "empty-folder" | "unfinished-repository" | "other-files"> {
  let found: "empty-folder" | "unfinished-repository" = "empty-folder";
  try {
    for await (const { name } of await opendir(path)) {
      if (OF_THE_SYSTEM.has(name) || TRASH.test(name)) continue;
      if (!OF_A_REPOSITORY.has(name)) return "other-files";
      found = "unfinished-repository";
    }
  } catch (error) {
    if (hasSystemCode(error, "ENOENT")) return "nothing-there";
    if (hasSystemCode(error, "ENOTDIR")) return "other-files";
    throw error;
  }
  return found;
}
