import { type Command, Option } from "commander";
import type { Pattern } from "../../core/backup/exclude/compile-patterns.ts";
import { rawPathFromText } from "../../core/platform/raw-path.ts";
import type { Conflict } from "../../core/restore/decide-place.ts";
import type { RestoreProgress } from "../../core/restore/report.ts";
import { type RestoreOptions, type RestoreResult, runRestore } from "../../core/restore/run-restore.ts";
import { BackstayError } from "../../shared/errors.ts";
import { shortId } from "../../shared/ids.ts";
import type { CommandContext } from "../context.ts";
import type { DefineCommand } from "../define-command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatExamples } from "../help.ts";
import { chooseSnapshot } from "../options/choose-snapshots.ts";
import { addExcludeFlags, type ExcludeFlags, readExcludes, readPatterns } from "../options/exclude-flags.ts";
import { type OpenedRepository, warnOfLockLeft, warnOfNoLock } from "../options/open-for-command.ts";
import { withReadableRepository } from "../options/open-readable.ts";
import { collect } from "../options/repeatable.ts";
import { addSnapshotFlags, type SnapshotFlags, snapshotFilter } from "../options/snapshot-flags.ts";
import { createJobReporter } from "../output/job-progress.ts";
import { pathText } from "../output/path-text.ts";
import { showRestoreResult } from "../output/restore-summary.ts";

type Flags = SnapshotFlags &
  ExcludeFlags & {
    readonly target?: string;
    readonly include: readonly string[];
    readonly iinclude: readonly string[];
    readonly includeFile: readonly string[];
    readonly iincludeFile: readonly string[];
    readonly conflict?: Conflict;
    readonly overwrite?: Overwrite;
    readonly verify?: boolean;
    readonly sparse?: boolean;
    readonly dryRun?: boolean;
  };

const CONFLICTS: readonly Conflict[] = ["overwrite", "newer", "skip", "keep-both"];
/** restic's words for the same; `if-changed` takes a file for right by size and time, where `always` reads it. */
const OVERWRITE = {
  always: { conflict: "overwrite", trustsUnchanged: false },
  "if-changed": { conflict: "overwrite", trustsUnchanged: true },
  "if-newer": { conflict: "newer", trustsUnchanged: false },
  never: { conflict: "skip", trustsUnchanged: false },
} as const satisfies Record<string, Pick<RestoreOptions, "conflict" | "trustsUnchanged">>;
type Overwrite = keyof typeof OVERWRITE;

export const defineRestore: DefineCommand = (command, run) => {
  command
    .description(
      "Restores a snapshot, or a part of it, below a folder. What is there already and right is left alone, so a restore that was stopped can be run again. Before it overwrites, or keeps both, it reads what is there. SNAPSHOT:FOLDER restores what is in one folder, directly into the target.",
    )
    .argument("<snapshot>", "beginning of an id, or latest")
    .option("-t, --target <folder>", "where to; / is where the files were");
  addSelectionFlags(command);
  addWritingFlags(command);
  addSnapshotFlags(command);
  command
    .addHelpText(
      "after",
      formatExamples([
        ["Everything into an empty folder", "backstay restore latest --target /tmp/restored"],
        [
          "One folder back to its place, without touching what changed since",
          "backstay restore latest --target / --include /home/ines/Documents --conflict keep-both",
        ],
        [
          "What is in a folder, directly into another one",
          "backstay restore latest:/srv/photos --target /mnt/usb",
        ],
      ]),
    )
    .action((wanted: string, flags: Flags) => run(command, (context) => restore(wanted, flags, context)));
};

function addSelectionFlags(command: Command): void {
  command
    .option(
      "-i, --include <pattern>",
      "restore only what fits the pattern; may be given several times",
      collect,
      [],
    )
    .option("--iinclude <pattern>", "the same, upper and lower case alike", collect, [])
    .option("--include-file <file>", "file with one such pattern per line", collect, [])
    .option("--iinclude-file <file>", "the same, upper and lower case alike", collect, []);
  addExcludeFlags(command);
}

