import { BackstayError } from "../../shared/errors.ts";
import type { ChannelDraft } from "../../shared/model/alert-channel.ts";
import type { CommandContext } from "../context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { withEngine } from "../host/with-engine.ts";

/**
 * Lets a channel run a program, a new channel or one that runs another program so far. It is not left to a browser: whoever has a
 * session there would have the user account that Backstay runs under.
 *
 * @param given the channel's name, the program's path and its arguments
 * @throws {BackstayError} USAGE; NAME_TAKEN by a channel of another kind; CHANNEL_PROGRAM_RELATIVE; what {@link withEngine} throws
 */
export async function setAlertProgram(given: readonly string[], context: CommandContext): Promise<ExitCode> {
  const { output, words, language } = context;
  const [name = "", program = "", ...programArguments] = given;
  if (name.trim() === "" || program.trim() === "") {
    throw new BackstayError("USAGE", { problem: "program-unnamed", about: ["alerts program"] });
  }
  const channel = await withEngine(context, async (engine) => {
    const { channels } = await engine.call("alerts.channels.list", {});
    const before = channels.find((one) => one.name === name.trim());
    if (before !== undefined && before.setup.kind !== "command")
      throw new BackstayError("NAME_TAKEN", { name });
    const draft: ChannelDraft = {
      ...{ name, isEnabled: before?.isEnabled ?? true, language: before?.language ?? language },
      setup: { kind: "command", program, arguments: programArguments },
    };
    return await engine.call("alerts.channels.save", {
      ...{ channelId: before?.id ?? null, draft, secrets: {} },
    });
  });
  output.json({ message_type: "summary", action: "program-set", id: channel.id, name: channel.name });
  output.line(words.alerts.programSet(channel.name, program));
  return EXIT.done;
}
