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

/** `unfinished-repository` is the beginning of one. */
export type FolderFinding = "nothing-there" | "empty-folder" | "unfinished-repository" | "other-files";

/**
 * What a folder holds that is no repository, as far as it matters for making one there. Never lists more than it needs.
 * @throws the system's error, when the folder cannot be looked at
 */
export async function lookAtFolder(path: string): Promise<FolderFinding> {
  const seen: string[] = [];
  try {
    for await (const { name } of await opendir(path)) {
      if (findingOfNames([name]) === "other-files") return "other-files";
      seen.push(name);
    }
  } catch (error) {
    if (hasSystemCode(error, "ENOENT")) return "nothing-there";
    if (hasSystemCode(error, "ENOTDIR")) return "other-files";
    throw error;
  }
  return findingOfNames(seen);
}

/** The same of the names in a folder. */
export function findingOfNames(names: readonly string[]): Exclude<FolderFinding, "nothing-there"> {
  const own = names.filter((name) => !OF_THE_SYSTEM.has(name) && !TRASH.test(name));
  if (own.some((name) => !OF_A_REPOSITORY.has(name))) return "other-files";
  return own.length === 0 ? "empty-folder" : "unfinished-repository";
}
