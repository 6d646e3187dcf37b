/** What is run of smartctl. */
import type { ToolCommand } from "../../machine/machine.ts";

/** smartctl's way to name a device: letters, digits and what stands between them; never something that begins with `-`. */
const DEVICE = /^[A-Za-z0-9/][A-Za-z0-9/\\._:-]{0,199}$/;
const DEVICE_TYPE = /^[A-Za-z0-9][A-Za-z0-9_,+/:-]{0,99}$/;

/** Lists devices, opening them to learn how they are connected. Does not wake a disk that sleeps more than listing it does. */
export const SCAN: ToolCommand = { program: "smartctl", args: ["--json=c", "--scan-open"] };

/**
 * Reads everything about one disk, unless it sleeps: then the exit status is 3, which nothing else gives.
 *
 * @param deviceType as the scan or a person named it, such as `sat` or `megaraid,4`; null leaves it to smartctl
 * @returns undefined when a name is none that smartctl could know
 */
export function readDisk(device: string, deviceType: string | null): ToolCommand | undefined {
  if (!DEVICE.test(device) || (deviceType !== null && !DEVICE_TYPE.test(deviceType))) return undefined;
  const type = deviceType === null ? [] : ["-d", deviceType];
  return { program: "smartctl", args: ["--json=c", "--xall", "--nocheck=standby,3", ...type, device] };
}

/**
 * Has a disk test itself, beside its other work; one that sleeps or tests itself already is left alone. With {@link stopSelfTest} the only
 * command of all that changes something on a disk: its log of tests.
 *
 * @returns undefined when a name is none that smartctl could know
 */
export function startSelfTest(
  device: string,
  deviceType: string | null,
  kind: "short" | "long",
): ToolCommand | undefined {
  if (!DEVICE.test(device) || (deviceType !== null && !DEVICE_TYPE.test(deviceType))) return undefined;
  const type = deviceType === null ? [] : ["-d", deviceType];
  return { program: "smartctl", args: ["--nocheck=standby,3", `--test=${kind}`, ...type, device] };
}

/**
 * Has a disk end a test that it runs of itself.
 *
 * @returns undefined when a name is none that smartctl could know
 */
export function stopSelfTest(device: string, deviceType: string | null): ToolCommand | undefined {
  if (!DEVICE.test(device) || (deviceType !== null && !DEVICE_TYPE.test(deviceType))) return undefined;
  const type = deviceType === null ? [] : ["-d", deviceType];
  return { program: "smartctl", args: ["--nocheck=standby,3", "--abort", ...type, device] };
}

/** The exit status asked for above, for a disk that sleeps. */
export const ASLEEP_STATUS = 3;
