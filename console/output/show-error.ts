import { randomBytes } from "node:crypto";
import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { inspect } from "node:util";
import { makeDataFolder } from "../../core/platform/folders.ts";
import { isBackstayError, toWire } from "../../shared/errors.ts";
import { describeError } from "../../shared/words/describe-error.ts";
import type { Language } from "../../shared/words/language.ts";
import { type ExitCode, exitCodeOf } from "../exit-codes.ts";
import { stoppedHint } from "../words/stopped-words.ts";
import type { Output } from "./output.ts";

/**
 * Says what ended the command: two lines for a person, one JSON line for a program.
 * @param work the command's name, which decides what being stopped means; without it nothing had begun
 */
export async function showError(
  error: unknown,
  output: Output,
  language: Language,
  work = "",
): Promise<ExitCode> {
  const reference = isBackstayError(error) ? "" : await logMistake(error);
  const wire = toWire(error, reference);
  const { message, hint: usualHint } = describeError(wire, language);
  const hint = (wire.code === "CANCELLED" ? stoppedHint(work, language) : undefined) ?? usualHint;
  const code = exitCodeOf(error);
  output.complain(`${message}\n${hint}`, {
    message_type: "exit_error",
    code,
    message,
    hint,
    error_code: wire.code,
  });
  return code;
}

/**
 * Keeps what is our mistake for whoever will mend it.
 * @returns where it stands: the log's path and a mark in it
 */
async function logMistake(error: unknown): Promise<string> {
  const mark = randomBytes(4).toString("hex");
  const entry = `${new Date().toISOString()} ${mark} ${process.version} ${inspect(error)}\n`;
  try {
    const path = join(makeDataFolder(), "backstay.log");
    await appendFile(path, entry, { mode: 0o600 });
    return `${mark} (${path})`;
  } catch {
    process.stderr.write(entry); // there is no other place left for it
    return mark;
  }
}
