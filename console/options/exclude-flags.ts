import type { Command } from "commander";
import type { Pattern } from "../../core/backup/exclude/compile-patterns.ts";
import { compilePatterns } from "../../core/backup/exclude/compile-patterns.ts";
import { readPatternFile } from "../../core/backup/exclude/exclude-file.ts";
import { rawPathFromText } from "../../core/platform/raw-path.ts";
import type { CommandContext } from "../context.ts";
import { withNamedFile } from "./named-file.ts";
import { collect } from "./repeatable.ts";

/** Flags for patterns of what to leave out, the same for backup and restore. */
export type ExcludeFlags = {
  readonly exclude: readonly string[];
  readonly iexclude: readonly string[];
  readonly excludeFile: readonly string[];
  readonly iexcludeFile: readonly string[];
};

export function addExcludeFlags(command: Command): void {
  command
    .option(
      "-e, --exclude <pattern>",
      "leave out what fits the pattern; may be given several times",
      collect,
      [],
    )
    .option("--iexclude <pattern>", "the same, upper and lower case alike", collect, [])
    .option("--exclude-file <file>", "file with one such pattern per line", collect, [])
    .option("--iexclude-file <file>", "the same, upper and lower case alike", collect, []);
}

/**
 * All patterns the flags ask for, checked.
 * @throws {BackstayError} PATTERN_INVALID, FILE_UNREADABLE
 */
export async function readPatterns(
  lists: {
    readonly exact: readonly string[];
    readonly anyCase: readonly string[];
    readonly exactFiles: readonly string[];
    readonly anyCaseFiles: readonly string[];
  },
  { env }: Pick<CommandContext, "env">,
): Promise<readonly Pattern[]> {
  const read = async (path: string, ignoreCase: boolean) =>
    await withNamedFile(path, "FILE_UNREADABLE", () =>
      readPatternFile(path, { ignoreCase, environment: env }),
    );
  const patterns = [
    ...lists.exact.map((glob) => ({ glob: rawPathFromText(glob), ignoreCase: false })),
    ...lists.anyCase.map((glob) => ({ glob: rawPathFromText(glob), ignoreCase: true })),
    ...(await Promise.all(lists.exactFiles.map((path) => read(path, false)))).flat(),
    ...(await Promise.all(lists.anyCaseFiles.map((path) => read(path, true)))).flat(),
  ];
  compilePatterns(patterns); // a bad one is said before anything is opened
  return patterns;
}

export async function readExcludes(
  { exclude, iexclude, excludeFile, iexcludeFile }: ExcludeFlags,
  context: Pick<CommandContext, "env">,
): Promise<readonly Pattern[]> {
  return await readPatterns(
    { exact: exclude, anyCase: iexclude, exactFiles: excludeFile, anyCaseFiles: iexcludeFile },
    context,
  );
}
