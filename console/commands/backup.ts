import { realpathSync } from "node:fs";
import { hostname } from "node:os";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { type Command, Option } from "commander";
import type { BackupMode } from "../../core/backup/backup-mode.ts";
import {
  CACHE_MARKER,
  type FolderMarker,
  parseFolderMarker,
} from "../../core/backup/exclude/folder-marker.ts";
import { parseSize } from "../../core/backup/exclude/size-limit.ts";
import { createSourceFilter } from "../../core/backup/exclude/source-filter.ts";
import type { BackupResult } from "../../core/backup/make-snapshot.ts";
import { type BackupOptions, runBackup } from "../../core/backup/run-backup.ts";
import { rawPathFromText } from "../../core/platform/raw-path.ts";
import type { Compression } from "../../core/repository/pack/blob-codec.ts";
import { parseTagList } from "../../core/repository/snapshots/filter-snapshots.ts";
import { BackstayError } from "../../shared/errors.ts";
import { printable } from "../../shared/format/printable.ts";
import { shortId } from "../../shared/ids.ts";
import type { CommandContext } from "../context.ts";
import type { DefineCommand } from "../define-command.ts";
import { type Environment, variable } from "../environment.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatExamples } from "../help.ts";
import { chooseSnapshot } from "../options/choose-snapshots.ts";
import { addExcludeFlags, type ExcludeFlags, readExcludes } from "../options/exclude-flags.ts";
import { COMPRESSIONS } from "../options/global-flags.ts";
import { parseMoment } from "../options/moment.ts";
import { type OpenedRepository, withRepository } from "../options/open-for-command.ts";
import { collect } from "../options/repeatable.ts";
import { collectSources, type SourceFlags, type SourceList } from "../options/source-list.ts";
import { showBackupSummary } from "../output/backup-summary.ts";
import { observeBackup } from "../output/observe-backup.ts";
import { showMoment } from "../output/show-moment.ts";
import { showProblems } from "../output/show-problems.ts";
import { backUpStream, isStream, type StreamFlags } from "./backup-stream.ts";

type Flags = SourceFlags &
  StreamFlags &
  ExcludeFlags & {
    readonly mode: BackupMode;
    readonly excludeCaches?: boolean;
    readonly excludeIfPresent: readonly FolderMarker[];
    readonly excludeLargerThan?: number;
    readonly oneFileSystem?: boolean;
    readonly useFsSnapshot?: boolean;
    readonly consistentSqlite?: boolean;
    readonly ignoreInode?: boolean;
    readonly ignoreCtime?: boolean;
    readonly tag: readonly string[];
    readonly host?: string;
    readonly time?: bigint;
    readonly parent?: string;
    readonly force?: boolean;
    readonly dryRun?: boolean;
  };

const MODES: readonly BackupMode[] = ["incremental", "differential", "full"];

export const defineBackup: DefineCommand = (command, run) => {
  command
    .description(
      "Backs up files and folders into a new snapshot. What the repository holds already is not stored again. What cannot be read is listed with its reason, everything else is saved.",
    )
    .argument("[path...]", "files and folders to back up, or a command behind --stdin-from-command --");
  addSourceFlags(command);
  addStreamFlags(command);
  addExcludeFlags(command);
  addFilterFlags(command);
  addSnapshotFlags(command);
  command
    .addHelpText(
      "after",
      formatExamples([
        [
          "Two folders, without temporary files and caches",
          "backstay backup ~/Documents /srv --exclude '*.tmp' --exclude-caches",
        ],
        [
          "Read everything again, for instance once a month",
          "backstay backup --mode full --tag monthly /srv",
        ],
        ["See what would be saved", "backstay backup --dry-run -vv /srv"],
        ["From a list of files", "backstay backup --files-from-verbatim list.txt"],
        [
          "What a program writes, as a file of the snapshot; there is no snapshot when it fails",
          "backstay backup --stdin-filename books.sql --stdin-from-command -- mariadb-dump books",
        ],
      ]),
    )
    .action((paths: string[], flags: Flags) => run(command, (context) => backUp(paths, flags, context)));
};

function addSourceFlags(command: Command): void {
  command
    .option(
      "--files-from <file>",
      "file with one path or pattern per line, # begins a comment; - is standard input",
      collect,
      [],
    )
    .option("--files-from-verbatim <file>", "file with one path per line, taken as it is", collect, [])
    .option("--files-from-raw <file>", "file with paths, each followed by a zero byte", collect, []);
}

function addStreamFlags(command: Command): void {
  command
    .option("--stdin", "back up what comes in at standard input")
    .option("--stdin-from-command", "run a command, and back up what it writes to standard output")
    .option("--stdin-filename <name>", "name of that in the snapshot", "stdin");
}

function addFilterFlags(command: Command): void {
  command
    .option("--exclude-caches", "leave out folders that a CACHEDIR.TAG marks as caches")
    .addOption(
      new Option("--exclude-if-present <file[:header]>", "leave out what is in folders that hold such a file")
        .argParser((spec, earlier: readonly FolderMarker[]) => [...earlier, parseFolderMarker(spec)])
        .default([], ""),
    )
    .option("--exclude-larger-than <size>", "leave out larger files, like 100M", parseSize)
    .option("-x, --one-file-system", "stay on the file systems of the sources")
    .option(
      "--use-fs-snapshot",
      "read from snapshots of the file systems, as of one moment; needs root, and Btrfs, LVM or ZFS",
    )
    .option(
      "--consistent-sqlite",
      "save each SQLite database as of one moment, though programs write to it meanwhile",
    )
    .option("--ignore-inode", "do not take another inode number for a change")
    .option("--ignore-ctime", "do not take another ctime for a change");
}

