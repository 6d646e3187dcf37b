import { readFile } from "node:fs/promises";
import { type RawPath, rawPathFromBytes, rawPathFromText } from "../../platform/raw-path.ts";
import type { Pattern } from "./compile-patterns.ts";

/** Names to values, like `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads a file of patterns, one per line, for `--exclude-file`, `--include-file` and their case-ignoring forms.
 *
 * @throws what Node throws when the file cannot be read
 */
export async function readPatternFile(
  path: string,
  options: { readonly ignoreCase: boolean; readonly environment: Environment; readonly signal?: AbortSignal },
): Promise<readonly Pattern[]> {
  const bytes = await readFile(path, options.signal ? { signal: options.signal } : {});
  return parsePatternFile(bytes, options.environment).map((glob) => ({
    glob,
    ignoreCase: options.ignoreCase,
  }));
}

/**
 * @param bytes UTF-8 or any other superset of ASCII; UTF-16 with a byte order mark
 * @returns the patterns, without comments and empty lines, variables expanded
 * @source restic's manual, "Excluding Files"
 */
export function parsePatternFile(bytes: Uint8Array, environment: Environment): readonly RawPath[] {
  return decode(bytes)
    .split("\n")
    .map((line) => line.replace(/^[\t\v\f\r ]+|[\t\v\f\r ]+$/g, "")) // ASCII only: 0xA0 may be half a character here
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => expandVariables(line, environment) as RawPath);
}

/** Brings the text into the form of raw paths. */
function decode(bytes: Uint8Array): string {
  const text = rawPathFromBytes(bytes);
  if (text.startsWith("\xff\xfe")) return rawPathFromText(new TextDecoder("utf-16le").decode(bytes));
  if (text.startsWith("\xfe\xff")) return rawPathFromText(new TextDecoder("utf-16be").decode(bytes));
  return text.startsWith("\xef\xbb\xbf") ? text.slice(3) : text;
}

/** In braces, a shell's special parameter, or a name. Braces without a name, or never closed, count as nothing. */
const VARIABLE = /\$(?:\{(?<braced>[^}]*)\}|\{|(?<special>[*#$@!?0-9-])|(?<name>[A-Za-z_][A-Za-z0-9_]*))/g;

/**
 * Replaces `$NAME` and `${NAME}` by their values, unknown names by nothing, and `$$` by a dollar sign. A dollar sign
 * before anything else stays.
 * @source Go's `os.Expand`, which restic uses
 */
function expandVariables(line: string, environment: Environment): string {
  return line.replace(VARIABLE, (_, braced?: string, special?: string, name?: string) => {
    const variable = braced ?? special ?? name ?? "";
    return variable === "$" ? "$" : rawPathFromText(environment[variable] ?? "");
  });
}
