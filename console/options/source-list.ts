import { lstat } from "node:fs/promises";
import { BackstayError, hasSystemCode } from "../../shared/errors.ts";
import { printable } from "../../shared/format/printable.ts";
import type { CommandContext } from "../context.ts";
import { expandGlob } from "./expand-glob.ts";
import { readTextFile } from "./read-text-file.ts";

export type SourceFlags = {
  readonly filesFrom: readonly string[];
  readonly filesFromVerbatim: readonly string[];
  readonly filesFromRaw: readonly string[];
};

/** `missing` counts what was named and is not there; that has been said on standard error. */
export type SourceList = { readonly sources: readonly string[]; readonly missing: number };

/**
 * Puts together what is to be backed up: the arguments, and what lists of files say.
 * @throws {BackstayError} NO_SOURCE, FILE_UNREADABLE, PATTERN_INVALID, USAGE
 */
export async function collectSources(
  paths: readonly string[],
  flags: SourceFlags,
  context: CommandContext,
): Promise<SourceList> {
  const named = [...(await fromPatterns(flags, context)), ...(await fromLists(flags, context)), ...paths];
  if (named.length === 0) throw new BackstayError("USAGE", { problem: "nothing-to-back-up", about: [] });
  const sources: string[] = [];
  for (const path of named) {
    if (await isThere(path)) sources.push(path);
    else warn(context.words.backup.noSuchSource(path), path, context);
  }
  if (sources.length === 0) {
    throw new BackstayError("NO_SOURCE", { paths: named.filter((path) => path !== "") });
  }
  return { sources, missing: named.length - sources.length };
}

async function fromPatterns({ filesFrom }: SourceFlags, context: CommandContext): Promise<readonly string[]> {
  const found: string[] = [];
  for (const file of filesFrom) {
    const lines = (await readList(file, context)).split("\n").map((line) => line.trim());
    for (const pattern of lines.filter((line) => line !== "" && !line.startsWith("#"))) {
      const matches = await expandGlob(pattern);
      if (matches.length === 0) warn(context.words.backup.noMatch(pattern), pattern, context);
      found.push(...matches);
    }
  }
  return found;
}

async function fromLists(flags: SourceFlags, context: CommandContext): Promise<readonly string[]> {
  const found: string[] = [];
  for (const file of flags.filesFromVerbatim) {
    const lines = (await readList(file, context)).split(/\r?\n/);
    found.push(...lines.filter((line) => line !== ""));
  }
  for (const file of flags.filesFromRaw) {
    const names = (await readList(file, context)).split("\0");
    if (names.pop() !== "" || names.includes("")) {
      throw new BackstayError("USAGE", { problem: "zero-byte-missing", about: [file] });
    }
    found.push(...names);
  }
  return found;
}

async function readList(file: string, { stdin }: CommandContext): Promise<string> {
  return await readTextFile(file, file === "-" ? stdin() : undefined);
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (hasSystemCode(error, "ENOENT", "ENOTDIR")) return false;
    return true; // what is there and cannot be looked at is a problem of the backup's
  }
}

function warn(message: string, item: string, { output }: CommandContext): void {
  output.complain(printable(message), { message_type: "error", error: { message }, during: "scan", item });
}
