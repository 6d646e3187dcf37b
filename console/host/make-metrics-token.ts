import type { CommandContext } from "../context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { dataFolderOf, findHost } from "../host-client/with-host.ts";
import { metricsToken } from "../server/access-token.ts";
import { noteLocally, secretsOf } from "./set-console-password.ts";

/** Makes a new token for monitoring systems and prints it. A host that runs makes it itself, as it keeps its own secrets. */
export async function makeMetricsToken({ output, words, env }: CommandContext): Promise<ExitCode> {
  const token = await newToken(env);
  output.note(words.host.console.metricsToken);
  output.line(token);
  output.note(words.host.console.metricsTokenHint);
  output.json({ message_type: "token", token });
  return EXIT.done;
}

async function newToken(env: CommandContext["env"]): Promise<string> {
  const host = await findHost(env);
  if (host === undefined) {
    const folder = dataFolderOf(env);
    const token = await metricsToken(secretsOf(folder)).make();
    noteLocally(folder, "console.makeMetricsToken");
    return token;
  }
  try {
    return (await host.callHost("console.makeMetricsToken", {})).token;
  } finally {
    host.close();
  }
}
