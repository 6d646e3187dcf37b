import type { ToolCommand } from "../machine/machine.ts";
import type { Round } from "./ask.ts";

export type Mount = {
  /** `/dev/sda1`, `pool/data`; not for those the kernel makes up. */
  readonly source: string;
  readonly path: string;
  /** `ext4`, `btrfs` */
  readonly fileSystem: string;
};

/** Anybody may read it. */
export const LIST_MOUNTS: ToolCommand = { program: "cat", args: ["/proc/mounts"] };

/** File systems that lie on disks of the machine itself. */
const ON_DISKS = new Set([
  ...["ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "jfs", "reiserfs", "bcachefs", "nilfs2"],
  ...["ntfs", "ntfs3", "fuseblk", "exfat", "vfat", "hfsplus", "ufs", "apfs"],
]);
const MAX_MOUNTS = 2000;

/** @returns all that is mounted, as the kernel lists it; undefined where that cannot be read */
export async function readMountTable(round: Round): Promise<string | undefined> {
  const output = await round.run(LIST_MOUNTS);
  return output.kind === "gap" || output.exitStatus !== 0 ? undefined : output.stdout;
}

/** @returns what is mounted from disks, in the order it was mounted */
export function parseMounts(text: string): readonly Mount[] {
  const mounts: Mount[] = [];
  for (const line of text.split("\n")) {
    const [source, path, fileSystem] = line.slice(0, 8000).split(" ");
    if (source === undefined || path === undefined || fileSystem === undefined) continue;
    if (!ON_DISKS.has(fileSystem) || mounts.length >= MAX_MOUNTS) continue;
    mounts.push({ source: unescapeName(source), path: unescapeName(path), fileSystem });
  }
  return mounts;
}

/** The kernel writes spaces, tabs, line ends and backslashes of a name as three octal digits, byte by byte. */
export function unescapeName(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(/\\([0-3][0-7]{2})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}
