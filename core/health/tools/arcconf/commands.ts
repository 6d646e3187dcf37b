/** What is run of Adaptec's tool: only questions. It writes no file unless it is told to. */
import type { ToolCommand } from "../../machine/machine.ts";

/** Most controllers a machine has room for. */
const MAX_CONTROLLERS = 16;

/** Lists the controllers. */
export const LIST_CONTROLLERS: ToolCommand = { program: "arcconf", args: ["LIST"] };

/**
 * Everything about one controller.
 *
 * @param number counted from 1
 * @returns undefined when there cannot be such a one
 */
export function readController(number: number): ToolCommand | undefined {
  if (!Number.isInteger(number) || number < 1 || number > MAX_CONTROLLERS) return undefined;
  return { program: "arcconf", args: ["GETCONFIG", String(number)] };
}
