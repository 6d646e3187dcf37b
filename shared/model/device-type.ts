import { z } from "zod";

/** How smartctl reaches a disk, as its option `-d` takes it: `sat`, `usbjmicron`, `megaraid,4`. */
export const DeviceType = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_,+/:-]{0,99}$/);

/** What helps most often, for people to choose from: USB adapters for SATA disks first, then those for NVMe disks. */
export const USUAL_DEVICE_TYPES = [
  ...(["sat", "sat,12", "usbjmicron", "usbjmicron,x", "usbcypress", "usbprolific", "usbsunplus"] as const),
  ...(["sntjmicron", "sntasmedia", "sntrealtek", "scsi", "nvme"] as const),
] as const;
