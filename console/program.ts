import { Command, CommanderError } from "commander";
import { RECORDED_COMMANDS } from "../shared/api/host-methods.ts";
import { BackstayError, type UsageProblem } from "../shared/errors.ts";
import { COMMANDS } from "./command-table.ts";
import type { Surroundings } from "./context.ts";
import type { CommandWork, RunCommand } from "./define-command.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { loadHelp, type TranslateHelp, translateHelp } from "./help.ts";
import { HELP_TOPICS, PROGRAM_EXAMPLES } from "./help-topics.ts";
import {
  addGlobalFlags,
  type GlobalFlags,
  languageAmong,
  languageOf,
  mergeGlobalFlags,
  spreadFlags,
} from "./options/global-flags.ts";
import { createOutput } from "./output/output.ts";
import { listenForStop, type StopSignals } from "./signals.ts";
import { commandName } from "./typed-command.ts";
import { usageProblemOf } from "./usage-problem.ts";
import { loadWords } from "./words/load-words.ts";

/**
 * Runs one command line to its end. Never throws: whatever goes wrong becomes words on standard error.
 *
 * @param args what stands behind the program's name
 * @param refused why it is not to be run at all
 * @returns the exit status
 */
export async function runCommandLine(
  args: readonly string[],
  surroundings: Surroundings,
  refused?: UsageProblem,
): Promise<ExitCode> {
  if (refused !== undefined) {
    const error = new BackstayError("USAGE", { problem: refused, about: [] });
    return await showUsageError(error, args, surroundings);
  }
  const stop = listenForStop(surroundings);
  let exitCode: ExitCode = EXIT.done;
  const translate = await loadHelp(languageOf({ lang: languageAmong(args) }, surroundings.env));
  const program = createProgram(surroundings, translate, async (command, work) => {
    const flags = mergeGlobalFlags(program, command);
    exitCode = await runCommand(flags, surroundings, stop, work, command.name());
    await record(command, flags, surroundings, exitCode);
  });
  try {
    await program.parseAsync(asCommand(spreadFlags(args)), { from: "user" });
    return exitCode === EXIT.done ? await helpArrived(exitCode, surroundings, stop) : exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) return await showUsageError(error, args, surroundings);
    if (error.exitCode === 0) return await helpArrived(EXIT.done, surroundings, stop);
    if (error.code === "commander.help") {
      program.outputHelp();
      const isAskedFor = args.length === 0 || args.includes("help");
      return await helpArrived(isAskedFor ? EXIT.done : EXIT.usage, surroundings, stop);
    }
    const usage = new BackstayError("USAGE", usageProblemOf(error), { cause: error });
    return await showUsageError(usage, args, surroundings);
  } finally {
    stop.dispose();
  }
}

/** Help is printed past {@link Output}, so whether it could be is seen here. */
async function helpArrived(
  exitCode: ExitCode,
  surroundings: Surroundings,
  stop: StopSignals,
): Promise<ExitCode> {
  await new Promise<void>((resolve) => surroundings.stdout.write("", () => resolve()));
  try {
    stop.throwIfOutputFailed();
    return exitCode;
  } catch (error) {
    if (stop.isReaderGone()) return EXIT.failed;
    return await showUsageError(error, [], surroundings);
  }
}

function createProgram({ stdout }: Surroundings, translate: TranslateHelp, run: RunCommand): Command {
  const program = new Command("backstay")
    .description(
      "Backs up files, incrementally, deduplicated, compressed and encrypted, into restic repositories.",
    )
    .enablePositionalOptions()
    .exitOverride()
    .helpOption("-h, --help", "explain, with examples")
    .helpCommand("help [command]", "explain a command, with examples")
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: () => undefined })
    .addHelpText("after", PROGRAM_EXAMPLES);
  translateHelp(program, translate);
  addGlobalFlags(program);
  for (const { name, summary } of COMMANDS) program.command(name).summary(summary);
  for (const [name, { summary, text }] of Object.entries(HELP_TOPICS)) {
    program
      .command(name)
      .summary(summary)
      .helpGroup("More to read:")
      .configureHelp({ formatHelp: () => `${translate(text)}\n` })
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

/** What takes something away or brings something back is recorded, where this user has a Backstay. */
async function record(
  command: Command,
  flags: GlobalFlags,
  { env }: Surroundings,
  exitCode: ExitCode,
): Promise<void> {
  const name = RECORDED_COMMANDS.find((one) => one === command.name());
  const [action] = command.args;
  if (name === undefined || exitCode === EXIT.usage || (name === "key" && (action ?? "list") === "list"))
    return;
  const { recordCommand } = await import("./host/record-command.ts"); // only these need a catalog
  const { dryRun } = command.opts<{ readonly dryRun?: boolean }>();
  const run = { name, action: name === "key" ? action : undefined, isDryRun: dryRun === true, exitCode };
  await recordCommand(run, { env, flags });
}

async function runCommand(
  flags: GlobalFlags,
  surroundings: Surroundings,
  stop: StopSignals,
  work: CommandWork,
  name: string,
): Promise<ExitCode> {
  const { env, stdout, stderr } = surroundings;
  const language = languageOf(flags, env);
  const output = createOutput({
    stdout,
    stderr,
    isJson: flags.json === true,
    isQuiet: flags.quiet === true,
    verbosity: flags.verbose ?? 0,
    command: commandName(env),
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
    // what waited for the output fails in ways of its own
    return await showError(stop.outputFailure() ?? error, output, language, name);
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
    command: commandName(env),
  });
  const { showError } = await import("./output/show-error.ts"); // only now: it brings all words along
  return await showError(error, output, languageOf({ lang: languageAmong(args) }, env));
}

/** `help backup` is `backup --help`, so that the command is loaded on the way; and `--version` is a command. */
function asCommand(args: readonly string[]): readonly string[] {
  const [first, command] = args;
  if (first === "--version") return ["version", ...args.slice(1)];
  if (first !== "help" || command === undefined) return args;
  const isKnown = COMMANDS.some(({ name }) => name === command) || Object.hasOwn(HELP_TOPICS, command);
  return isKnown ? [command, "--help"] : [command]; // which is then said to be unknown
}
