import type { RawPath } from "../platform/raw-path.ts";
import type { Selection } from "./selection.ts";

/** A selection of entries by name, and which of them were there. */
export type PathSelection = Selection & {
  /** Those of the paths that were not met so far. */
  unmet(): readonly RawPath[];
};

/**
 * Selects entries, and everything below those that are folders. The paths are names, not patterns, so each entry can be selected
 * whatever its name is, and many cost no more than few.
 *
 * @param paths from the root of the walk, with `/` at their beginning; `/` itself selects everything
 */
export function selectPaths(paths: readonly RawPath[]): PathSelection {
  const wanted = new Set(paths.map(withoutLastSlash));
  const above = new Set([...wanted].flatMap((path) => [...foldersAbove(path)]));
  const unmet = new Set(wanted);
  unmet.delete("");

  const isSelected = (path: RawPath): boolean => {
    if (wanted.has(path)) {
      unmet.delete(path);
      return true;
    }
    for (const folder of foldersAbove(path)) if (wanted.has(folder)) return true;
    return false;
  };
  return {
    isSelected,
    mayHoldSelected: (path) => above.has(path) || isSelected(path),
    unmet: () => [...unmet] as RawPath[],
  };
}

function withoutLastSlash(path: string): string {
  return path.endsWith("/") ? path.slice(0, -1) : path;
}

/** From the outermost, which is the empty one, inwards. */
function* foldersAbove(path: string): Generator<string> {
  for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) yield path.slice(0, at);
}
