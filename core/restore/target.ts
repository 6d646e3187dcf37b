import { lstatSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { BackstayError } from "../../shared/errors.ts";
import { makeFolderWithParents } from "../platform/make-folder.ts";
import { type RawPath, rawPathForFs, rawPathFromBytes, rawPathFromText } from "../platform/raw-path.ts";

/** The folder everything is written into. */
export type Target = {
  /** Without symbolic links in it. */
  readonly root: RawPath;
  /** For messages. */
  readonly location: string;
  /** @throws {BackstayError} TARGET_LOST when the folder is not the one it was: unmounted, removed, replaced */
  confirm(): void;
};

/**
 * Makes the target folder if there is none.
 *
 * @param dryRun leave the disk as it is; the folder may be missing then
 * @throws {BackstayError} TARGET_UNUSABLE
 */
export function openTarget(folder: string, dryRun: boolean): Target {
  const location = resolve(folder);
  try {
    if (dryRun && statSync(location, { throwIfNoEntry: false }) === undefined) {
      return { root: rawPathFromText(location), location, confirm: () => undefined };
    }
    if (!dryRun) makeFolderWithParents(location, 0o700);
    const root = rawPathFromBytes(realpathSync(location, { encoding: "buffer" }));
    const first = identityOf(root);
    if (first === undefined)
      throw new BackstayError("TARGET_UNUSABLE", { path: location, reason: "ENOTDIR" });
    const confirm = () => {
      if (identityOf(root) !== first) {
        throw new BackstayError("TARGET_LOST", { path: location, systemCode: "" });
      }
    };
    return { root, location, confirm };
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error) || error instanceof BackstayError) throw error;
    throw new BackstayError(
      "TARGET_UNUSABLE",
      { path: location, reason: String(error.code) },
      { cause: error },
    );
  }
}

/**
 * Restored into the folder of its own repository, a file called `config` would take the place of the repository's.
 * @throws {BackstayError} TARGET_UNUSABLE
 */
export function refuseOwnRepository(folder: string, repositoryLocation: string): void {
  if (!isAbsolute(repositoryLocation)) return; // on another computer
  const location = resolve(folder);
  const way = relative(realPathOf(repositoryLocation), realPathOf(location));
  const isOutside = way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way);
  if (!isOutside) throw new BackstayError("TARGET_UNUSABLE", { path: location, reason: "in-repository" });
}

/** The path without symbolic links, as far as it is there. */
function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPathOf(parent), basename(path));
  }
}

/** @returns undefined when it is no folder */
function identityOf(path: RawPath): string | undefined {
  const stat = lstatSync(rawPathForFs(path), { bigint: true, throwIfNoEntry: false });
  return stat?.isDirectory() === true ? `${stat.dev}:${stat.ino}` : undefined;
}
