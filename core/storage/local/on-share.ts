/** What file systems of other machines promise less of than a disk does: that what was written is what is there. */
import { constants } from "node:fs";
import { open, statfs } from "node:fs/promises";
import type { FileKind, KeptKind } from "../../../shared/errors.ts";
import { forgetCached } from "../../platform/advise-reading.ts";

/**
 * `f_type` of file systems that another machine, or a program, keeps: NFS, SMB in its three ways, 9P, FUSE (as of sshfs and rclone),
 * Ceph and AFS.
 * @source statfs(2)
 */
const SHARES: ReadonlySet<number> = new Set([
  ...[0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x01021997, 0x65735546, 0x00c36400, 0x5346414f],
]);

/** Whether a folder lies on a share. What cannot be told counts as a disk of this machine. */
export function createShareProbe(root: string): () => Promise<boolean> {
  let known: boolean | undefined;
  return async () => {
    known ??= await isOnShare(root);
    return known;
  };
}

async function isOnShare(root: string): Promise<boolean> {
  if (process.platform === "win32") return root.startsWith("\\\\");
  if (process.platform !== "linux") return false;
  const { type } = await statfs(root);
  return SHARES.has(type >>> 0); // the upper ones come as negative numbers
}

/** Small files on which all others hang. A pack is named by its hash, and is proved whenever it is read. */
const PROVEN: ReadonlySet<FileKind> = new Set(["config", "key", "index", "snapshot", "manifest"]);

export function isProven(kind: FileKind): kind is KeptKind {
  return PROVEN.has(kind);
}

/** Whether a file holds exactly these bytes, asked of the share and not of what this machine remembers, where that is possible. */
export async function holdsExactly(path: string, bytes: Uint8Array): Promise<boolean> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    forgetCached(file.fd);
    const { size } = await file.stat();
    return size === bytes.length && (await file.readFile()).equals(bytes);
  } finally {
    await file.close();
  }
}
