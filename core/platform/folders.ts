import { accessSync, constants } from "node:fs";
import { homedir } from "node:os";
import { posix, win32 } from "node:path";
import { BackstayError, systemCodeOf } from "../../shared/errors.ts";
import { makeFolderWithParents } from "./make-folder.ts";

/** What the choice of folders depends on. */
export type Surroundings = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The home folder of the user. */
  readonly home: string;
};

const hereAndNow = (): Surroundings => ({ env: process.env, platform: process.platform, home: homedir() });

/**
 * Absolute path of the folder where Backstay keeps its catalog and caches: `BACKSTAY_HOME` if set, else the platform's
 * usual place.
 *
 * @source XDG Base Directory Specification: a relative `XDG_DATA_HOME` is to be ignored
 */
export function dataFolder(surroundings: Surroundings = hereAndNow()): string {
  const { env, platform, home } = surroundings;
  const path = platform === "win32" ? win32 : posix;
  if (env.BACKSTAY_HOME) return path.resolve(env.BACKSTAY_HOME);
  if (platform === "win32")
    return path.join(env.LOCALAPPDATA || path.join(home, "AppData", "Local"), "Backstay");
  if (platform === "darwin") return path.join(home, "Library", "Application Support", "Backstay");
  const xdg = env.XDG_DATA_HOME;
  return path.join(xdg && path.isAbsolute(xdg) ? xdg : path.join(home, ".local", "share"), "backstay");
}

/**
 * Makes the {@link dataFolder} unless it exists, readable for its owner only, because the catalog names every file that
 * was backed up.
 *
 * @returns its path
 * @throws {BackstayError} DATA_FOLDER_UNUSABLE, DATA_FOLDER_FULL
 */
export function makeDataFolder(surroundings: Surroundings = hereAndNow()): string {
  const folder = dataFolder(surroundings);
  makeDataFolderAt(folder);
  return folder;
}

/**
 * The same for a folder that is known, and proves that it can be written.
 *
 * @throws {BackstayError} DATA_FOLDER_UNUSABLE, DATA_FOLDER_FULL
 */
export function makeDataFolderAt(folder: string): void {
  try {
    makeFolderWithParents(folder, 0o700);
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    const systemCode = systemCodeOf(cause);
    if (systemCode === undefined) throw cause;
    if (systemCode === "ENOSPC" || systemCode === "EDQUOT")
      throw new BackstayError("DATA_FOLDER_FULL", { path: folder }, { cause });
    throw new BackstayError("DATA_FOLDER_UNUSABLE", { path: folder, systemCode }, { cause });
  }
}
