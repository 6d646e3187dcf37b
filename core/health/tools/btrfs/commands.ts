/** What is run of btrfs-progs: questions only. Each but `show` is about one mounted file system. */
import type { ToolCommand } from "../../machine/machine.ts";

/** Names all file systems, mounted or not, and the devices they miss. */
export const SHOW: ToolCommand = { program: "btrfs", args: ["filesystem", "show", "--raw"] };

/**
 * @param mountPoint an absolute path
 * @returns undefined for anything else, which could be taken for an option
 */
export function askFileSystem(
  mountPoint: string,
): Readonly<Record<"stats" | "usage" | "scrub", ToolCommand>> | undefined {
  if (!mountPoint.startsWith("/") || mountPoint.includes("\0")) return undefined;
  return {
    stats: { program: "btrfs", args: ["--format", "json", "device", "stats", mountPoint] },
    usage: { program: "btrfs", args: ["filesystem", "usage", "--raw", mountPoint] },
    scrub: { program: "btrfs", args: ["scrub", "status", "--raw", mountPoint] },
  };
}

/** For btrfs-progs before 5.10, which prints counters only as text. */
export function askStatsAsText(mountPoint: string): ToolCommand | undefined {
  const stats = askFileSystem(mountPoint)?.stats;
  return stats && { program: stats.program, args: stats.args.slice(2) };
}

/** What the kernel itself tells of mounted file systems, which anybody may read. */
export const SYSFS: ToolCommand = {
  program: "grep",
  args: ["-rsH", "--include=missing", "--include=error_stats", "--include=label", ".", "/sys/fs/btrfs"],
};
