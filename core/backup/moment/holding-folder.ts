import { join } from "node:path";
import { isAtOrBelow, type Mount } from "../../platform/mounts.ts";

/**
 * Folder at the root of a Btrfs file system in which backups keep their snapshots of it while they run. It stays when they are gone:
 * to make and remove it each time would change the folder it is in, and so look like a change of the source. No backup takes it in.
 */
export const HOLDING_FOLDER = ".backstay-snapshots";

/**
 * Such folders as a watch of changes would come upon: what is in them are no changes.
 *
 * @param folder absolute, without symbolic links
 */
export function holdingFoldersBelow(folder: string, mounts: readonly Mount[]): readonly string[] {
  return mounts
    .filter(({ type }) => type === "btrfs")
    .map(({ point }) => join(point, HOLDING_FOLDER))
    .filter((holding) => isAtOrBelow(holding, folder));
}
