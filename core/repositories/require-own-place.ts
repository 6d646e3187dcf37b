import { access, realpath } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { BackstayError, hasSystemCode } from "../../shared/errors.ts";
import { requireMounted } from "./require-mounted.ts";

/**
 * Refuses a place for a new repository that lies inside of another one, whose clearing up would take it away, or inside of
 * Backstay's own folder, of which no copy is kept, or where a disk should be mounted that is not there.
 *
 * @param location a folder of this machine, there or not
 * @param dataFolder Backstay's own
 * @throws {BackstayError} LOCATION_INSIDE, LOCATION_NOT_MOUNTED
 */
export async function requireOwnPlace(location: string, dataFolder: string): Promise<void> {
  const own = await realPathOf(dataFolder);
  const place = await realPathOf(location);
  await requireMounted(place);
  if (place === own)
    throw new BackstayError("LOCATION_INSIDE", { location, outer: dataFolder, isRepository: false });
  for (let outer = dirname(place), last = place; outer !== last; last = outer, outer = dirname(outer)) {
    if (outer === own) throw new BackstayError("LOCATION_INSIDE", { location, outer, isRepository: false });
    if (await isRepository(outer))
      throw new BackstayError("LOCATION_INSIDE", { location, outer, isRepository: true });
  }
}

/** Links on the way do not hide where a folder lies, nor does that it is still to be made. */
async function realPathOf(path: string): Promise<string> {
  const whole = resolve(path);
  try {
    return await realpath(whole);
  } catch (error) {
    const parent = dirname(whole);
    if (!hasSystemCode(error, "ENOENT", "ENOTDIR") || parent === whole) return whole;
    return join(await realPathOf(parent), whole.slice(parent.length));
  }
}

async function isRepository(folder: string): Promise<boolean> {
  try {
    await Promise.all(["config", "keys", "data"].map((name) => access(join(folder, name))));
    return true;
  } catch {
    return false; // what cannot be looked at is none that could be told
  }
}
