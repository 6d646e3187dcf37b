import { smartOutput } from "../../../test/support/virtual-machine.ts";
import { readLab } from "./fixtures.ts";

/** What smartctl printed of a healthy disk of the lab. */
export const LAB_DISK = readLab("01", "smartctl-a-LABSATA0.json");

/** The same for another disk of its kind. @param raw values of attributes, by number */
export function labDisk(serial: string, raw: Readonly<Record<number, number>> = {}): string {
  return smartOutput(LAB_DISK, { serial, raw });
}
