import { formatBytes } from "../../shared/format/bytes.ts";
import { printable } from "../../shared/format/printable.ts";
import { isDatabase, type SourceDraft } from "../../shared/model/source.ts";
import type { SourceTrial, SourceTrialPart } from "../../shared/model/source-trial.ts";
import { describeError } from "../../shared/words/describe-error.ts";
import type { Language } from "../../shared/words/language.ts";
import type { CommandContext } from "../context.ts";
import { sourceConsoleWords } from "../words/source-words.ts";
import { trialJson } from "./source-json.ts";

/** Says what came of trying a source, each part on a line. */
export function showTrial(
  draft: SourceDraft,
  trial: SourceTrial,
  { output, language }: Pick<CommandContext, "output" | "language">,
): void {
  const say = sourceConsoleWords[language].trial;
  output.json(trialJson(draft, trial, language));
  if (trial.server !== null && trial.client !== null)
    output.line(say.server(printable(trial.server), printable(trial.client)));
  for (const part of trial.parts)
    for (const line of linesOf(part, language)) output.line(printable(`  ${line}`));
  if (isDatabase(draft) && trial.savesUsers === false) output.line(say.usersHidden);
}

function linesOf(part: SourceTrialPart, language: Language): readonly string[] {
  const say = sourceConsoleWords[language].trial;
  const name = part.kind === "users" ? say.users : part.name;
  const loose = part.looseTables ?? 0;
  return [endOf(part, name, language), ...(loose > 0 ? [say.loose(name, loose)] : [])];
}

function endOf(
  { kind, end, bytes, entries, error }: SourceTrialPart,
  name: string,
  language: Language,
): string {
  const say = sourceConsoleWords[language].trial;
  if (error !== null) {
    const { message, hint } = describeError(error, language);
    return say.bad(name, message, hint);
  }
  if (end === "untried") return say.untried(name);
  if (end === "begun") return say.begun(name, formatBytes(bytes ?? 0));
  if (kind !== "path") return say.whole(name, formatBytes(bytes ?? 0));
  return entries === null ? say.file(name) : say.folder(name, entries);
}
