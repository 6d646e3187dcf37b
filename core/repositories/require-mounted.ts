/** A share or disk that is not mounted leaves an empty folder, and whoever writes into it fills the disk beneath. */
import { readFile } from "node:fs/promises";
import { BackstayError, systemCodeOf } from "../../shared/errors.ts";
import { unmountedAbove } from "./unmounted-above.ts";

/**
 * Refuses a place for a new repository that lies where something should be mounted that is not.
 *
 * @param location a folder of this machine, there or not, without links on the way
 * @throws {BackstayError} LOCATION_NOT_MOUNTED
 */
export async function requireMounted(
  location: string,
  read: (path: string) => Promise<string> = async (path) => await readFile(path, "utf8"),
): Promise<void> {
  if (process.platform !== "linux") return;
  let tables: readonly string[];
  try {
    tables = await Promise.all(["/etc/fstab", "/proc/self/mounts"].map(read));
  } catch (error) {
    if (systemCodeOf(error) === undefined) throw error;
    return; // where nobody says what should be mounted, nothing is missing
  }
  const [wanted = "", mounted = ""] = tables;
  const mountPoint = unmountedAbove(location, wanted, mounted);
  if (mountPoint !== undefined) throw new BackstayError("LOCATION_NOT_MOUNTED", { location, mountPoint });
}
