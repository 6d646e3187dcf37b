import type { ArrayReading } from "../../../shared/model/health-reading.ts";
import type { HostReading } from "./host-reading.ts";

/**
 * Gives members of an array the serial numbers of the disks they lie on, where the array's own tool knows none: kernel names change
 * with every start, and who pulls out a disk needs what stands on its label.
 */
export function giveSerials(
  array: ArrayReading,
  disks: readonly Pick<HostReading["disks"][number], "names" | "reading">[],
): ArrayReading {
  const members = array.members.map((member) => {
    const name = member.name?.replace(/^\/dev\//, "");
    if (member.serial !== null || name === undefined) return member;
    const disk = disks.find(({ names }) => names.includes(name));
    return { ...member, serial: disk?.reading.identity.serial ?? null };
  });
  return { ...array, members };
}
