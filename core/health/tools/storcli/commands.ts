/** What is run of storcli: only questions. */
import type { ToolCommand } from "../../machine/machine.ts";

/** perccli takes the same arguments and gives the same answers, and so does storcli2 for the newest cards. */
export const STORCLI_PROGRAMS = ["storcli64", "storcli", "perccli64", "perccli", "storcli2"] as const;

/** `nolog` keeps the tool from writing a log file into the folder it was started in. */
const QUESTIONS: readonly (readonly string[])[] = [
  ["/call", "show", "all", "J", "nolog"],
  ["/call/vall", "show", "all", "J", "nolog"],
  ["/call/eall/sall", "show", "all", "J", "nolog"],
  // drives that sit in no enclosure
  ["/call/sall", "show", "all", "J", "nolog"],
  ["/call/fall", "show", "all", "J", "nolog"],
];

/** Everything about all controllers, in several answers: of the controllers, virtual drives, drives and foreign configurations. */
export function readControllers(program: (typeof STORCLI_PROGRAMS)[number]): readonly ToolCommand[] {
  return QUESTIONS.map((args) => ({ program, args }));
}
