/** What is run of nvme-cli. Only where smartctl is missing: it tells less. */
import type { ToolCommand } from "../../machine/machine.ts";

/** @returns undefined when the path is none of an NVMe device */
export function readSmartLog(device: string): ToolCommand | undefined {
  if (!/^\/dev\/nvme\d{1,4}(?:n\d{1,4})?$/.test(device)) return undefined;
  return { program: "nvme", args: ["smart-log", device, "--output-format=json"] };
}
