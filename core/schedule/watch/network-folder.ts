import { readFile, realpath } from "node:fs/promises";
import path from "node:path";

/** File systems whose files others change, too, of which this machine is told nothing. `fuse.` stands before names of programs. */
const NETWORK_TYPES =
  /^(?:nfs\d?|cifs|smb\d?|smbfs|9p|ceph|afs|ncpfs|lustre|gpfs|glusterfs|virtiofs|vboxsf|fuse\.(?!fuseblk).*)$/;

/** @returns false also where it cannot be told */
export async function isNetworkFolder(folder: string): Promise<boolean> {
  if (process.platform !== "linux") return false;
  try {
    const type = fileSystemOf(await realpath(folder), await readFile("/proc/self/mountinfo", "utf8"));
    return type !== undefined && NETWORK_TYPES.test(type);
  } catch {
    return false;
  }
}

/**
 * @param folder absolute, without symbolic links
 * @param mounts what Linux lists: `36 35 98:0 /root /mnt/nas rw,noatime master:1 - nfs4 nas:/share rw`
 * @returns the name of the file system that the folder is on
 * @source Linux, Documentation/filesystems/proc.rst, "/proc/<pid>/mountinfo"
 */
export function fileSystemOf(folder: string, mounts: string): string | undefined {
  let longest = -1;
  let found: string | undefined;
  for (const line of mounts.split("\n")) {
    const [before = "", after = ""] = line.split(" - ", 2);
    const point = unescapeOctal(before.split(" ")[4] ?? "");
    const [type] = after.split(" ");
    if (point === "" || point.length < longest || !isAtOrBelow(folder, point)) continue;
    longest = point.length; // of several at one point, the last one is on top
    found = type;
  }
  return found;
}

/** Spaces, tabs and backslashes are written as bytes in octal. */
function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}

function isAtOrBelow(folder: string, point: string): boolean {
  return folder === point || folder.startsWith(point.endsWith(path.sep) ? point : point + path.sep);
}
