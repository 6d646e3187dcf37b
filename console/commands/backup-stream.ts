import { posix } from "node:path";
import type { BackupResult, SnapshotOptions } from "../../core/backup/make-snapshot.ts";
import { commandStream } from "../../core/backup/streams/command-stream.ts";
import { runStreamBackup } from "../../core/backup/streams/run-stream-backup.ts";
import type { StreamSource } from "../../core/backup/streams/stream-source.ts";
import { BackstayError } from "../../shared/errors.ts";
import { printable } from "../../shared/format/printable.ts";
import type { CommandContext } from "../context.ts";
import type { InputStream } from "../input-stream.ts";
import { chooseSnapshot } from "../options/choose-snapshots.ts";
import { withRepository } from "../options/open-for-command.ts";
import { findPasswordSource, OWN_ACCESS } from "../options/repository-access.ts";
import type { SourceFlags } from "../options/source-list.ts";
import { observeBackup } from "../output/observe-backup.ts";

export type StreamFlags = {
  readonly stdin?: boolean;
  readonly stdinFromCommand?: boolean;
  readonly stdinFilename: string;
  readonly parent?: string;
};

/** Passwords of repositories are nothing to a program that writes a dump. */
const SECRETS = /^(?:BACKSTAY|RESTIC)_(?:FROM_)?PASSWORD/;

/** Whether no files are to be backed up, but what comes in or what a program writes. */
export function isStream({ stdin, stdinFromCommand }: Partial<StreamFlags>): boolean {
  return stdin === true || stdinFromCommand === true;
}

/**
 * @param words the command to run, where one is
 * @throws {BackstayError} USAGE, COMMAND_FAILED, COMMAND_NOT_RUN
 */
export async function backUpStream(
  words: readonly string[],
  flags: StreamFlags & SourceFlags,
  options: Omit<SnapshotOptions, "parent">,
  context: CommandContext,
): Promise<BackupResult> {
  refuseSources(words, flags);
  const path = posix.resolve("/", flags.stdinFilename);
  if (path === "/") throw usage("value-missing", "--stdin-filename");
  const source = flags.stdinFromCommand === true ? commandOf(words, path, context) : inputOf(path, context);
  return await withRepository(context, async (opened) => {
    const chosen =
      flags.parent === undefined ? undefined : await chooseSnapshot(opened, flags.parent, {}, context);
    const parent = chosen?.snapshot.id;
    return await runStreamBackup(
      opened,
      opened.cache,
      [source],
      { ...options, parent },
      observeBackup(context),
    );
  });
}

function refuseSources(words: readonly string[], flags: StreamFlags & SourceFlags): void {
  const { stdin, stdinFromCommand, filesFrom, filesFromRaw, filesFromVerbatim } = flags;
  if (stdin === true && stdinFromCommand === true)
    throw usage("both-given", "--stdin", "--stdin-from-command");
  const flag = stdin === true ? "--stdin" : "--stdin-from-command";
  if (stdin === true && words.length > 0) throw usage("both-given", flag, words[0] ?? "");
  if (filesFrom.length > 0) throw usage("both-given", flag, "--files-from");
  if (filesFromRaw.length > 0) throw usage("both-given", flag, "--files-from-raw");
  if (filesFromVerbatim.length > 0) throw usage("both-given", flag, "--files-from-verbatim");
}

function commandOf(words: readonly string[], path: string, context: CommandContext): StreamSource {
  const [program, ...rest] = words;
  if (program === undefined || program === "") throw usage("command-empty");
  const environment = Object.fromEntries(Object.entries(context.env).filter(([name]) => !SECRETS.test(name)));
  const onSaid = (text: string) => tell(text, context);
  return commandStream({ path, program, arguments: rest, environment, onSaid });
}

/** It is a person's own program, but what it says may come from anywhere. */
function tell(text: string, { output }: CommandContext): void {
  for (const message of text.split("\n").filter((line) => line.trim() !== ""))
    output.complain(printable(message), { message_type: "warning", message });
}

function inputOf(path: string, { stdin, flags, env }: CommandContext): StreamSource {
  const input = stdin();
  if (input.isTTY === true) throw usage("terminal-as-source");
  // there a person would be asked, and the first line of the data be taken for the answer
  if (findPasswordSource(flags, OWN_ACCESS, env) === undefined)
    throw usage("password-beside-stdin", "--password-file", "BACKSTAY_PASSWORD");
  return { path, open: (signal) => readInput(input, signal) };
}

async function* readInput(input: InputStream, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const stop = () => input.destroy(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  try {
    signal.throwIfAborted();
    yield* input;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function usage(
  problem: ConstructorParameters<typeof BackstayError<"USAGE">>[1]["problem"],
  ...about: string[]
) {
  return new BackstayError("USAGE", { problem, about });
}
