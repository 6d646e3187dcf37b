import { Command, CommanderError, Help, type Option } from "commander";
import { BackstayError } from "../shared/errors.ts";
import { COMMANDS } from "./command-table.ts";
import type { Surroundings } from "./context.ts";
import type { CommandWork, RunCommand } from "./define-command.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { HELP_TOPICS, PROGRAM_EXAMPLES } from "./help-topics.ts";
import {
  addGlobalFlags,
  type GlobalFlags,
  languageOf,
  mergeGlobalFlags,
  spreadVerbose,
} from "./options/global-flags.ts";
import { createOutput } from "./output/output.ts";
import { listenForStop, type StopSignals } from "./signals.ts";
import { loadWords } from "./words/load-words.ts";

/**
 * Runs one command line to its end. Never throws: whatever goes wrong becomes words on standard error.
 *
 * @param args what stands behind the program's name
 * @returns the exit status
 */
export async function runCommandLine(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const stop = listenForStop(surroundings);
  let exitCode: ExitCode = EXIT.done;
  const program = createProgram(surroundings, async (command, work) => {
    exitCode = await runCommand(mergeGlobalFlags(program, command), surroundings, stop, work);
  });
  try {
    await program.parseAsync(helpAsFlag(spreadVerbose(args)), { from: "user" });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) return await showUsageError(error, args, surroundings);
    if (error.exitCode === 0) return EXIT.done; // help was asked for and has been printed
    if (error.code === "commander.help") {
      program.outputHelp();
      return args.length === 0 ? EXIT.done : EXIT.usage;
    }
    const problem = sentence(error.message.replace(/^error: /, "").replaceAll("\n", " "));
    return await showUsageError(
      new BackstayError("USAGE", { problem }, { cause: error }),
      args,
      surroundings,
    );
  } finally {
    stop.dispose();
  }
}

function createProgram({ stdout }: Surroundings, run: RunCommand): Command {
  const program = new Command("backstay")
    .description(
      "Backs up files, incrementally, deduplicated, compressed and encrypted, into restic repositories.",
    )
    .enablePositionalOptions()
    .exitOverride()
    .helpOption("-h, --help", "explain, with examples")
    .helpCommand("help [command]", "explain a command, with examples")
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: () => undefined })
    .configureHelp({ optionDescription: describeOption })
    .addHelpText("after", PROGRAM_EXAMPLES);
  addGlobalFlags(program);
  for (const { name, summary } of COMMANDS) program.command(name).summary(summary);
  for (const [name, { summary, text }] of Object.entries(HELP_TOPICS)) {
    program
      .command(name)
      .summary(summary)
      .helpGroup("More to read:")
      .configureHelp({ formatHelp: () => `${text}\n` })
      .action((_flags: unknown, topic: Command) => topic.outputHelp());
  }
  program.hook("preSubcommand", async (_, chosen) => {
    const entry = COMMANDS.find(({ name }) => name === chosen.name());
    if (entry === undefined) return;
    const define = await entry.load();
    define(chosen, run);
    addGlobalFlags(chosen);
  });
  return program;
}

/** As commander does, but that a flag for many values has none by default goes without saying. */
function describeOption(option: Option): string {
  return new Help().optionDescription(option).replace(/ \(default: \[\]\)$/, "");
}

async function runCommand(
  flags: GlobalFlags,
  surroundings: Surroundings,
  stop: StopSignals,
  work: CommandWork,
): Promise<ExitCode> {
  const { env, stdout, stderr } = surroundings;
  const language = languageOf(flags, env);
  const output = createOutput({
    stdout,
    stderr,
    isJson: flags.json === true,
    isQuiet: flags.quiet === true,
    verbosity: flags.verbose ?? 0,
  });
  const stdin = () => surroundings.stdin;
  const { signal } = stop;
  try {
    const words = await loadWords(language);
    const exitCode = await work({ flags, env, stdin, stderr, language, words, output, signal });
    await output.finish();
    stop.throwIfOutputFailed();
    return exitCode;
  } catch (error) {
    if (stop.isReaderGone()) return EXIT.failed; // nobody is there to be told
    const { showError } = await import("./output/show-error.ts");
    return await showError(error, output, language);
  } finally {
    output.flush();
  }
}

/** For a command line that was not even understood, so that its flags are known only by their looks. */
async function showUsageError(
  error: unknown,
  args: readonly string[],
  { env, stdout, stderr }: Surroundings,
): Promise<ExitCode> {
  const output = createOutput({
    stdout,
    stderr,
    isJson: args.includes("--json"),
    isQuiet: false,
    verbosity: 0,
  });
  const { showError } = await import("./output/show-error.ts"); // only now: it brings all words along
  return await showError(error, output, languageOf({}, env));
}

/** `help backup` is `backup --help`, so that the command is loaded on the way. */
function helpAsFlag(args: readonly string[]): readonly string[] {
  const [first, command] = args;
  return first === "help" && command !== undefined ? [command, "--help"] : args;
}

function sentence(text: string): string {
  const start = text.charAt(0).toUpperCase() + text.slice(1).trim();
  return /[.?!)]$/.test(start) ? start : `${start}.`;
}
