import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { type FileKind, hasSystemCode } from "../../../shared/errors.ts";
import { syncFolder } from "../../platform/durable-file.ts";
import { makeFolderWithParents } from "../../platform/make-folder.ts";
import { CONFIG_NAME } from "../object-name.ts";
import { allFolders, kindFolder, objectFolder, objectPath } from "./layout.ts";
import { isNotThere, isRepositoryThere } from "./presence.ts";

/** Permission bits for what is made in a repository. */
export type Modes = { readonly folder: number; readonly file: number };

const GROUP_READ = 0o040;
export const PRIVATE_MODES: Modes = { folder: 0o700, file: 0o400 };
export const SHARED_MODES: Modes = { folder: 0o770, file: 0o440 };

/**
 * Permissions as restic gives them: files are never writable, since they never change, and the group may do what the
 * owner may where it may read `config`.
 *
 * @returns undefined as long as there is no `config`
 */
export async function modesOf(root: string): Promise<Modes | undefined> {
  try {
    const { mode } = await stat(objectPath(root, "config", CONFIG_NAME));
    return (mode & GROUP_READ) === 0 ? PRIVATE_MODES : SHARED_MODES;
  } catch (error) {
    if (isNotThere(error)) return undefined;
    throw error;
  }
}

/** Makes all folders of a new repository and what is missing above it, so that they survive a power cut. */
export async function createFolders(root: string): Promise<void> {
  const parents = new Set(makeFolderWithParents(root, PRIVATE_MODES.folder).map((made) => dirname(made)));
  for (const folder of allFolders(root)) {
    if (await makeOne(folder, PRIVATE_MODES.folder)) parents.add(dirname(folder));
  }
  for (const parent of parents) await syncFolder(parent);
}

/**
 * Makes the folder for a file that could not be written because its folder is missing, as restic does: but only inside a
 * repository that is there, so that an unmounted share never turns into a folder on the wrong disk.
 *
 * @returns whether it is worth writing again
 */
export async function makeMissingFolder(
  root: string,
  kind: FileKind,
  name: string,
  modes: Modes,
): Promise<boolean> {
  if (kind === "config" || !(await isRepositoryThere(root, kind))) return false;
  for (const folder of new Set([kindFolder(root, kind), objectFolder(root, kind, name)])) {
    if (await makeOne(folder, modes.folder)) await syncFolder(dirname(folder));
  }
  return true;
}

/** @returns false when it was there already */
async function makeOne(folder: string, mode: number): Promise<boolean> {
  try {
    await mkdir(folder, { mode });
    return true;
  } catch (error) {
    if (hasSystemCode(error, "EEXIST")) return false;
    throw error;
  }
}
