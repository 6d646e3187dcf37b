import { spawn } from "node:child_process";
import { once } from "node:events";
import { buffer } from "node:stream/consumers";
import { passwordFromBytes } from "../../core/repository/keys/password-bytes.ts";
import { BackstayError, hasSystemCode } from "../../shared/errors.ts";
import type { CommandContext } from "../context.ts";
import { promptHidden, readFirstLine } from "./prompt-hidden.ts";
import { decodeText, readNamedFile } from "./read-text-file.ts";
import type { PasswordSource } from "./repository-access.ts";
import { splitCommand } from "./split-command.ts";

type Asking = Pick<CommandContext, "stdin" | "stderr" | "words" | "output" | "signal">;

/**
 * Gets a password from where it was said to be. Blanks around it do not belong to it, as with restic, because a file ends with
 * a newline.
 *
 * @throws {BackstayError} PASSWORD_MISSING when there is none in it; PASSWORD_NOT_TEXT; FILE_UNREADABLE; USAGE
 */
export async function readPassword(source: PasswordSource, context: Asking): Promise<string> {
  const password = await passwordFrom(source, context);
  // an environment's variable was decoded by Node.js already, which loses what is no text
  return source.kind === "text" ? checked(password, context) : required(password, context);
}

async function passwordFrom(source: PasswordSource, context: Asking): Promise<string> {
  switch (source.kind) {
    case "text":
      return source.text;
    case "file":
      return passwordIn(await readNamedFile(source.path));
    case "command":
      return passwordIn(await outputOf(source.command, context));
  }
}

/** What is no text is taken byte for byte, as restic does: a key may have been made with it. */
function passwordIn(bytes: Uint8Array): string {
  return (decodeText(bytes) ?? passwordFromBytes(bytes)).trim();
}

async function outputOf(command: string, { words, signal }: Asking): Promise<Uint8Array> {
  const [program, ...args] = splitCommand(command);
  const child = spawn(program, args, { stdio: ["inherit", "pipe", "inherit"], signal });
  try {
    const [printed, [status]] = await Promise.all([buffer(child.stdout), once(child, "close")]);
    if (status === 0) return printed;
    const how = words.password.endedWith(String(status));
    throw new BackstayError("PASSWORD_MISSING", { where: words.password.commandFailed(program, how) });
  } catch (error) {
    signal.throwIfAborted();
    if (!hasSystemCode(error, "ENOENT", "EACCES")) throw error;
    throw new BackstayError(
      "PASSWORD_MISSING",
      { where: words.password.commandFailed(program, words.password.cannotRun) },
      { cause: error },
    );
  }
}

/**
 * Asks for a password that exists. From a terminal without showing it, otherwise the first line of standard input.
 * @throws {BackstayError} PASSWORD_MISSING, PASSWORD_NOT_TEXT
 */
export async function askPassword(question: string, context: Asking): Promise<string> {
  const { stderr, words, output, signal } = context;
  const stdin = context.stdin();
  output.flush();
  if (stdin.isTTY) {
    const password = await promptHidden(question, { input: stdin, output: stderr, signal });
    return checked(password, context);
  }
  if (!output.isQuiet && !output.isJson) stderr.write(`${words.password.fromStdin}\n`);
  const line = await readFirstLine(stdin, signal);
  return checked(line, context);
}

/** Asks for a new password, on a terminal until it was typed the same twice. */
export async function askNewPassword(context: Asking): Promise<string> {
  const { stdin, stderr, words } = context;
  for (;;) {
    const password = await askPassword(words.password.askNew, context);
    if (!stdin().isTTY || password === (await askPassword(words.password.askAgain, context))) return password;
    stderr.write(`${words.password.different}\n`);
  }
}

/** What every decoder puts in place of bytes that are no text: different passwords would become the same one. */
const NO_TEXT = "\u{fffd}";

function checked(password: string, context: Asking): string {
  if (password.includes(NO_TEXT)) throw new BackstayError("PASSWORD_NOT_TEXT", {});
  return required(password, context);
}

function required(password: string, { words }: Asking): string {
  if (password === "") throw new BackstayError("PASSWORD_MISSING", { where: words.password.empty });
  return password;
}
