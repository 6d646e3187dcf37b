import path from "node:path";
import { compilePatterns } from "../../backup/exclude/compile-patterns.ts";
import { isCacheFolder } from "../../backup/exclude/folder-marker.ts";
import { rawPathFromText } from "../../platform/raw-path.ts";

/** What is left out of a backup need not wake it. */
export type WakeFilter = {
  /** Whether a backup would look at that path, which was in one of the watched folders. */
  isOfInterest(changedPath: string): boolean;
  /** Of what is left out, what the system need not even watch: paths and globs. */
  readonly unwatched: readonly string[];
};

export type WakeFilterOptions = {
  /** restic's patterns. */
  readonly excludes: readonly string[];
  readonly excludeCaches: boolean;
  /** Absolute; Backstay's own data, which changes with every run. */
  readonly ignoredFolders: readonly string[];
};

/** Letters, digits and what else means nothing in patterns of any kind. */
const LITERAL = /^[\p{L}\p{N} ._/~@+-]+$/u;
const MAX_REMEMBERED = 2000;

/** @throws {BackstayError} PATTERN_INVALID */
export function createWakeFilter({ excludes, excludeCaches, ignoredFolders }: WakeFilterOptions): WakeFilter {
  const matcher = compilePatterns(
    excludes.map((pattern) => ({ glob: rawPathFromText(pattern), ignoreCase: false })),
  );
  const caches = new Map<string, boolean>();

  const isCache = (folder: string): boolean => {
    let isOne = caches.get(folder);
    if (isOne === undefined) {
      isOne = bearsCacheMarker(folder);
      if (caches.size >= MAX_REMEMBERED) caches.clear();
      caches.set(folder, isOne);
    }
    return isOne;
  };
  const isInCache = (changedPath: string): boolean => {
    for (let folder = path.dirname(changedPath); ; folder = path.dirname(folder)) {
      if (isCache(folder)) return true;
      if (path.dirname(folder) === folder) return false;
    }
  };
  return {
    isOfInterest(changedPath) {
      if (ignoredFolders.some((folder) => isAtOrBelow(changedPath, folder))) return false;
      if (matcher.matches(rawPathFromText(toSlashes(changedPath)))) return false;
      // a marker that comes or goes changes what is backed up
      if (path.basename(changedPath) === "CACHEDIR.TAG") caches.clear();
      else if (excludeCaches && isInCache(changedPath)) return false;
      return true;
    },
    unwatched: [...ignoredFolders, ...unwatchedOf(excludes)],
  };
}

/** Patterns whose meaning is the same in every language of patterns. One that takes back others makes all of them uncertain. */
function unwatchedOf(excludes: readonly string[]): readonly string[] {
  if (excludes.some((pattern) => pattern.startsWith("!"))) return [];
  return excludes
    .filter((pattern) => LITERAL.test(pattern) && !pattern.endsWith("/"))
    .flatMap((pattern) => {
      if (path.isAbsolute(pattern)) return [pattern];
      return pattern.includes("/") ? [] : [`**/${pattern}`, `**/${pattern}/**`];
    });
}

function bearsCacheMarker(folder: string): boolean {
  try {
    return isCacheFolder(rawPathFromText(folder));
  } catch {
    return false; // the backup will look again, and say what it could not read
  }
}

function isAtOrBelow(child: string, folder: string): boolean {
  return child === folder || child.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
}

function toSlashes(anyPath: string): string {
  return path.sep === "/" ? anyPath : anyPath.replaceAll(path.sep, "/");
}
