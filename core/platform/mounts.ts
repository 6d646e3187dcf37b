import { readFile } from "node:fs/promises";
import path from "node:path";

export type Mount = {
  readonly point: string;
  /** The name of the file system, like `ext4`, `nfs4`, `fuse.sshfs`. */
  readonly type: string;
};

/** File systems that hold the system's own state, and change all the time. */
export const STATE_TYPES =
  /^(?:proc|sysfs|devtmpfs|devpts|cgroup2?|debugfs|tracefs|securityfs|configfs|pstore|efivarfs|bpf|mqueue|hugetlbfs|fusectl|binfmt_misc|autofs|nsfs|rpc_pipefs)$/;

/** @returns none where the system does not tell */
export async function readMounts(): Promise<readonly Mount[]> {
  if (process.platform !== "linux") return [];
  try {
    return parseMounts(await readFile("/proc/self/mountinfo", "utf8"));
  } catch {
    return [];
  }
}

/**
 * @param text what Linux lists: `36 35 98:0 /root /mnt/nas rw,noatime master:1 - nfs4 nas:/share rw`
 * @returns in the order they were made: of several at one point, the last one is on top
 * @source Linux, Documentation/filesystems/proc.rst, "/proc/<pid>/mountinfo"
 */
export function parseMounts(text: string): readonly Mount[] {
  return text.split("\n").flatMap((line) => {
    const [before = "", after = ""] = line.split(" - ", 2);
    const point = unescapeOctal(before.split(" ")[4] ?? "");
    const [type = ""] = after.split(" ");
    return point === "" || type === "" ? [] : [{ point, type }];
  });
}

/** @param folder absolute, without symbolic links */
export function mountOf(folder: string, mounts: readonly Mount[]): Mount | undefined {
  let found: Mount | undefined;
  for (const mount of mounts) {
    const isLonger = mount.point.length >= (found?.point.length ?? 0);
    if (isLonger && isAtOrBelow(folder, mount.point)) found = mount;
  }
  return found;
}

/**
 * Folders below that a watch shall leave out: what is not of this file system, where only that is wanted, and else what is no data.
 *
 * @param folder absolute, without symbolic links
 */
export function mountsToLeaveOut(
  folder: string,
  mounts: readonly Mount[],
  oneFileSystem: boolean,
): readonly string[] {
  return mounts
    .filter(
      ({ point, type }) =>
        point !== folder && isAtOrBelow(point, folder) && (oneFileSystem || STATE_TYPES.test(type)),
    )
    .map(({ point }) => point);
}

/** Spaces, tabs and backslashes are written as bytes in octal. */
function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}

export function isAtOrBelow(folder: string, point: string): boolean {
  return folder === point || folder.startsWith(point.endsWith(path.sep) ? point : point + path.sep);
}
