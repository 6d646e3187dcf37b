/** What is run on a Mac: only questions. */
import type { ToolCommand } from "../../machine/machine.ts";

/** Lists the sets as a property list. */
export const LIST_SETS: ToolCommand = {
  program: "/usr/sbin/diskutil",
  args: ["appleRAID", "list", "-plist"],
};

/** Makes JSON of a property list that it is given on its standard input. */
export const PLIST_TO_JSON: ToolCommand = {
  program: "/usr/bin/plutil",
  args: ["-convert", "json", "-o", "-", "-"],
};
