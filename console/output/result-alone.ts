import type { CommandContext } from "../context.ts";

/** The same for a command whose standard output is a file, in which there must be nothing else: what is good to know goes to standard error. */
export function withResultAlone(context: CommandContext): CommandContext {
  const { output } = context;
  const note = (text: string) => {
    if (!output.isQuiet && !output.isJson) output.complain(text, {});
  };
  return { ...context, output: { ...output, note } };
}
