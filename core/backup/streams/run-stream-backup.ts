import type { RepositoryCache } from "../../catalog/repository-cache.ts";
import type { Repository } from "../../repository/repository.ts";
import { collectProblems } from "../collect-problems.ts";
import { type BackupJob, type BackupResult, makeSnapshot, type SnapshotOptions } from "../make-snapshot.ts";
import { saveStreams } from "./save-streams.ts";
import type { StreamSource } from "./stream-source.ts";

/**
 * Saves streams as the files of a snapshot of their own. There is none when one of them ends badly: half a dump of a database
 * looks like a whole one.
 *
 * @throws {BackstayError} REPOSITORY_LOCKED; what the streams and the store throw
 */
export async function runStreamBackup(
  opened: Repository,
  cache: RepositoryCache,
  streams: readonly StreamSource[],
  options: SnapshotOptions,
  job: BackupJob,
): Promise<BackupResult> {
  return await makeSnapshot(
    opened,
    cache,
    options,
    {
      paths: streams.map(({ path }) => path),
      excludes: [],
      problems: collectProblems(),
      isSame: () => false, // a stream bears the time at which it was read
      save: (tools) => saveStreams(streams, options.compression, tools),
    },
    job,
  );
}
