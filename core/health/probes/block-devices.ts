import type { ToolCommand } from "../machine/machine.ts";
import type { Round } from "./ask.ts";
import { type BlockDevice, type BlockDevices, parseLsblk } from "./parse-lsblk.ts";

/** What the kernel knows of block devices and what is on them. Anybody may ask, and no disk is woken. */
export const LIST_BLOCK_DEVICES: ToolCommand = {
  program: "lsblk",
  args: [
    "--json",
    "--bytes",
    "--output",
    "NAME,TYPE,SIZE,SERIAL,WWN,MODEL,VENDOR,REV,ROTA,RM,HOTPLUG,TRAN,FSTYPE",
  ],
};

export async function listBlockDevices(round: Round): Promise<BlockDevices> {
  const output = await round.run(LIST_BLOCK_DEVICES);
  if (output.kind === "gap") return { devices: [], gap: output.gap };
  return parseLsblk(output.stdout);
}

/** Made of memory, of files, or of nothing: no disk wears out behind them. */
const NO_DISKS = /^(?:loop|ram|zram|nbd|rbd|drbd|fd|sr|dm-|md|zd)\d/;

/** @returns the whole disks among them, also those a RAID controller or a virtual machine makes up */
export function wholeDisks({ devices }: BlockDevices): readonly BlockDevice[] {
  return devices.filter(
    ({ name, type, identity }) => type === "disk" && !NO_DISKS.test(name) && identity.sizeBytes !== 0,
  );
}
