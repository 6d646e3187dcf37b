import { printable } from "../../shared/format/printable.ts";
import type { MomentReport } from "../../shared/model/moment.ts";
import { describeMoment } from "../../shared/words/moment.ts";
import type { CommandContext } from "../context.ts";

/** Says whether a backup was read as of one moment; on standard error what was not, and what that means. */
export function showMoment(
  moment: MomentReport | undefined,
  { output, language }: Pick<CommandContext, "output" | "language">,
): void {
  if (moment === undefined) return;
  const { lead, meaning, live } = describeMoment(moment, language);
  if (meaning === undefined) {
    output.note(lead);
    return;
  }
  const parts = live.map(({ path, why }) => `  ${path === "" ? why : `${printable(path)}: ${why}`}`);
  output.complain([lead, ...parts, meaning].join("\n"), {
    message_type: "warning",
    message: `${lead} ${meaning}`,
    fs_snapshots: moment,
  });
}
