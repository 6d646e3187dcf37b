import type { RawPath } from "../../platform/raw-path.ts";
import { compilePatterns, type Pattern } from "./compile-patterns.ts";
import { type FolderMarker, isMarkedFolder } from "./folder-marker.ts";

/** What is left out of a backup. Plain data, so that it can be handed to threads. */
export type SourceFilterOptions = {
  readonly excludes: readonly Pattern[];
  /** Folders that hold such a file are kept, but of their entries only that file. */
  readonly markers: readonly FolderMarker[];
  /** Files longer than this many bytes are left out. */
  readonly largerThanBytes: number | undefined;
};

export type SourceFilter = {
  /** Of the names in a folder, those that its marker files leave over. */
  keepOfFolder(path: RawPath, names: readonly RawPath[]): readonly RawPath[];
  /** Whether the patterns leave it out, whatever it is. */
  excludesPath(path: RawPath): boolean;
  /** Whether a file is left out for its length. */
  excludesSize(sizeBytes: number): boolean;
};

export function createSourceFilter(options: SourceFilterOptions): SourceFilter {
  const { markers, largerThanBytes = Number.POSITIVE_INFINITY } = options;
  const matcher = options.excludes.length > 0 ? compilePatterns(options.excludes) : undefined;
  return {
    keepOfFolder(path, names) {
      const marker = markers.find(
        (candidate) => names.includes(candidate.fileName as RawPath) && isMarkedFolder(path, candidate),
      );
      return marker === undefined ? names : names.filter((name) => name === marker.fileName);
    },
    excludesPath: (path) => matcher?.matches(path) ?? false,
    excludesSize: (sizeBytes) => sizeBytes > largerThanBytes,
  };
}
