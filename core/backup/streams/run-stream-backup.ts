import { isBackstayError, toWire } from "../../../shared/errors.ts";
import type { RepositoryCache } from "../../catalog/repository-cache.ts";
import { rawPathFromText } from "../../platform/raw-path.ts";
import type { Repository } from "../../repository/repository.ts";
import { collectProblems } from "../collect-problems.ts";
import { type BackupJob, type BackupResult, makeSnapshot, type SnapshotOptions } from "../make-snapshot.ts";
import { INCOMPLETE_TAG } from "../source-tag.ts";
import { type BrokenStream, saveStreams } from "./save-streams.ts";
import type { StreamSource } from "./stream-source.ts";

export type StreamBackupOptions = SnapshotOptions & {
  /** What the snapshot calls its paths; those of the streams by default. */
  readonly paths?: readonly string[];
  /**
   * When a stream ends badly, the others are saved all the same, and it itself under another name as far as it came. The snapshot says that
   * it is not complete. By default there is none then: half a dump of a database looks like a whole one.
   */
  readonly keepsIncomplete?: boolean;
};

/**
 * Saves streams as the files of a snapshot of their own.
 *
 * @returns among the problems, `dump-failed` for each stream that ended badly
 * @throws {BackstayError} REPOSITORY_LOCKED; what the streams and the store throw; with `keepsIncomplete` what a stream threw only when
 * none of them gave anything
 */
export async function runStreamBackup(
  opened: Repository,
  cache: RepositoryCache,
  streams: readonly StreamSource[],
  options: StreamBackupOptions,
  job: BackupJob,
): Promise<BackupResult & { readonly isComplete: boolean }> {
  const problems = collectProblems();
  let isComplete = true;
  const onBroken = ({ path, error }: BrokenStream) => {
    if (!isBackstayError(error)) throw error; // a mistake of ours says nothing about a database
    isComplete = false;
    problems.add({
      ...{ path: rawPathFromText(path), reason: "dump-failed", systemCode: "" },
      error: toWire(error, ""),
    });
  };
  const result = await makeSnapshot(
    opened,
    cache,
    options,
    {
      paths: options.paths ?? streams.map(({ path }) => path),
      excludes: [],
      problems,
      furtherTags: () => (isComplete ? [] : [INCOMPLETE_TAG]),
      isSame: () => false, // a stream bears the time at which it was read
      save: (tools) =>
        saveStreams(
          streams,
          options.compression,
          tools,
          options.keepsIncomplete === true ? onBroken : undefined,
        ),
    },
    job,
  );
  return { ...result, isComplete };
}
