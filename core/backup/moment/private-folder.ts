/** A folder of the system's own in which snapshots are shown that have no place of their own. */
import { mkdirSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** @returns where nothing outlives the system's start, where there is such a place */
export function snapshotsFolder(platform: NodeJS.Platform = process.platform): string {
  if (platform === "win32")
    return join(process.env.ProgramData ?? "C:\\ProgramData", "Backstay", "snapshots");
  if (platform === "darwin") return "/Library/Application Support/Backstay/snapshots";
  return "/run/backstay/snapshots";
}

/** @returns a new folder that nobody but its owner can look into */
export function makePrivateFolder(name: string): string {
  const above = snapshotsFolder();
  mkdirSync(above, { recursive: true, mode: 0o700 });
  const folder = join(above, name);
  mkdirSync(folder, { mode: 0o700 });
  return folder;
}

/** Never what is in it: that may be the files of whoever is backed up. */
export function removePrivateFolder(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // something is still shown there, or it has gone
  }
}

/** Removes a link, and not what it leads to. */
export function removeLink(link: string): void {
  rmSync(link, { force: true, recursive: false });
}

export function privateNames(): readonly string[] {
  try {
    return readdirSync(snapshotsFolder());
  } catch {
    return []; // none was ever made since the system started
  }
}