function addWritingFlags(command: Command): void {
  command
    .addOption(
      new Option(
        "--conflict <policy>",
        "what to do where another file stands: overwrite it, overwrite it if the one in the snapshot is newer, skip, or keep both (default: overwrite)",
      ).choices(CONFLICTS),
    )
    .addOption(
      new Option(
        "--overwrite <when>",
        "the same in restic's words; if-changed trusts size and time, always reads the file that is there",
      ).choices(Object.keys(OVERWRITE)),
    )
    .option("--verify", "read what was restored back, too, and compare it with the snapshot")
    .option("--sparse", "leave out runs of zeros on the disk (default)")
    .option("--no-sparse", "write runs of zeros")
    .option("-n, --dry-run", "write nothing, tell what would be done");
}

async function restore(wanted: string, flags: Flags, context: CommandContext): Promise<ExitCode> {
  const options = await readOptions(flags, context);
  return await withReadableRepository(context, async (repository) => {
    const filter = snapshotFilter(flags, context.env);
    const { snapshot, subfolder } = await chooseSnapshot(repository, wanted, filter, context);
    context.output.note(context.words.restore.heading(shortId(snapshot.id)));
    const { result, total } = await runWithProgress(
      repository,
      { ...options, snapshot, subfolder: subfolder === undefined ? undefined : rawPathFromText(subfolder) },
      context,
    );
    showRestoreResult(result, total, { isDryRun: flags.dryRun === true }, context);
    return result.problems.length === 0 ? EXIT.done : EXIT.incomplete;
  });
}

async function readOptions(
  flags: Flags,
  context: CommandContext,
): Promise<Omit<RestoreOptions, "snapshot" | "subfolder">> {
  const { target, conflict, overwrite } = flags;
  // empty is what a script says whose variable is not set; the current folder would be a surprise
  if (target === undefined || target === "") {
    throw new BackstayError("USAGE", { problem: "target-missing", about: [] });
  }
  if (conflict !== undefined && overwrite !== undefined) {
    throw new BackstayError("USAGE", { problem: "both-given", about: ["--conflict", "--overwrite"] });
  }
  return {
    target: { folder: target },
    includes: await readIncludes(flags, context),
    excludes: await readExcludes(flags, context),
    ...OVERWRITE[overwrite ?? "always"],
    ...(conflict === undefined ? {} : { conflict }),
    verify: flags.verify === true,
    sparse: flags.sparse !== false,
    dryRun: flags.dryRun === true,
    lock: context.flags.lock !== false,
  };
}

async function readIncludes(flags: Flags, context: CommandContext): Promise<readonly Pattern[]> {
  const { include, iinclude, includeFile, iincludeFile } = flags;
  return await readPatterns(
    { exact: include, anyCase: iinclude, exactFiles: includeFile, anyCaseFiles: iincludeFile },
    context,
  );
}

/** @returns with the result, what was found to restore in all */
async function runWithProgress(
  repository: OpenedRepository,
  options: RestoreOptions,
  context: CommandContext,
): Promise<{
  readonly result: RestoreResult;
  readonly total: { readonly entries: number; readonly bytes: number };
}> {
  const reporter = createJobReporter(context, { filesDone: "files_restored", bytesDone: "bytes_restored" });
  let last: RestoreProgress | undefined;
  const result = await runRestore(repository, repository.cache, options, {
    signal: context.signal,
    onWithoutLock: () => warnOfNoLock(context),
    onLockLeft: warnOfLockLeft(context),
    reportProgress(progress) {
      last = progress;
      const { filesDone, bytesDone, othersDone, isScanned, path } = progress;
      const { filesFound, bytesFound, othersFound, filesTotal, bytesTotal } = progress;
      reporter.report(() => ({
        filesDone,
        bytesDone,
        othersDone,
        filesTotal: filesTotal ?? filesFound,
        bytesTotal: bytesTotal ?? bytesFound,
        othersTotal: othersFound,
        isTotalKnown: isScanned || filesTotal !== undefined,
        item: path === undefined ? undefined : pathText(path),
      }));
    },
  });
  return {
    result,
    total: { entries: (last?.filesFound ?? 0) + (last?.othersFound ?? 0), bytes: last?.bytesFound ?? 0 },
  };
}
