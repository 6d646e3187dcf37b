import type { JobProgress } from "../../jobs/job.ts";
import type { BrowseProblem } from "../../restore/browse/browse-problem.ts";
import { withCacheFaults } from "../inventory/cache-faults.ts";
import type { IndexedRepository } from "../repository.ts";
import type { StoredSnapshot } from "../snapshots/load-snapshots.ts";
import { distinctFileStats } from "./distinct-files.ts";
import { rawDataStats } from "./raw-data.ts";
import { restoreSizeStats } from "./restore-size.ts";
import type { RepositoryStats, StatsMode } from "./stats-result.ts";

export type StatsJob = {
  readonly signal: AbortSignal;
  /** Phase `stats`, in which `files` are trees. */
  reportProgress(progress: JobProgress): void;
  /** Told of what could not be counted; the rest is. Without this, the first such error is thrown. */
  onProblem?(problem: BrowseProblem): void;
};

/**
 * Counts what snapshots hold, as `restic stats` does.
 * @throws {BackstayError} for a tree or blob that is missing or damaged, or an entry that cannot be believed, unless `onProblem` takes it
 */
export async function repositoryStats(
  repository: IndexedRepository,
  snapshots: readonly StoredSnapshot[],
  mode: StatsMode,
  { signal, reportProgress, onProblem }: StatsJob,
): Promise<RepositoryStats> {
  const roots = snapshots.map(({ tree }) => tree);
  const onTree = (filesDone: number) => reportProgress({ phase: "stats", filesDone, bytesDone: 0 });
  const options = { signal, onTree, onProblem };
  return withCacheFaults(repository.cache, async () => {
    switch (mode) {
      case "restore-size":
        return restoreSizeStats(repository, roots, options);
      case "raw-data":
        return rawDataStats(repository, roots, options);
      case "files-by-contents":
      case "blobs-per-file":
        return distinctFileStats(repository, roots, mode, options);
    }
  });
}
