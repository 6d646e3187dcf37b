import { posix } from "node:path";
import type { FileKind } from "../../../shared/errors.ts";
import { type Modes, PRIVATE_MODES, SHARED_MODES } from "../local/folders.ts";
import { allFolders, kindFolder, objectFolder, objectPath } from "../local/layout.ts";
import { CONFIG_NAME } from "../object-name.ts";
import { isRepositoryThere, statIfThere } from "./presence.ts";
import { type SftpChannel, statusOf } from "./protocol.ts";
import { syncFolder } from "./transfer.ts";

const GROUP_READ = 0o040;
/** Requests under way at once. */
const AT_ONCE = 32;

/** Permissions for what is made in a repository: see the local store. */
export async function modesOf(channel: SftpChannel, root: string): Promise<Modes> {
  const config = await statIfThere(channel, objectPath(root, "config", CONFIG_NAME, posix));
  return ((config?.mode ?? 0) & GROUP_READ) === 0 ? PRIVATE_MODES : SHARED_MODES;
}

/** Makes all folders of a new repository and what is missing above it. */
export async function createFolders(channel: SftpChannel, root: string): Promise<void> {
  const [top = root, ...others] = allFolders(root, posix);
  const parents = await makeWithParents(channel, top);
  const kinds = others.filter((folder) => posix.dirname(folder) === top);
  const packs = others.filter((folder) => posix.dirname(folder) !== top);
  for (const folders of [kinds, packs]) {
    for (let n = 0; n < folders.length; n += AT_ONCE) {
      await Promise.all(
        folders.slice(n, n + AT_ONCE).map((folder) => makeOne(channel, folder, PRIVATE_MODES)),
      );
    }
  }
  for (const parent of [...parents, top, kindFolder(root, "pack", posix)]) await syncFolder(channel, parent);
}

/**
 * Makes the folder for a file that could not be written because its folder is missing, but only inside a repository that is there.
 * @returns whether it is worth writing again
 */
export async function makeMissingFolder(
  channel: SftpChannel,
  root: string,
  kind: FileKind,
  name: string,
  modes: Modes,
): Promise<boolean> {
  if (kind === "config" || !(await isRepositoryThere(channel, root, kind))) return false;
  for (const folder of new Set([kindFolder(root, kind, posix), objectFolder(root, kind, name, posix)])) {
    if (await makeOne(channel, folder, modes)) await syncFolder(channel, posix.dirname(folder));
  }
  return true;
}

/** @returns the folders that got a new one */
async function makeWithParents(channel: SftpChannel, folder: string): Promise<readonly string[]> {
  const missing: string[] = [];
  for (let at = folder; (await statIfThere(channel, at)) === undefined; at = posix.dirname(at)) {
    missing.unshift(at);
    if (posix.dirname(at) === at || posix.dirname(at) === ".") break;
  }
  for (const each of missing) await makeOne(channel, each, PRIVATE_MODES);
  return missing.map((each) => posix.dirname(each));
}

/** @returns false when it was there already */
async function makeOne(channel: SftpChannel, folder: string, { folder: mode }: Modes): Promise<boolean> {
  try {
    await channel.ask((sftp, answer) => sftp.mkdir(folder, { mode }, answer));
  } catch (error) {
    // the protocol has no word for what exists already
    const isThere = statusOf(error) !== undefined && (await statIfThere(channel, folder))?.isDirectory();
    if (isThere === true) return false;
    throw error;
  }
  // what a server takes away of the permissions it is asked for, it gives when it is asked again
  if (mode !== PRIVATE_MODES.folder) {
    await channel.ask((sftp, answer) => sftp.setstat(folder, { mode }, answer)).catch(ignoreStatus);
  }
  return true;
}

/** Servers without Unix permissions refuse them, and a folder with others is still the right folder. */
function ignoreStatus(error: unknown): void {
  if (statusOf(error) === undefined) throw error;
}
