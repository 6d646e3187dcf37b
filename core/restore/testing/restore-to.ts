import { rawPathToText } from "../../platform/raw-path.ts";
import type { RestoreOptions, RestoreResult } from "../run-restore.ts";
import { runRestore } from "../run-restore.ts";
import type { HandMade } from "./hand-made.ts";

/** Restores all of a snapshot into a folder, overwriting, with one thread. */
export function restoreTo(
  folder: string,
  { repository, cache }: Pick<HandMade, "repository" | "cache">,
  options: Partial<RestoreOptions> & Pick<RestoreOptions, "snapshot">,
  signal: AbortSignal = new AbortController().signal,
): Promise<RestoreResult> {
  return runRestore(
    repository,
    cache,
    { target: { folder }, includes: [], excludes: [], conflict: "overwrite", threads: 1, ...options },
    { signal, reportProgress: () => undefined },
  );
}

/** Problems as `path: reason`, sorted. */
export function problemsOf(result: RestoreResult): readonly string[] {
  return result.problems.map(({ path, reason }) => `${rawPathToText(path)}: ${reason}`).sort();
}
