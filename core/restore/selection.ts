import { compilePatterns, type Pattern } from "../backup/exclude/compile-patterns.ts";
import type { RawPath } from "../platform/raw-path.ts";

/** Which entries of a snapshot are wanted. Paths begin with `/` at the root of what is restored, as in restic. */
export type Selection = {
  isSelected(path: RawPath): boolean;
  /** Whether something below the folder may be selected. */
  mayHoldSelected(folderPath: RawPath): boolean;
};

/**
 * @param includes when there are any, only what one of them matches is wanted
 * @param excludes what one of them matches is left out, with all that is below it
 * @throws {BackstayError} PATTERN_INVALID
 */
export function createSelection(includes: readonly Pattern[], excludes: readonly Pattern[]): Selection {
  const included = includes.length > 0 ? compilePatterns(includes) : undefined;
  const excluded = excludes.length > 0 ? compilePatterns(excludes) : undefined;
  const isExcluded = (path: RawPath) => excluded?.matches(path) ?? false;
  return {
    isSelected: (path) => (included?.matches(path) ?? true) && !isExcluded(path),
    mayHoldSelected: (path) =>
      (included === undefined || included.matches(path) || included.mayMatchBelow(path)) && !isExcluded(path),
  };
}
