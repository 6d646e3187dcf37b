import { type RawPath, rawPathFromText } from "../../core/platform/raw-path.ts";
import type { IndexedRepository } from "../../core/repository/repository.ts";
import type { FoundSnapshot } from "../../core/repository/snapshots/find-snapshot.ts";
import type { StoredSnapshot } from "../../core/repository/snapshots/load-snapshots.ts";
import {
  type DiffChange,
  type DiffCounts,
  type DiffStatistics,
  diffSnapshots,
} from "../../core/restore/browse/diff-snapshots.ts";
import { findFolder } from "../../core/restore/browse/find-path.ts";
import { formatBytes } from "../../shared/format/bytes.ts";
import { type BlobId, shortId } from "../../shared/ids.ts";
import type { CommandContext } from "../context.ts";
import type { DefineCommand } from "../define-command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatExamples } from "../help.ts";
import { createChooser } from "../options/choose-snapshots.ts";
import { withIndexedRepository } from "../options/open-readable.ts";
import { pathText } from "../output/path-text.ts";
import { showBrowseProblem } from "../output/show-entry.ts";
import { padEnd } from "../output/text-width.ts";

type Flags = { readonly metadata?: boolean };
type Side = { readonly snapshot: StoredSnapshot; readonly tree: BlobId };

export const defineDiff: DefineCommand = (command, run) => {
  command
    .description(
      "Shows what differs from the first snapshot to the second: + added, - removed, M content changed, T type changed, U only metadata changed. SNAPSHOT:FOLDER compares one folder.",
    )
    .argument("<first>", "beginning of an id, or latest")
    .argument("<second>", "the same")
    .option("--metadata", "show too what changed in owner, mode, times and the like only")
    .addHelpText("after", formatExamples([["What happened since", "backstay diff 4fa731b4 latest"]]))
    .action((first: string, second: string, flags: Flags) =>
      run(command, (context) => diff(first, second, flags, context)),
    );
};

async function diff(first: string, second: string, flags: Flags, context: CommandContext): Promise<ExitCode> {
  const { output, words, signal } = context;
  return await withIndexedRepository(context, async (repository) => {
    const choose = await createChooser(repository, [first, second], context);
    const before = await toSide(repository, choose(first), signal);
    const after = await toSide(repository, choose(second), signal);
    output.note(words.diff.heading(shortId(before.snapshot.id), shortId(after.snapshot.id)));
    let isWhole = true;
    const found = diffSnapshots(repository, before.tree, after.tree, {
      metadata: flags.metadata,
      signal,
      onProblem(problem) {
        isWhole = false;
        showBrowseProblem(problem, "diff", context);
      },
    });
    for await (const item of found) {
      if (item.kind === "change") showChange(item, context);
      else showStatistics(item, before.snapshot, after.snapshot, context);
      await output.drained();
    }
    return isWhole ? EXIT.done : EXIT.incomplete;
  });
}

async function toSide(
  repository: IndexedRepository,
  { snapshot, subfolder }: FoundSnapshot<StoredSnapshot>,
  signal: AbortSignal,
): Promise<Side> {
  if (subfolder === undefined) return { snapshot, tree: snapshot.tree };
  return { snapshot, tree: await findFolder(repository, snapshot, rawPathFromText(subfolder), signal) };
}

function showChange({ path, modifier, before, after }: DiffChange, { output }: CommandContext): void {
  const shown = ((after ?? before)?.type === "dir" ? `${path}/` : path) as RawPath;
  output.json({ message_type: "change", path: pathText(shown), modifier });
  output.pathLine((rawPathFromText(padEnd(modifier, 5)) + shown) as RawPath);
}

function showStatistics(
  { changedFiles, added, removed }: DiffStatistics,
  before: StoredSnapshot,
  after: StoredSnapshot,
  { output, words }: CommandContext,
): void {
  output.json({
    message_type: "statistics",
    source_snapshot: before.id,
    target_snapshot: after.id,
    changed_files: changedFiles,
    added: countsJson(added),
    removed: countsJson(removed),
  });
  output.note("");
  output.note(words.diff.changed(changedFiles));
  const say = (counts: DiffCounts) =>
    [counts.files, counts.folders, counts.others, formatBytes(counts.bytes)] as const;
  output.note(words.diff.added(...say(added)));
  output.note(words.diff.removed(...say(removed)));
}

function countsJson({
  files,
  folders,
  others,
  dataBlobs,
  treeBlobs,
  bytes,
}: DiffCounts): Readonly<Record<string, number>> {
  return { files, dirs: folders, others, data_blobs: dataBlobs, tree_blobs: treeBlobs, bytes };
}
