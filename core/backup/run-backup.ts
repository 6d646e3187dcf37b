import { lstatSync } from "node:fs";
import { BackstayError } from "../../shared/errors.ts";
import type { RepositoryCache } from "../catalog/repository-cache.ts";
import { rawPathFromText } from "../platform/raw-path.ts";
import type { Repository } from "../repository/repository.ts";
import { collectProblems } from "./collect-problems.ts";
import { coordinate } from "./coordinator.ts";
import { problemOf } from "./entry-problem.ts";
import { createSourceFilter, type SourceFilterOptions } from "./exclude/source-filter.ts";
import { type IgnoredFacts, NOTHING_IGNORED } from "./folder-record.ts";
import { holdsSame } from "./holds-same.ts";
import { type BackupJob, type BackupResult, makeSnapshot, type SnapshotOptions } from "./make-snapshot.ts";
import type { NamedProblem } from "./messages.ts";
import { createReadPlaces } from "./moment/read-places.ts";
import type { Moment } from "./moment/take-moment.ts";
import { deviceOfPlace } from "./scan-folder.ts";
import type { SourceMount } from "./source-mount.ts";
import { problemOfAbsent } from "./source-mounts.ts";
import { planSources } from "./source-paths.ts";

export type BackupOptions = SnapshotOptions & {
  /** Paths as a person writes them. */
  readonly sources: readonly string[];
  readonly workingFolder: string;
  /** Patterns as given, for the snapshot's `excludes`. */
  readonly excludes: readonly string[];
  readonly filter: SourceFilterOptions;
  readonly oneFileSystem: boolean;
  /** Do not save a source that is a link: what is wanted is what it leads to. */
  readonly refusesLinks?: boolean;
  /** Shares in folders of the sources that are not mounted, though they were. */
  readonly absentShares?: readonly SourceMount[];
  /** Facts of a file that do not count as a change. */
  readonly ignored?: IgnoredFacts;
  /** Read the files as of one moment, where their file systems can do that. */
  readonly asOfOneMoment?: boolean | undefined;
  /** Read SQLite databases as of one moment, without what lies beside them. */
  readonly consistentSqlite?: boolean | undefined;
};

/**
 * Backs files and folders up into the repository. A snapshot appears only when all it needs is durable and indexed.
 *
 * @throws {BackstayError} NO_SOURCE when none of the paths is there or can be read, SOURCE_EXCLUDED when all of them are
 * excluded: an empty snapshot would count as the newest one, and in time push out those that hold something;
 * FS_SNAPSHOT_LOST when a snapshot of a file system that was read is no longer whole; REPOSITORY_LOCKED; what the store throws
 */
export async function runBackup(
  opened: Repository,
  cache: RepositoryCache,
  options: BackupOptions,
  job: BackupJob,
): Promise<BackupResult> {
  const problems = collectProblems();
  for (const share of options.absentShares ?? []) problems.add(problemOfAbsent(share));
  const { paths, entries } = planSources(presentSources(options, problems.add), options.workingFolder);
  const ignored = { ...(options.ignored ?? NOTHING_IGNORED), sidecars: options.consistentSqlite === true };
  const { excludes, compression, filter, oneFileSystem } = options;
  let moment: Moment | undefined;
  const result = await makeSnapshot(
    opened,
    cache,
    options,
    {
      paths,
      excludes,
      problems,
      isSame: ({ cache: { trees } }, before, after) => holdsSame(trees, entries, before, after),
      async save(tools) {
        const { masterKey, version, polynomial } = tools.repository;
        moment = await momentFor(options, paths, tools.signal);
        try {
          const reading = moment?.reading;
          const places = createReadPlaces(reading);
          const result = await coordinate({
            ...tools,
            threadData: { masterKey, version, polynomial, compression, filter, ignored, reading },
            ignored,
            entries,
            deviceOf: oneFileSystem ? (path) => deviceOfPlace(path, places) : undefined,
            onProblem: problems.add,
          });
          // before it is said that files are not there: they may be, and only the snapshot is gone
          if (moment !== undefined && !(await moment.isWhole()))
            throw new BackstayError("FS_SNAPSHOT_LOST", { paths });
          if (paths.every(problems.isLost)) throw new BackstayError("NO_SOURCE", { paths });
          return result;
        } finally {
          const left = (await moment?.release()) ?? [];
          if (left.length > 0) job.onSnapshotsLeft?.(left);
        }
      },
    },
    job,
  );
  return { ...result, moment: moment?.report };
}

async function momentFor(
  { asOfOneMoment, oneFileSystem, filter }: BackupOptions,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<Moment | undefined> {
  if (asOfOneMoment !== true) return undefined;
  const { takeMoment } = await import("./moment/take-moment.ts");
  const { excludesPath } = createSourceFilter(filter);
  const isExcluded = (path: string) => excludesPath(rawPathFromText(path));
  return await takeMoment({ paths, oneFileSystem, isExcluded, signal });
}

function presentSources(
  options: BackupOptions,
  onProblem: (problem: NamedProblem) => void,
): readonly string[] {
  const present: string[] = [];
  for (const path of planSources(options.sources, options.workingFolder).paths) {
    try {
      if (lstatSync(path).isSymbolicLink() && options.refusesLinks === true)
        onProblem({ path: rawPathFromText(path), reason: "replaced", systemCode: "ELOOP" });
      else present.push(path);
    } catch (error) {
      onProblem({ path: rawPathFromText(path), ...problemOf(error) });
    }
  }
  if (present.length === 0) throw new BackstayError("NO_SOURCE", { paths: options.sources });
  const { excludesPath } = createSourceFilter(options.filter);
  if (present.every((path) => excludesPath(rawPathFromText(path))))
    throw new BackstayError("SOURCE_EXCLUDED", { paths: options.sources });
  return present;
}
