import type { KeptSnapshots } from "../../core/guard/kept-snapshots.ts";
import {
  describeGroup,
  groupSnapshots,
  parseGroupBy,
} from "../../core/repository/snapshots/group-snapshots.ts";
import type { StoredSnapshot } from "../../core/repository/snapshots/load-snapshots.ts";
import { printable } from "../../shared/format/printable.ts";
import type { CommandContext } from "../context.ts";
import type { DefineCommand } from "../define-command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatExamples } from "../help.ts";
import { keptHere } from "../host/kept-here.ts";
import { chooseSnapshots } from "../options/choose-snapshots.ts";
import { withLockedReadable } from "../options/open-readable.ts";
import { parseCount } from "../options/parse-count.ts";
import { addSnapshotFlags, type SnapshotFlags, snapshotFilter } from "../options/snapshot-flags.ts";
import { snapshotJson } from "../output/snapshot-json.ts";
import { formatSnapshots } from "../output/snapshot-table.ts";

type Flags = SnapshotFlags & {
  readonly groupBy?: string;
  readonly latest?: number;
  readonly compact?: boolean;
};

export const defineSnapshots: DefineCommand = (command, run) => {
  command
    .description("Lists the snapshots of a repository, or those that are named, oldest first.")
    .argument("[snapshot...]", "beginning of an id, or latest");
  addSnapshotFlags(command);
  command
    .option(
      "-g, --group-by <what>",
      "one list for each host, paths, tags or several of them, like host,paths",
    )
    .option("--latest <n>", "only the newest so many of each host and paths, or of each group", parseCount)
    .option("-c, --compact", "leave out the paths")
    .addHelpText(
      "after",
      formatExamples([
        ["All of this computer", "backstay snapshots --host $(hostname)"],
        ["The newest of every host and its paths, for a program", "backstay snapshots --latest 1 --json"],
      ]),
    )
    .action((wanted: string[], flags: Flags) =>
      run(command, (context) => listSnapshots(wanted, flags, context)),
    );
};

async function listSnapshots(wanted: string[], flags: Flags, context: CommandContext): Promise<ExitCode> {
  const { output, words, env } = context;
  const groupBy = flags.groupBy === undefined ? undefined : parseGroupBy(flags.groupBy);
  const filter = snapshotFilter(flags, env);
  const { chosen, isComplete } = await withLockedReadable(context, (repository) =>
    chooseSnapshots(repository, wanted, filter, context),
  );
  const kept = await keptHere(context);
  const isCompact = flags.compact === true;
  if (groupBy === undefined) {
    const shown = latestOfEach(chosen, flags.latest);
    output.json(shown.map(snapshotJson));
    for (const line of formatSnapshots(shown, words, { isCompact, reasons: pinnedAmong(shown, kept) }))
      output.line(line);
    return isComplete ? EXIT.done : EXIT.incomplete;
  }
  const groups = groupSnapshots(chosen, groupBy).map(({ key, snapshots }) => ({
    key,
    snapshots: flags.latest === undefined ? snapshots : snapshots.slice(-flags.latest),
  }));
  output.json(
    groups.map(({ key, snapshots }) => ({ group_key: key, snapshots: snapshots.map(snapshotJson) })),
  );
  for (const { key, snapshots } of groups) {
    output.line(printable(words.snapshots.group(describeGroup(key))));
    for (const line of formatSnapshots(snapshots, words, {
      isCompact,
      reasons: pinnedAmong(snapshots, kept),
    }))
      output.line(line);
    output.line("");
  }
  return isComplete ? EXIT.done : EXIT.incomplete;
}

/** Why snapshots are kept whatever rules say; undefined where none is, as with restic. */
function pinnedAmong(snapshots: readonly StoredSnapshot[], { pinned }: KeptSnapshots) {
  const found = snapshots.filter(({ id }) => pinned.has(id));
  return found.length === 0 ? undefined : new Map(found.map((snapshot) => [snapshot, ["pinned"]]));
}

/** Oldest first, as they came. */
function latestOfEach(
  snapshots: readonly StoredSnapshot[],
  count: number | undefined,
): readonly StoredSnapshot[] {
  if (count === undefined) return snapshots;
  const groups = groupSnapshots(snapshots, { host: true, paths: true, tags: false });
  const kept = new Set(groups.flatMap((group) => group.snapshots.slice(-count)));
  return snapshots.filter((snapshot) => kept.has(snapshot));
}
