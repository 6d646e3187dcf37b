import { type Command, Option } from "commander";
import { LANGUAGES, type Language } from "../../shared/words/language.ts";
import type { Environment } from "../environment.ts";

/** Flags every command takes, before or behind its name. */
export type GlobalFlags = {
  readonly repo?: string;
  readonly repositoryFile?: string;
  readonly passwordFile?: string;
  readonly passwordCommand?: string;
  /** False after `--no-cache`. */
  readonly cache?: boolean;
  readonly cacheDir?: string;
  /** False after `--no-lock`. */
  readonly lock?: boolean;
  readonly quiet?: boolean;
  /** How often `-v` was given. */
  readonly verbose?: number;
  readonly json?: boolean;
  readonly lang?: Language;
};

/** Declares the flags on the program and again on each command, so that they may stand on either side of its name. */
export function addGlobalFlags(command: Command): void {
  command.optionsGroup("Global options:");
  const options = [
    new Option("-r, --repo <location>", "where the repository is (default: $BACKSTAY_REPOSITORY)"),
    new Option(
      "--repository-file <file>",
      "file that says where the repository is (default: $BACKSTAY_REPOSITORY_FILE)",
    ),
    new Option(
      "-p, --password-file <file>",
      "file that holds the password (default: $BACKSTAY_PASSWORD_FILE)",
    ),
    new Option(
      "--password-command <command>",
      "program that prints the password, with its arguments; no shell runs it (default: $BACKSTAY_PASSWORD_COMMAND)",
    ),
    new Option("--no-cache", "keep nothing about the repository on this computer: slower"),
    new Option("--cache-dir <folder>", "where to keep what is known about repositories"),
    new Option("--no-lock", "do not lock the repository, for reading where nothing can be written"),
    new Option("-q, --quiet", "print results and problems only"),
    new Option("-v, --verbose", "say more; twice for still more (also --verbose=2)").argParser(
      (_, count: number | undefined) => (count ?? 0) + 1,
    ),
    new Option("--json", "print JSON for other programs"),
    new Option("--lang <language>", "language of messages (default: from $LANG)").choices(LANGUAGES),
  ];
  for (const option of options) command.addOption(option);
}

/** What was said before the command's name and what behind it; the latter counts. Verbosity adds up. */
export function mergeGlobalFlags(program: Command, command: Command): GlobalFlags {
  const before: GlobalFlags = program.opts();
  const after: GlobalFlags = command.opts();
  const isOn = (name: "cache" | "lock") => before[name] !== false && after[name] !== false;
  return {
    ...before,
    ...after,
    cache: isOn("cache"),
    lock: isOn("lock"),
    verbose: (before.verbose ?? 0) + (after.verbose ?? 0),
  };
}

/** Takes `--verbose=2` apart into what commander can count. */
export function spreadVerbose(args: readonly string[]): readonly string[] {
  const end = args.indexOf("--");
  return args.flatMap((arg, n) => {
    const level = end === -1 || n < end ? /^--verbose=(\d)$/.exec(arg)?.[1] : undefined;
    return level === undefined ? [arg] : Array.from({ length: Number(level) }, () => "--verbose");
  });
}

/** @source POSIX, "Internationalization Variables": the first of the three that is set counts */
export function languageOf(flags: Pick<GlobalFlags, "lang">, env: Environment): Language {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
  return flags.lang ?? (locale.toLowerCase().startsWith("zh") ? "zh" : "en");
}
