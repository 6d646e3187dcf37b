import type { ToolReading } from "../../../shared/model/health-reading.ts";
import { joinReadings } from "../reading/join-readings.ts";
import { DEVICES, GROUPS, VOLUMES } from "../tools/lvm/commands.ts";
import { parseLvm } from "../tools/lvm/parse-lvm.ts";
import type { Round } from "./ask.ts";
import type { BlockDevices } from "./parse-lsblk.ts";

/** LVM, where there is any: volumes, groups and the devices below them. @returns undefined where nothing looks like it, now or before */
export async function probeLvm(
  round: Round,
  { devices }: BlockDevices,
  known: ReadonlySet<string>,
): Promise<ToolReading | undefined> {
  const isThere = devices.some(({ type, content }) => type === "lvm" || content === "LVM2_member");
  if (!isThere && !known.has("lvm")) return undefined;
  const commands = [VOLUMES, GROUPS, DEVICES];
  return joinReadings(
    await Promise.all(commands.map((command) => round.read(command, parseLvm, { asRoot: true }))),
  );
}
