import type { BigIntStats } from "node:fs";

/** What the system says of a file, folder or link, as far as a backup needs it. */
export type EntryStat = {
  /** Type and permission bits, as `st_mode` has them. */
  readonly stMode: number;
  readonly uid: number;
  readonly gid: number;
  readonly links: number;
  readonly sizeBytes: number;
  /** Nanoseconds since 1970, negative before it. */
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
  readonly inode: bigint;
  /** `st_dev`: the file system the entry is on. */
  readonly deviceId: bigint;
  /** `st_rdev`: the device it stands for, when it is one. */
  readonly device: bigint;
};

export function entryStatOf(stat: BigIntStats): EntryStat {
  return {
    stMode: Number(stat.mode),
    uid: Number(stat.uid),
    gid: Number(stat.gid),
    links: Number(stat.nlink),
    sizeBytes: Number(stat.size),
    mtimeNs: stat.mtimeNs,
    ctimeNs: stat.ctimeNs,
    inode: stat.ino,
    deviceId: stat.dev,
    device: stat.rdev,
  };
}
