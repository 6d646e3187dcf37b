/** What is run of ZFS. All pools at once, with full paths, whole numbers and slow I/O. */
import type { ToolCommand } from "../../machine/machine.ts";

/** From OpenZFS 2.3 on. */
export const STATUS_JSON: ToolCommand = {
  program: "zpool",
  args: ["status", "-j", "--json-int", "-P", "-p"],
};
export const LIST_JSON: ToolCommand = { program: "zpool", args: ["list", "-j", "--json-int", "-p"] };

/** For older releases, which refuse `-j`. */
export const STATUS_TEXT: ToolCommand = { program: "zpool", args: ["status", "-P", "-p"] };
