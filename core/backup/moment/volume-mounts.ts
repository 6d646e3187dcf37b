/** What is mounted where, with all that a snapshot of it needs to know. */
import { readFile } from "node:fs/promises";
import { isAtOrBelow } from "../../platform/mounts.ts";

export type VolumeMount = {
  readonly point: string;
  /** The name of the file system, like `ext4`. */
  readonly type: string;
  /** What is mounted, like `/dev/sda1`, or a name of ZFS's. */
  readonly source: string;
  /** The folder of the file system that is seen at `point`; `/` unless only a part is mounted. */
  readonly root: string;
  readonly isReadOnly: boolean;
};

/** @returns none where the system does not tell */
export async function readVolumeMounts(): Promise<readonly VolumeMount[]> {
  try {
    return parseVolumeMounts(await readFile("/proc/self/mountinfo", "utf8"));
  } catch {
    return [];
  }
}

/**
 * @param text what Linux lists: `36 35 98:0 /root /mnt/nas rw,noatime master:1 - nfs4 nas:/share rw`
 * @returns those that can be seen: what others are mounted over is left out
 * @source Linux, Documentation/filesystems/proc.rst, "/proc/<pid>/mountinfo"
 */
export function parseVolumeMounts(text: string): readonly VolumeMount[] {
  const mounts = text.split("\n").flatMap((line): VolumeMount[] => {
    const [before = "", after = ""] = line.split(" - ", 2);
    const [, , , root = "", point = "", options = ""] = before.split(" ");
    const [type = "", source = "", superOptions = ""] = after.split(" ");
    if (point === "" || type === "") return [];
    const isReadOnly = [options, superOptions].some((list) => list.split(",").includes("ro"));
    return [{ point: plain(point), root: plain(root), source: plain(source), type, isReadOnly }];
  });
  return mounts.filter(
    ({ point }, n) => !mounts.some((other, m) => m > n && isAtOrBelow(point, other.point)),
  );
}

/** @param path absolute, without symbolic links */
export function volumeOf(path: string, mounts: readonly VolumeMount[]): VolumeMount | undefined {
  return mounts
    .filter(({ point }) => isAtOrBelow(path, point))
    .reduce<VolumeMount | undefined>(
      (best, mount) => (best === undefined || mount.point.length > best.point.length ? mount : best),
      undefined,
    );
}

/** Spaces, tabs and backslashes are written as bytes in octal. */
function plain(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}
