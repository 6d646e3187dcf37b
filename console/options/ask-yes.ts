import { createInterface } from "node:readline";
import { BackstayError } from "../../shared/errors.ts";
import type { CommandContext } from "../context.ts";

type Asking = Pick<CommandContext, "stdin" | "stderr" | "output" | "signal">;

/**
 * Asks a question on a terminal that only a whole word answers with yes: it is not to be said by a slip.
 *
 * @param yes the word; in English it is taken, too
 * @returns undefined where there is no terminal to ask on
 * @throws {BackstayError} CANCELLED after Ctrl-C
 */
export async function askYes(
  question: string,
  yes: string,
  { stdin: openStdin, stderr, output, signal }: Asking,
): Promise<boolean | undefined> {
  const stdin = openStdin();
  if (stdin.isTTY !== true) return undefined;
  output.flush();
  const lines = createInterface({ input: stdin, output: stderr, terminal: true, historySize: 0 });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const onAbort = () => reject(signal.reason);
  lines.once("line", resolve);
  lines.once("close", () => resolve(""));
  lines.once("SIGINT", () => reject(new BackstayError("CANCELLED", { reason: "person" })));
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    signal.throwIfAborted();
    lines.setPrompt(question);
    lines.prompt();
    const answer = (await promise).trim().toLowerCase();
    return answer === yes || answer === "yes";
  } finally {
    signal.removeEventListener("abort", onAbort);
    lines.close();
  }
}
