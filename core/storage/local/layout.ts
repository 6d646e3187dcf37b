import { join } from "node:path";
import type { FileKind } from "../../../shared/errors.ts";

/** Where a repository on a file system keeps each kind. @source restic repository format v2, "Repository Layout" */
const FOLDERS: Readonly<Record<Exclude<FileKind, "config">, string>> = {
  key: "keys",
  lock: "locks",
  snapshot: "snapshots",
  index: "index",
  pack: "data",
};

/** The folder of a kind; for packs the one that holds the 256 sub-folders, for the config the repository itself. */
export function kindFolder(root: string, kind: FileKind): string {
  return kind === "config" ? root : join(root, FOLDERS[kind]);
}

/** The folder a file lies in. `name` must have been checked. */
export function objectFolder(root: string, kind: FileKind, name: string): string {
  const folder = kindFolder(root, kind);
  return kind === "pack" ? join(folder, name.slice(0, 2)) : folder;
}

/** The path of a file. `name` must have been checked. */
export function objectPath(root: string, kind: FileKind, name: string): string {
  return join(objectFolder(root, kind, name), name);
}

/** Every folder of a new repository, parents before children. */
export function allFolders(root: string): readonly string[] {
  const kinds = Object.values(FOLDERS).map((folder) => join(root, folder));
  const packs = Array.from({ length: 256 }, (_, i) =>
    join(root, FOLDERS.pack, i.toString(16).padStart(2, "0")),
  );
  return [root, ...kinds, ...packs];
}
