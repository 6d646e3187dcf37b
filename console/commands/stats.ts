import { Option } from "commander";
import { repositoryStats } from "../../core/repository/stats/repository-stats.ts";
import type { RepositoryStats, StatsMode } from "../../core/repository/stats/stats-result.ts";
import { formatBytes } from "../../shared/format/bytes.ts";
import type { CommandContext } from "../context.ts";
import type { DefineCommand } from "../define-command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatExamples } from "../help.ts";
import { chooseSnapshots } from "../options/choose-snapshots.ts";
import { withIndexedRepository } from "../options/open-readable.ts";
import { addSnapshotFlags, type SnapshotFlags, snapshotFilter } from "../options/snapshot-flags.ts";
import { createPhaseReporter } from "../output/phase-progress.ts";
import { showBrowseProblem } from "../output/show-entry.ts";

type Flags = SnapshotFlags & { readonly mode: StatsMode };

const MODES: readonly StatsMode[] = ["restore-size", "files-by-contents", "blobs-per-file", "raw-data"];

export const defineStats: DefineCommand = (command, run) => {
  command
    .description("Counts what the snapshots hold: all of them, or those that are named.")
    .argument("[snapshot...]", "beginning of an id, or latest")
    .addOption(
      new Option(
        "--mode <mode>",
        "restore-size: what a restore would write; files-by-contents: files of equal content counted once; blobs-per-file: the pieces of each such file; raw-data: what it takes in the repository",
      )
        .choices(MODES)
        .default("restore-size"),
    );
  addSnapshotFlags(command);
  command
    .addHelpText(
      "after",
      formatExamples([
        ["Space for a restore of the newest snapshot", "backstay stats latest"],
        ["Space all snapshots take, and what compression saves", "backstay stats --mode raw-data"],
      ]),
    )
    .action((wanted: string[], flags: Flags) => run(command, (context) => count(wanted, flags, context)));
};

async function count(wanted: readonly string[], flags: Flags, context: CommandContext): Promise<ExitCode> {
  return await withIndexedRepository(context, async (repository) => {
    const filter = snapshotFilter(flags, context.env);
    const { chosen, isComplete } = await chooseSnapshots(repository, wanted, filter, context);
    let isWhole = isComplete;
    const stats = await repositoryStats(repository, chosen, flags.mode, {
      signal: context.signal,
      reportProgress: createPhaseReporter(context),
      onProblem(problem) {
        isWhole = false;
        showBrowseProblem(problem, "stats", context);
      },
    });
    context.output.json(stats);
    showStats(stats, flags.mode, context);
    return isWhole ? EXIT.done : EXIT.incomplete;
  });
}

function showStats(stats: RepositoryStats, mode: StatsMode, { output, words }: CommandContext): void {
  const say = words.stats;
  output.line(say.heading(mode, stats.snapshots_count));
  if (stats.total_file_count !== undefined) output.line(say.files(stats.total_file_count));
  if (stats.total_blob_count !== undefined) output.line(say.blobs(stats.total_blob_count));
  if (stats.total_uncompressed_size !== undefined)
    output.line(say.uncompressed(formatBytes(stats.total_uncompressed_size)));
  if (stats.compression_ratio !== undefined && stats.compression_space_saving !== undefined) {
    output.line(
      say.compression(stats.compression_ratio.toFixed(2), stats.compression_space_saving.toFixed(1)),
    );
  }
  output.line(say.size(formatBytes(stats.total_size)));
}
