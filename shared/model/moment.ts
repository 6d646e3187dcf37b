import { z } from "zod";
import { Count } from "./primitives.ts";

/** What can make a snapshot of a file system. */
export const FS_SNAPSHOT_KINDS = ["btrfs", "lvm", "zfs", "vss", "apfs"] as const;
export type FsSnapshotKind = (typeof FS_SNAPSHOT_KINDS)[number];

/** Why something was read while others could change it, though it was to be read as of one moment. */
export const LIVE_REASONS = [
  /** Its file system cannot do it, or not here. */
  "unsupported",
  "no-right",
  "tool-missing",
  "no-room",
  "read-only",
  "failed",
] as const;
export type LiveReason = (typeof LIVE_REASONS)[number];

export const TakenPart = z.strictObject({ path: z.string(), kind: z.enum(FS_SNAPSHOT_KINDS) });
export type TakenPart = z.infer<typeof TakenPart>;

export const LivePart = z.strictObject({
  path: z.string(),
  /** Its file system, like `ext4`; empty where it is not known. */
  type: z.string(),
  reason: z.enum(LIVE_REASONS),
  /** What the program that should have made a snapshot said. */
  message: z.string().nullable(),
});
export type LivePart = z.infer<typeof LivePart>;

/** How a backup came by files that fit together: each part of its sources was read as of one moment, or live. */
export const MomentReport = z.strictObject({
  taken: z.array(TakenPart),
  live: z.array(LivePart),
  /** Parts that are not named above, each of its kind. */
  furtherTaken: Count,
  furtherLive: Count,
});
export type MomentReport = z.infer<typeof MomentReport>;
