import path from "node:path";
import { inspect } from "node:util";
import { noteWithoutHost } from "../../core/audit/note-without-host.ts";
import { systemClock } from "../../core/clock.ts";
import { openLogFile } from "../../core/logging/log-file.ts";
import { makeDataFolderAt } from "../../core/platform/folders.ts";
import type { CommandContext } from "../context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { dataFolderOf, findHost } from "../host-client/with-host.ts";
import { askNewPassword, readPassword } from "../options/read-password.ts";
import { consolePassword } from "../server/password.ts";
import { headlessSecrets } from "./headless-secrets.ts";

/**
 * Sets the password that opens the console. A host that runs does it itself, for two programs must not write the file with the
 * passwords at once; and it ends the sessions there are.
 */
export async function setConsolePassword(context: CommandContext): Promise<ExitCode> {
  const { output, words, env } = context;
  const password = await newPassword(context);
  const host = await findHost(env);
  if (host === undefined) {
    const folder = dataFolderOf(env);
    await consolePassword(secretsOf(folder)).set(password);
    noteLocally(folder, "console.setPassword");
  } else {
    try {
      await host.callHost("console.setPassword", { password });
    } finally {
      host.close();
    }
  }
  output.note(words.host.console.passwordSet);
  output.json({ message_type: "summary", action: "password-set" });
  return EXIT.done;
}

function newPassword(context: CommandContext): Promise<string> {
  const { passwordFile, passwordCommand } = context.flags;
  if (passwordFile !== undefined) return readPassword({ kind: "file", path: passwordFile }, context);
  if (passwordCommand !== undefined)
    return readPassword({ kind: "command", command: passwordCommand }, context);
  return askNewPassword(context);
}

/** For the audit trail of a data folder that no host uses. */
export function noteLocally(folder: string, action: string): void {
  const log = openLogFile(path.join(folder, "logs"), "console", systemClock);
  const onProblem = (error: unknown) =>
    log.write({ level: "error", text: "the audit trail", facts: { action, error: inspect(error) } });
  try {
    noteWithoutHost(folder, systemClock, { actor: { kind: "local" }, action }, onProblem);
  } catch (error) {
    onProblem(error); // what was done is done
  }
}

/** The secrets of a data folder that no host uses. */
export function secretsOf(folder: string) {
  makeDataFolderAt(folder);
  const log = openLogFile(path.join(folder, "logs"), "console", systemClock);
  return headlessSecrets(folder, (entry) => log.write(entry));
}
