import { isSameServer } from "../../core/plans/source-keys.ts";
import { BackstayError } from "../../shared/errors.ts";
import type { Source, SourceDraft, SourceSecrets } from "../../shared/model/source.ts";
import { isDatabase, whereText } from "../../shared/model/source.ts";
import type { CommandContext } from "../context.ts";
import { sourceConsoleWords } from "../words/source-words.ts";
import { askPassword, readPassword } from "./read-password.ts";

/**
 * What a database is signed in to with: from a file or program that the command line names, or asked for. The variables that do the same
 * for repositories mean those.
 *
 * @param before what is kept already, whose password stays unless another server or user is meant
 * @param isWanted whether one is asked for at all
 * @throws {BackstayError} PASSWORD_MISSING, PASSWORD_NOT_TEXT, FILE_UNREADABLE, USAGE
 */
export async function readSourcePassword(
  draft: SourceDraft,
  before: Source | undefined,
  isWanted: boolean,
  context: CommandContext,
): Promise<SourceSecrets> {
  if (!isDatabase(draft) || !isWanted) return {};
  const { passwordFile, passwordCommand } = context.flags;
  if (passwordCommand !== undefined && passwordFile !== undefined)
    throw new BackstayError("USAGE", {
      problem: "both-given",
      about: ["--password-file", "--password-command"],
    });
  if (passwordCommand !== undefined)
    return { password: await readPassword({ kind: "command", command: passwordCommand }, context) };
  if (passwordFile !== undefined && passwordFile !== "-")
    return { password: await readPassword({ kind: "file", path: passwordFile }, context) };
  const isKept =
    before !== undefined && isDatabase(before) && (!before.hasPassword || isSameServer(before, draft));
  if (isKept && passwordFile === undefined) return {};
  const question = sourceConsoleWords[context.language].askPassword(draft.user, whereText(draft));
  return { password: await askPassword(question, context) };
}
