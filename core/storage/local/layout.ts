import path from "node:path";
import type { FileKind } from "../../../shared/errors.ts";

/** How paths are put together: by this system's rules, or by those of the machine that the files are on. */
export type PathRules = Pick<typeof path, "join">;

/**
 * Where a repository on a file system keeps each kind. Folders it does not know are none of restic's business.
 * @source restic repository format v2, "Repository Layout"; the last is ours
 */
const FOLDERS: Readonly<Record<Exclude<FileKind, "config">, string>> = {
  key: "keys",
  lock: "locks",
  snapshot: "snapshots",
  index: "index",
  pack: "data",
  manifest: "backstay",
};

/** The folder of a kind; for packs the one that holds the 256 sub-folders, for the config the repository itself. */
export function kindFolder(root: string, kind: FileKind, { join }: PathRules = path): string {
  return kind === "config" ? root : join(root, FOLDERS[kind]);
}

/** The folder a file lies in. `name` must have been checked. */
export function objectFolder(root: string, kind: FileKind, name: string, rules: PathRules = path): string {
  const folder = kindFolder(root, kind, rules);
  return kind === "pack" ? rules.join(folder, name.slice(0, 2)) : folder;
}

/** The path of a file. `name` must have been checked. */
export function objectPath(root: string, kind: FileKind, name: string, rules: PathRules = path): string {
  return rules.join(objectFolder(root, kind, name, rules), name);
}

/** The folder that shows that a repository is there, when a file of this kind is missing: the one for manifests comes with the first. */
export function witnessFolder(root: string, kind: FileKind, rules: PathRules = path): string {
  return kindFolder(root, kind === "manifest" ? "snapshot" : kind, rules);
}

/** The folders that a new repository has for its kinds: those that restic makes. */
export function kindFolders(root: string, { join }: PathRules = path): readonly string[] {
  const { manifest: _, ...others } = FOLDERS;
  return Object.values(others).map((folder) => join(root, folder));
}

/** Every folder of a new repository, parents before children. */
export function allFolders(root: string, { join }: PathRules = path): readonly string[] {
  const kinds = kindFolders(root, { join });
  const packs = Array.from({ length: 256 }, (_, i) =>
    join(root, FOLDERS.pack, i.toString(16).padStart(2, "0")),
  );
  return [root, ...kinds, ...packs];
}
