import { BackstayError, isBackstayError } from "../../../shared/errors.ts";
import type { RepositoryCache } from "../../catalog/repository-cache.ts";
import { rawPathFromText } from "../../platform/raw-path.ts";
import type { SftpSession } from "../../remote/sftp/session.ts";
import type { Repository } from "../../repository/repository.ts";
import { createPace } from "../../storage/pace.ts";
import { collectProblems } from "../collect-problems.ts";
import { createSourceFilter } from "../exclude/source-filter.ts";
import { type BackupJob, type BackupResult, makeSnapshot, type SnapshotOptions } from "../make-snapshot.ts";
import { planMachineSources } from "../source-paths.ts";
import { createMachineAccounts } from "./machine-accounts.ts";
import { openMachineFiles } from "./machine-files.ts";
import { createResume, NO_RESUME } from "./resume.ts";
import { saveMachineFolders } from "./save-machine-folders.ts";
import { createMachineScanner } from "./scan-machine.ts";

export type MachineBackupOptions = SnapshotOptions & {
  /** Absolute, as SFTP writes them. */
  readonly paths: readonly string[];
  /** Patterns as a person gives them. */
  readonly excludes: readonly string[];
  readonly excludeCaches: boolean;
  /** Undefined for as fast as it goes. */
  readonly bytesPerSecond: number | undefined;
  /** What the machine is called where it is told that nothing is there. */
  readonly machine: string;
  /** Signs in and opens a session; asked again when that was lost. */
  readonly connect: (signal: AbortSignal) => Promise<SftpSession>;
  /** For how long a machine that went away in the middle is waited for. */
  readonly outageMs?: number | undefined;
  /** Of one folder, beyond which it cannot be read. */
  readonly maxEntries?: number | undefined;
};

export type MachineBackupJob = BackupJob & {
  /** Told each time that the machine went away, and is waited for. */
  readonly onOutage?: ((error: unknown) => void) | undefined;
};

/**
 * Backs folders of another machine up into the repository. A snapshot appears only when all it needs is durable and indexed. What
 * was read and stored by a backup that was cut off is not read again.
 *
 * @throws {BackstayError} NO_SOURCE when none of the paths is there or can be read: an empty snapshot would count as the newest one;
 * REPOSITORY_LOCKED; what signing in and the store throw
 */
export async function runMachineBackup(
  opened: Repository,
  cache: RepositoryCache,
  options: MachineBackupOptions,
  job: MachineBackupJob,
): Promise<BackupResult> {
  const problems = collectProblems();
  const { excludes, machine, bytesPerSecond, connect, outageMs, maxEntries, compression } = options;
  const { paths, entries } = planMachineSources(options.paths);
  const named = paths.map((path) => `${machine}:${path}`);
  const patterns = excludes.map((pattern) => ({ glob: rawPathFromText(pattern), ignoreCase: false }));
  const filter = createSourceFilter({ excludes: patterns, markers: [], largerThanBytes: undefined });
  if (paths.every((path) => filter.excludesPath(rawPathFromText(path))))
    throw new BackstayError("SOURCE_EXCLUDED", { paths: named });
  // who wants everything read again does not mean what was read for another reason
  const about = [
    ...[options.hostname, options.parentTag ?? "", options.mode === "full" ? "full" : ""],
    ...paths,
  ];
  let resume = NO_RESUME;
  try {
    const result = await makeSnapshot(
      opened,
      cache,
      options,
      {
        paths,
        excludes,
        problems,
        isSame: () => false, // nobody asks: see `skipIfUnchanged`
        async save(tools) {
          if (options.dryRun !== true) resume = createResume(tools.repository, about);
          const files = await openMachineFiles({
            ...{ connect, outageMs, maxEntries, signal: tools.signal, onOutage: job.onOutage },
            pace: createPace({ downBytesPerSecond: bytesPerSecond }),
          });
          const accounts = createMachineAccounts(files);
          const saved = await saveMachineFolders({
            ...{ ...tools, compression, files, accounts, resume, entries, onProblem: problems.add },
            scan: createMachineScanner(files, accounts, filter, {
              leavesOutCaches: options.excludeCaches,
              previousNs: tools.previousNs,
            }),
          });
          if (paths.every(problems.isLost)) throw new BackstayError("NO_SOURCE", { paths: named });
          return saved;
        },
      },
      job,
    );
    resume.forget();
    return result;
  } catch (error) {
    // what cannot be written down is read again the next time, and is not what went wrong
    if (!isBackstayError(error, "CACHE_FULL") && !isBackstayError(error, "CACHE_FAILED")) resume.flush();
    throw error;
  }
}