function addSnapshotFlags(command: Command): void {
  command
    .addOption(
      new Option(
        "--mode <mode>",
        "what to compare with: incremental the newest snapshot of the same sources, differential the newest full one, full nothing",
      )
        .choices(MODES)
        .default("incremental"),
    )
    .option(
      "--tag <tags>",
      "tags for the snapshot, separated by commas; may be given several times",
      collect,
      [],
    )
    .option("-H, --host <host>", "host to note in the snapshot (default: this computer)")
    .option(
      "--time <time>",
      "time to note in the snapshot, like '2026-01-31 18:00:00' (default: now)",
      parseTime,
    )
    .option("--parent <snapshot>", "compare with this snapshot")
    .option("-f, --force", "compare with nothing: read every file")
    .option("-n, --dry-run", "write nothing, tell what would be done");
}

function parseTime(text: string): bigint | undefined {
  return text === "now" ? undefined : parseMoment(text);
}

async function backUp(paths: readonly string[], flags: Flags, context: CommandContext): Promise<ExitCode> {
  if (flags.mode === "full" && flags.parent !== undefined) {
    throw new BackstayError("USAGE", { problem: "full-with-parent", about: [] });
  }
  if (isStream(flags)) {
    const result = await backUpStream(paths, flags, snapshotOptions(flags, context), context);
    showBackupSummary(result, 0, context);
    return EXIT.done;
  }
  const list = await collectSources(paths, flags, context);
  const settings = await readSettings(list, flags, context);
  return await withRepository(context, async (opened) => {
    warnOfRepository(opened, settings, context);
    const parent = flags.parent === undefined ? undefined : await parentId(opened, flags.parent, context);
    const result = await runBackup(opened, opened.cache, { ...settings, parent }, observeBackup(context));
    showProblems(result, context);
    showMoment(result.moment, context);
    warnOfLostParent(result, context);
    const unsaved = list.missing + result.problems.length + result.furtherProblems;
    showBackupSummary(result, unsaved, context);
    return unsaved === 0 ? EXIT.done : EXIT.incomplete;
  });
}

/** Nothing breaks by it, but every backup would store again what the ones before stored. */
function warnOfRepository(
  { store }: OpenedRepository,
  { sources, filter }: Pick<BackupOptions, "sources" | "filter">,
  { output, words }: CommandContext,
): void {
  const { location } = store;
  if (!isAbsolute(location)) return; // no folder of this computer
  const { excludesPath } = createSourceFilter(filter);
  const met = sources.flatMap((source) => whereMet(location, resolve(source)) ?? []);
  if (met.every((path) => excludesPath(rawPathFromText(path)))) return;
  const message = words.backup.holdsRepository(location);
  output.complain(printable(message), { message_type: "warning", message });
}

/** The new snapshot is whole, but something in the repository is not. */
function warnOfLostParent({ parent, lostFolders }: BackupResult, { output, words }: CommandContext): void {
  if (parent === undefined || lostFolders === 0) return;
  const message = words.backup.parentLost(shortId(parent), lostFolders);
  output.complain(message, { message_type: "warning", message });
}

/** Under which path a backup of the source comes upon a folder, whatever links lead to either; undefined when it does not. */
function whereMet(folder: string, source: string): string | undefined {
  // a source that is a link itself is saved as one
  const realSource = join(realPathOf(dirname(source)), basename(source));
  const realFolder = realPathOf(folder);
  return isInside(realFolder, realSource) ? join(source, relative(realSource, realFolder)) : undefined;
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path; // who needs it says what is wrong with it
  }
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

async function parentId(opened: OpenedRepository, wanted: string, context: CommandContext) {
  return (await chooseSnapshot(opened, wanted, {}, context)).snapshot.id;
}

async function readSettings(
  { sources }: SourceList,
  flags: Flags,
  context: CommandContext,
): Promise<Omit<BackupOptions, "parent">> {
  return {
    ...snapshotOptions(flags, context),
    sources,
    workingFolder: process.cwd(),
    excludes: flags.exclude,
    filter: {
      excludes: await readExcludes(flags, context),
      markers:
        flags.excludeCaches === true ? [...flags.excludeIfPresent, CACHE_MARKER] : flags.excludeIfPresent,
      largerThanBytes: flags.excludeLargerThan,
    },
    oneFileSystem: flags.oneFileSystem === true,
    asOfOneMoment: flags.useFsSnapshot === true,
    consistentSqlite: flags.consistentSqlite === true,
    ignored: { inode: flags.ignoreInode === true, ctime: flags.ignoreCtime === true },
  };
}

function snapshotOptions(flags: Flags, { flags: globalFlags, env }: CommandContext) {
  return {
    mode: flags.mode,
    hostname: flags.host || variable("HOST", env) || hostname(),
    tags: flags.tag.flatMap(parseTagList).filter((tag) => tag !== ""),
    compression: globalFlags.compression ?? compressionFrom(env),
    force: flags.force === true,
    timeNs: flags.time,
    dryRun: flags.dryRun === true,
  };
}

function compressionFrom(env: Environment): Compression {
  const said = variable("COMPRESSION", env);
  return COMPRESSIONS.find((compression) => compression === said) ?? "auto";
}
