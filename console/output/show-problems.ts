import type { NamedProblem } from "../../core/backup/messages.ts";
import { printable } from "../../shared/format/printable.ts";
import type { CommandContext } from "../context.ts";
import { pathText } from "./path-text.ts";

/** Lists on standard error what a backup could not save as it should be, each with path and reason. */
export function showProblems(
  {
    problems,
    furtherProblems,
  }: { readonly problems: readonly NamedProblem[]; readonly furtherProblems: number },
  { output, words }: Pick<CommandContext, "output" | "words">,
): void {
  for (const { path, reason, systemCode } of problems) {
    const message = words.problems[reason] + (systemCode === "" ? "" : ` (${systemCode})`);
    output.complain(`${printable(pathText(path))}: ${message}`, {
      message_type: "error",
      error: { message },
      during: "archival",
      item: pathText(path),
      reason,
    });
  }
  if (furtherProblems > 0) {
    const message = words.furtherProblems(furtherProblems);
    output.complain(message, { message_type: "error", error: { message }, during: "archival", item: "" });
  }
}
