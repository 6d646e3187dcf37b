/** What is run on a Mac: only questions. */
import type { ToolCommand } from "../../machine/machine.ts";

/** Lists the sets as a property list. Anybody may ask. */
export const LIST_SETS: ToolCommand = { program: "diskutil", args: ["appleRAID", "list", "-plist"] };
