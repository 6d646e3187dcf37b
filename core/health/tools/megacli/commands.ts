/** What is run of the old MegaCli: only questions. */
import type { ToolCommand } from "../../machine/machine.ts";

export const MEGACLI_PROGRAMS = ["MegaCli64", "MegaCli", "megacli"] as const;

/** `-NoLog` keeps the tool from writing a log file into the folder it was started in. */
const QUESTIONS: readonly (readonly string[])[] = [
  ["-LDPDInfo", "-aAll", "-NoLog"],
  // drives that belong to no array as well
  ["-PDList", "-aAll", "-NoLog"],
  ["-AdpAllInfo", "-aAll", "-NoLog"],
  ["-AdpBbuCmd", "-aAll", "-NoLog"],
];

/** Everything about all controllers, in several answers: of arrays with their drives, all drives, adapters and batteries. */
export function readControllers(program: (typeof MEGACLI_PROGRAMS)[number]): readonly ToolCommand[] {
  return QUESTIONS.map((args) => ({ program, args }));
}
