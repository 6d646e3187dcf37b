import type { RestoreResult } from "../../core/restore/run-restore.ts";
import { formatBytes } from "../../shared/format/bytes.ts";
import { printable } from "../../shared/format/printable.ts";
import type { CommandContext } from "../context.ts";
import { unlessZero } from "./json-value.ts";
import { pathText } from "./path-text.ts";

/** Says what a restore did: problems on standard error, then a few lines for a person or restic's `summary` for a program. */
export function showRestoreResult(
  result: RestoreResult,
  total: { readonly entries: number; readonly bytes: number },
  { isDryRun }: { readonly isDryRun: boolean },
  context: CommandContext,
): void {
  const { output, words } = context;
  const { counts } = result;
  const problemCount = result.problems.length + result.furtherProblems;
  showProblems(result, context);
  for (const { path, restoredAs } of result.renamed) {
    output.json({ message_type: "renamed", item: pathText(path), restored_as: pathText(restoredAs) });
  }
  output.json({
    message_type: "summary",
    dry_run: isDryRun ? true : undefined,
    total_files: unlessZero(total.entries),
    // restic counts folders, links and special files in, and has no numbers of their own
    files_restored: unlessZero(counts.filesRestored + counts.foldersRestored + counts.othersRestored),
    files_skipped: unlessZero(counts.filesSkipped + counts.filesUnchanged),
    total_bytes: unlessZero(total.bytes),
    bytes_restored: unlessZero(counts.bytesRestored),
    bytes_skipped: unlessZero(counts.bytesUnchanged),
    files_unchanged: unlessZero(counts.filesUnchanged),
    files_verified: unlessZero(counts.filesVerified),
    entries_renamed: unlessZero(counts.entriesRenamed),
    dirs_restored: unlessZero(counts.foldersRestored),
    others_restored: unlessZero(counts.othersRestored),
    error_count: problemCount,
  });
  const say = words.restore;
  const restored = isDryRun ? say.wouldRestore : say.restored;
  // what would be done was asked for; what was done is as it should be
  const tell = isDryRun ? output.line : output.note;
  tell(restored(counts.filesRestored, formatBytes(counts.bytesRestored)));
  if (counts.othersRestored > 0) tell(say.others(counts.othersRestored, isDryRun));
  if (counts.filesUnchanged > 0) tell(say.unchanged(counts.filesUnchanged));
  if (counts.filesSkipped > 0) tell(say.skipped(counts.filesSkipped));
  if (counts.filesVerified > 0) tell(say.verified(counts.filesVerified));
  if (counts.entriesRenamed > 0) tell(say.renamed(counts.entriesRenamed));
  for (const { path, restoredAs } of result.renamed) {
    tell(say.renamedAs(printable(pathText(path)), printable(pathText(restoredAs))));
  }
  const isNothing =
    counts.filesRestored + counts.filesUnchanged + counts.filesSkipped + counts.foldersRestored === 0 &&
    counts.othersRestored + problemCount === 0;
  if (isNothing) output.complain(say.nothing, { message_type: "warning", message: say.nothing });
  if (problemCount > 0) output.line(say.incomplete(problemCount));
}

function showProblems(
  { problems, furtherProblems }: RestoreResult,
  { output, words }: Pick<CommandContext, "output" | "words">,
): void {
  for (const { path, reason, systemCode } of problems) {
    const item = pathText(path);
    const isSaid = systemCode === "" || reason === "in-the-way"; // there the code says no more than the words
    const message = words.restore.problems[reason] + (isSaid ? "" : ` (${systemCode})`);
    output.complain(`${printable(item)}: ${message}`, {
      message_type: "error",
      error: { message },
      during: "restore",
      item,
      reason,
    });
  }
  if (furtherProblems > 0) {
    const message = words.furtherProblems(furtherProblems);
    output.complain(message, { message_type: "error", error: { message }, during: "restore", item: "" });
  }
}
