import { type Command, InvalidArgumentError, Option } from "commander";
import type { Compression } from "../../core/repository/pack/blob-codec.ts";
import { LANGUAGES, type Language } from "../../shared/words/language.ts";
import type { Environment } from "../environment.ts";
import { type LimitFlags, parseLimit } from "./pace-flags.ts";

/** Flags every command takes, before or behind its name. */
export type GlobalFlags = LimitFlags & {
  readonly repo?: string;
  readonly repositoryFile?: string;
  readonly passwordFile?: string;
  readonly passwordCommand?: string;
  /** False after `--no-cache`. */
  readonly cache?: boolean;
  readonly cacheDir?: string;
  /** False after `--no-lock`. */
  readonly lock?: boolean;
  /** Read from the place that is named, whatever other replicas are known. */
  readonly onePlace?: boolean;
  readonly quiet?: boolean;
  /** How often `-v` was given. */
  readonly verbose?: number;
  readonly json?: boolean;
  readonly lang?: Language;
  readonly compression?: Compression;
};

export const COMPRESSIONS: readonly Compression[] = ["auto", "off", "max"];

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
    // to try whether one replica by itself gives everything back
    new Option("--one-place", "read from this place alone, not from other replicas that Backstay knows of"),
    new Option("-q, --quiet", "print results and problems only"),
    new Option("-v, --verbose", "say more; twice for still more (also --verbose=2)").argParser(
      (_, count: number | undefined) => (count ?? 0) + 1,
    ),
    new Option("--json", "print JSON for other programs"),
    new Option("--compression <how>", "how hard to compress what a backup stores (default: auto)").choices(
      COMPRESSIONS,
    ),
    new Option("--limit-upload <rate>", "send at most so many KiB a second to the repository").argParser(
      parseLimit,
    ),
    new Option("--limit-download <rate>", "take at most so many KiB a second from the repository").argParser(
      parseLimit,
    ),
    new Option("--lang <language>", "language of messages, en or zh (default: from $LANG)").argParser(
      parseLanguage,
    ),
  ];
  for (const option of options) command.addOption(option);
}

/** Takes locales too: whoever sets `LANG=zh_CN.UTF-8` will try the same here. */
function parseLanguage(text: string): Language {
  const language = languageNamed(text);
  if (language === undefined) throw new InvalidArgumentError(`Allowed choices are ${LANGUAGES.join(", ")}.`);
  return language;
}

function languageNamed(locale: string): Language | undefined {
  return LANGUAGES.find((known) => known === /^[a-z]+/.exec(locale.toLowerCase())?.[0]);
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

/**
 * Writes as commander wants it what restic's users write: `--verbose=2`, which is to be counted, and `-r=path`, in which the
 * sign is no part of the path.
 */
export function spreadFlags(args: readonly string[]): readonly string[] {
  const end = args.indexOf("--");
  return args.flatMap((arg, n) => {
    if (end !== -1 && n >= end) return [arg];
    const level = /^--verbose=(\d)$/.exec(arg)?.[1];
    if (level !== undefined) return Array.from({ length: Number(level) }, () => "--verbose");
    const [, flag, value] = /^(-[A-Za-z])=(.*)$/s.exec(arg) ?? [];
    return flag === undefined || value === undefined ? [arg] : [flag, value];
  });
}

/** The language a command line asks for, found without parsing it, because help is made while it is parsed. */
export function languageAmong(args: readonly string[]): Language | undefined {
  const [, said = ""] = /(?:^|\0)--lang[=\0]([^\0]*)/.exec(args.join("\0")) ?? [];
  return languageNamed(said);
}

/** @source POSIX, "Internationalization Variables": the first of the three that is set counts */
export function languageOf(flags: { readonly lang?: Language | undefined }, env: Environment): Language {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
  return flags.lang ?? (locale.toLowerCase().startsWith("zh") ? "zh" : "en");
}
