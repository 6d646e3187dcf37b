/** Folders that a drill restores into. They hold what is in the backups in clear, so nobody else may look in, and none stays. */
import { chmodSync, lstatSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { hasSystemCode } from "../../../shared/errors.ts";
import { spaceAt } from "../../repositories/free-space.ts";

/** What the disk keeps for others, whatever a drill wants. */
const RESERVE_BYTES = 512 * 1024 * 1024;
/** Of the room there is, what a drill may use: others write meanwhile. */
const USABLE_SHARE = 0.5;

/** The folder below which all drills of this host have theirs. */
export function scratchRoot(dataFolder: string): string {
  return join(dataFolder, "drills");
}

export function makeScratch(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
}

/** @returns how many bytes a drill may put there at once; as much as it likes where nobody knows the room */
export async function roomForDrill(folder: string): Promise<number> {
  const { freeBytes } = await spaceAt(folder);
  if (freeBytes === null) return Number.POSITIVE_INFINITY;
  return Math.max(0, Math.min(freeBytes - RESERVE_BYTES, freeBytes * USABLE_SHARE));
}

/** Removes a folder with all that is in it, also below folders that were restored as nobody may write to them. */
export function removeScratch(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch (error) {
    if (!hasSystemCode(error, "EACCES", "EPERM", "ENOTEMPTY")) throw error;
    openFolders(folder);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Links are not followed: a restored one may point anywhere. */
function openFolders(folder: string | Buffer): void {
  const stat = lstatSync(folder, { throwIfNoEntry: false });
  if (stat?.isDirectory() !== true) return;
  chmodSync(folder, 0o700);
  const bytes = typeof folder === "string" ? Buffer.from(folder) : folder;
  for (const name of readdirSync(folder, { encoding: "buffer" }))
    openFolders(Buffer.concat([bytes, Buffer.from("/"), name]));
}

/** @returns the folders of drills, of those that run as well as what killed ones left */
export function scratchFolders(dataFolder: string): readonly string[] {
  const root = scratchRoot(dataFolder);
  try {
    return readdirSync(root).map((name) => join(root, name));
  } catch (error) {
    if (hasSystemCode(error, "ENOENT")) return [];
    throw error;
  }
}
