import { printable } from "../../shared/format/printable.ts";
import type { SourceDraft } from "../../shared/model/source.ts";
import type { SourceTrial } from "../../shared/model/source-trial.ts";
import type { CommandContext } from "../context.ts";
import { sourceConsoleWords } from "../words/source-words.ts";
import { askYes } from "./ask-yes.ts";

type Key = { readonly address: string; readonly shown: string };

/**
 * Tries a source. Where the key of its machine is not known yet, it is shown and asked for on a terminal, and tried again with it.
 * @returns undefined where nobody compared the key; that has been said
 */
export async function withComparedKey(
  draft: SourceDraft,
  context: CommandContext,
  tryIt: (draft: SourceDraft) => Promise<SourceTrial>,
): Promise<{ readonly draft: SourceDraft; readonly answer: SourceTrial } | undefined> {
  const answer = await tryIt(draft);
  if (answer.error?.code !== "REMOTE_KEY_UNKNOWN") return { draft, answer };
  const { details } = answer.error;
  const { key } = sourceConsoleWords[context.language];
  if (!context.stdin().isTTY || context.output.isJson) {
    sayKey(details, context);
    return undefined;
  }
  context.stderr.write(`${key.shows(printable(details.address), printable(details.shown))}\n`);
  if ((await askYes(key.compare, key.yes, context)) !== true) {
    context.output.complain(key.notTrusted, errorOf(key.notTrusted, details));
    return undefined;
  }
  const compared = withKey(draft, details.shown);
  return { draft: compared, answer: await tryIt(compared) };
}

/** Says what to do where nobody can be asked. */
export function sayKey(
  details: Key,
  { output, language }: Pick<CommandContext, "output" | "language">,
): void {
  const { key } = sourceConsoleWords[language];
  const message = `${key.shows(printable(details.address), printable(details.shown))} ${key.say(printable(details.shown))}`;
  output.complain(message, errorOf(message, details));
}

function errorOf(message: string, { address, shown }: Key) {
  return {
    message_type: "error",
    error: { message, code: "REMOTE_KEY_UNKNOWN" },
    ...{ during: "try", item: address, host_key: shown },
  };
}

function withKey(draft: SourceDraft, hostKey: string): SourceDraft {
  if (draft.kind === "sftp") return { ...draft, machine: { ...draft.machine, hostKey } };
  return "through" in draft && draft.through != null
    ? { ...draft, through: { ...draft.through, hostKey } }
    : draft;
}
