/** What is run of nvme-cli. Only where smartctl is missing: it tells less. */
import type { ToolCommand } from "../smartctl/commands.ts";

export const LIST: ToolCommand = { program: "nvme", args: ["list", "--output-format=json"] };

/** @returns undefined when the path is none of an NVMe device */
export function readSmartLog(device: string): ToolCommand | undefined {
  if (!/^\/dev\/nvme\d{1,4}(?:n\d{1,4})?$/.test(device)) return undefined;
  return { program: "nvme", args: ["smart-log", device, "--output-format=json"] };
}
