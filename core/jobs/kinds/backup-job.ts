import { z } from "zod";
import type { SourceFilterOptions } from "../../backup/exclude/source-filter.ts";
import { SourceMount } from "../../backup/source-mount.ts";
import type { MountsOfSources } from "../../backup/source-mounts.ts";
import { ChangeGuard } from "../../guard/change-guard.ts";
import type { Watched } from "../../guard/watch-change.ts";
import { readMounts } from "../../platform/mounts.ts";
import { rawPathFromText } from "../../platform/raw-path.ts";
import { defineJob, type JobContext } from "../define-job.ts";
import type { JobResult } from "../job.ts";
import { backUpDump, DumpInput } from "./backup-dump.ts";
import { backUpMachine, RemoteInput } from "./backup-remote.ts";
import { lookAtChange } from "./look-at-change.ts";
import { namedProblems } from "./named-problems.ts";
import { reportSaving } from "./report-saving.ts";
import { RepositoryPlace, tellLockLeft, withRepository } from "./with-repository.ts";

const FilesInput = z.strictObject({
  repository: RepositoryPlace,
  /** Absolute paths. */
  sources: z.array(z.string().min(1)).min(1),
  mode: z.enum(["incremental", "differential", "full"]),
  hostname: z.string().min(1),
  tags: z.array(z.string()),
  /** Patterns as `--exclude` takes them. */
  excludes: z.array(z.string()),
  excludeCaches: z.boolean(),
  largerThanBytes: z.number().positive().optional(),
  oneFileSystem: z.boolean(),
  /** Read everything as of one moment, where its file systems can do that. */
  asOfOneMoment: z.boolean().optional(),
  /** Read SQLite databases as of one moment. */
  consistentSqlite: z.boolean().optional(),
  compression: z.enum(["auto", "max", "off"]),
  /** What was mounted at the last good backup, and has to be again. */
  mounts: z.array(SourceMount).optional(),
  /** Says what is suspicious. */
  guard: ChangeGuard.optional(),
  /** Make no snapshot when nothing has changed since the one before. */
  skipIfUnchanged: z.boolean().optional(),
});

/** Backs sources up; its result has the counts of the snapshot's summary and the new snapshot's id, if one was made. */
export const backupJob = defineJob({
  kind: "backup",
  access: "shared",
  input: z.union([FilesInput, RemoteInput, DumpInput]),
  repositoryOf: (input) => input.repository.location,
  run(input, context) {
    if ("dump" in input) return backUpDump(input, context);
    return "remote" in input ? backUpMachine(input, context) : backUpFiles(input, context);
  },
});

async function backUpFiles(input: z.infer<typeof FilesInput>, context: JobContext): Promise<JobResult> {
  const { runBackup } = await import("../../backup/run-backup.ts");
  const { CACHE_MARKER } = await import("../../backup/exclude/folder-marker.ts");
  const { sources, mode, hostname, tags, excludes, oneFileSystem, compression, skipIfUnchanged } = input;
  const { consistentSqlite } = input;
  const filter = {
    excludes: excludes.map((pattern) => ({ glob: rawPathFromText(pattern), ignoreCase: false })),
    markers: input.excludeCaches ? [CACHE_MARKER] : [],
    largerThanBytes: input.largerThanBytes,
  };
  const { found, absentWithin } = await lookAtMounts(input, filter);
  const options = {
    sources,
    absentShares: absentWithin,
    refusesLinks: true,
    mode,
    hostname,
    tags,
    excludes,
    filter,
    oneFileSystem,
    asOfOneMoment: input.asOfOneMoment,
    consistentSqlite,
    compression,
    skipIfUnchanged,
    workingFolder: "/",
  };
  let watched: Watched | undefined;
  const { guard } = input;
  const result = await withRepository(input.repository, context, (repository, cache) =>
    runBackup(repository, cache, options, {
      signal: context.signal,
      onLockLeft: tellLockLeft(context),
      onSnapshotsLeft: (names) =>
        context.log({
          level: "warning",
          text: "a snapshot of a file system could not be removed; the next backup tries again",
          facts: { names: names.join(", ") },
        }),
      onMade: async (made) => {
        watched = guard === undefined ? undefined : await lookAtChange(made, tags, guard, context);
      },
      reportProgress: reportSaving(context),
    }),
  );
  const { snapshotId, parent, problems, furtherProblems } = result;
  const { change, rot } = watched ?? {};
  return {
    problemCount: problems.length + furtherProblems,
    summary: {
      snapshotId: snapshotId ?? null,
      parent: parent ?? null,
      mode: result.mode,
      counts: { ...result.tally },
      bytesStored: result.bytesStored,
      // that nothing has changed since a minute ago says nothing about what is usual
      ...(change === undefined || (snapshotId === undefined && change.suspicions.length === 0)
        ? {}
        : { change }),
      ...(rot === undefined ? {} : { rot }),
      // what is away stays expected
      mounts: [...found, ...absentWithin],
      ...(result.moment === undefined ? {} : { moment: result.moment }),
      ...(result.filesGone === undefined ? {} : { filesGone: result.filesGone }),
      problems: namedProblems(problems, context),
    },
  };
}

/** @throws {BackstayError} SOURCE_NOT_MOUNTED */
async function lookAtMounts(
  { sources, mounts: expected = [], oneFileSystem }: z.infer<typeof FilesInput>,
  filter: SourceFilterOptions,
): Promise<MountsOfSources> {
  const { compareMounts, wakeShares } = await import("../../backup/source-mounts.ts");
  const { createSourceFilter } = await import("../../backup/exclude/source-filter.ts");
  wakeShares([...sources, ...expected.map(({ point }) => point)]);
  const { excludesPath } = createSourceFilter(filter);
  const isExcluded = (path: string) => excludesPath(rawPathFromText(path));
  return compareMounts({ paths: sources, expected, mounts: await readMounts(), oneFileSystem, isExcluded });
}
