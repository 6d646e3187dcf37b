import type { ArrayMember, ArrayReading } from "../../../shared/model/health-reading.ts";
import type { HostReading } from "../probes/host-reading.ts";
import type { ArrayErrors } from "../rules/disk/errors-in-arrays.ts";

/** An array, and for each of its members the place of its disk in the host's list; null where it is not known. */
export type ArrayDisks = { readonly array: ArrayReading; readonly disks: readonly (number | null)[] };

/** @returns for each member of an array the place of its disk in the host's list; null where it is not known */
export function memberDisks(array: ArrayReading, disks: HostReading["disks"]): (number | null)[] {
  return array.members.map((member) => {
    const found = disks.findIndex((disk) => isOf(member, disk));
    return found === -1 ? null : found;
  });
}

function isOf(member: ArrayMember, { reading, names }: HostReading["disks"][number]): boolean {
  const { serial } = reading.identity;
  if (member.serial !== null && serial !== null) return member.serial === serial;
  if (member.name === null) return false;
  const name = member.name.replace(/^\/dev\//, "");
  if (names.includes(name)) return true;
  const { enclosure, slot, device } = reading.place;
  return device === member.name || (slot !== null && member.name === `${enclosure ?? ""}:${slot}`);
}

/** @returns what each array holds against the disk at `index` of the host's list */
export function errorsAgainst(index: number, arrays: readonly ArrayDisks[]): ArrayErrors[] {
  return arrays.flatMap(({ array, disks }) => {
    const own = array.members.filter((_, place) => disks[place] === index);
    const errors = own.reduce(
      (sum, { readErrors, writeErrors, checksumErrors }) =>
        sum + (readErrors ?? 0) + (writeErrors ?? 0) + (checksumErrors ?? 0),
      0,
    );
    const hasFailed = own.some(({ state }) => state === "failed");
    const isLost = array.signals.some(({ state }) => state === "failed");
    return errors > 0 || hasFailed ? [{ array: array.name, errors, hasFailed, isLost }] : [];
  });
}
