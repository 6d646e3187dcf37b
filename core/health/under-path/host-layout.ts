import { z } from "zod";

/** One block device, and what is made of it. */
const LayoutDevice = z.object({
  /** As the kernel or the device mapper names it: `sda`, `md0`, `vg0-data`. */
  name: z.string(),
  /** `disk`, `part`, `raid1`, `lvm`, `loop` ... */
  type: z.string(),
  /** Names of all that lies on it, to any depth. */
  carries: z.array(z.string()),
});
const LayoutMount = z.object({
  /** `/dev/sda1`, `pool/data`, `nas:/volume1/backup` */
  source: z.string(),
  path: z.string(),
  fileSystem: z.string(),
  /** Under which a share's server was reached, as the kernel tells it; null for what is no share, or does not say. */
  address: z.string().nullable(),
});
/** A folder that is given out over NFS. */
const ExportedFolder = z.object({
  path: z.string(),
  /** Version 4 shows it as `/`. */
  isRoot: z.boolean(),
});
/** A folder that is given out over SMB. */
const SmbShare = z.object({ name: z.string(), path: z.string() });
export type ExportedFolder = z.infer<typeof ExportedFolder>;
export type SmbShare = z.infer<typeof SmbShare>;
export type LayoutDevice = z.infer<typeof LayoutDevice>;
export type LayoutMount = z.infer<typeof LayoutMount>;

/** How a machine's file systems lie upon its disks, as one round found it. */
export const HostLayout = z.object({
  devices: z.array(LayoutDevice),
  /** In the order they were mounted: what came last lies on top. */
  mounts: z.array(LayoutMount),
  /** What it gives out, links followed; null where that could not be read. Older layouts do not tell. */
  exports: z.array(ExportedFolder).nullable().default(null),
  shares: z.array(SmbShare).nullable().default(null),
});
export type HostLayout = z.infer<typeof HostLayout>;
