/** What is run of HPE's tool: only one question, which tells everything. */
import type { ToolCommand } from "../../machine/machine.ts";

/** Each of the names the tool has had. */
export const SSACLI_PROGRAMS = ["ssacli", "hpssacli", "hpacucli"] as const;

export function readControllers(program: (typeof SSACLI_PROGRAMS)[number]): ToolCommand {
  return { program, args: ["ctrl", "all", "show", "config", "detail"] };
}
