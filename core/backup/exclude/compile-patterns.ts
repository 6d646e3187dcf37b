import { BackstayError } from "../../../shared/errors.ts";
import { type RawPath, rawPathToText } from "../../platform/raw-path.ts";
import { GlobSyntaxError } from "./parse-glob.ts";
import { compilePathPattern, matchesPath, mayMatchBelow, type PathPattern } from "./path-pattern.ts";
import { lowerCaseRawPath } from "./runes.ts";

/** A pattern as somebody wrote it. */
export type Pattern = { readonly glob: RawPath; readonly ignoreCase: boolean };

/** Paths are absolute and cleaned. */
export type PathMatcher = {
  /** Whether the path, or a folder above it, is meant. For excludes: leave it out; for includes: take it. */
  matches(path: RawPath): boolean;
  /** Whether something below the folder could match, so that looking for includes must go on there. */
  mayMatchBelow(folderPath: RawPath): boolean;
  /** Whether a path matches exactly when one of the names in it does, wherever it stands. */
  readonly isOfNamesAlone: boolean;
};

/**
 * Compiles a list of patterns with restic's meaning. Later patterns with `!` take back what earlier ones matched;
 * patterns that ignore case form a list of their own, so a `!` there takes back nothing of the others, and a path
 * matches when either list says so. Empty patterns are skipped.
 *
 * Where `.gitignore` would mean something else:
 * - `a/b` matches anywhere (git: only at the root); only a leading `/` anchors, and it anchors at the file system's root;
 * - a trailing `/` means nothing (git: folders only), and spaces belong to the pattern;
 * - only `[^...]` negates a class (git: `[!...]` too); `a/**` matches `a` itself as well (git: only what is in it).
 *
 * @throws {BackstayError} PATTERN_INVALID
 */
export function compilePatterns(patterns: readonly Pattern[]): PathMatcher {
  const exact = compileList(patterns.filter((pattern) => !pattern.ignoreCase));
  const lower = compileList(patterns.filter((pattern) => pattern.ignoreCase));
  return {
    matches: (path) =>
      (exact.length > 0 && listMatches(exact, components(path))) ||
      (lower.length > 0 && listMatches(lower, components(lowerCaseRawPath(path)))),
    mayMatchBelow: (folderPath) =>
      listMayMatchBelow(exact, components(folderPath)) ||
      listMayMatchBelow(lower, components(lowerCaseRawPath(folderPath))),
    isOfNamesAlone: [...exact, ...lower].every(isOfOneName),
  };
}

function compileList(patterns: readonly Pattern[]): readonly PathPattern[] {
  return patterns.flatMap(({ glob, ignoreCase }) => {
    if (glob === "") return [];
    try {
      return compilePathPattern(ignoreCase ? lowerCaseRawPath(glob) : glob);
    } catch (error) {
      if (!(error instanceof GlobSyntaxError)) throw error;
      const details = { pattern: rawPathToText(glob), reason: error.problem };
      throw new BackstayError("PATTERN_INVALID", details, { cause: error });
    }
  });
}

function components(path: RawPath): readonly string[] {
  if (path === "/") return [];
  return (path.startsWith("/") ? path.slice(1) : path).split("/");
}

function isOfOneName({ negated, anchored, first, others }: PathPattern): boolean {
  return !negated && !anchored && first.length === 1 && others.length === 0;
}

function listMatches(patterns: readonly PathPattern[], path: readonly string[]): boolean {
  let matched = false;
  for (const pattern of patterns) {
    if (matched === pattern.negated && matchesPath(pattern, path)) matched = !matched;
  }
  return matched;
}

function listMayMatchBelow(patterns: readonly PathPattern[], folder: readonly string[]): boolean {
  let possible = false;
  for (const pattern of patterns) {
    if (pattern.negated) possible = possible && !matchesPath(pattern, folder);
    else possible = possible || mayMatchBelow(pattern, folder);
  }
  return possible;
}
