import { toJobProgress } from "../../core/failover/replicate/job-progress.ts";
import { reconcile } from "../../core/failover/replicate/reconcile.ts";
import { replicate } from "../../core/failover/replicate/replicate.ts";
import type {
  ReplicateOptions,
  ReplicateProblem,
  ReplicateResult,
} from "../../core/failover/replicate/replication.ts";
import { BackstayError } from "../../shared/errors.ts";
import { formatBytes } from "../../shared/format/bytes.ts";
import { isFullId, type SnapshotId, shortId } from "../../shared/ids.ts";
import type { CommandContext } from "../context.ts";
import type { DefineCommand } from "../define-command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatExamples } from "../help.ts";
import { addFromFlags, type FromFlags, withReplicas } from "../options/from-repository.ts";
import type { OpenedRepository } from "../options/open-for-command.ts";
import { collect } from "../options/repeatable.ts";
import { createPhaseReporter } from "../output/phase-progress.ts";
import { replicaWords } from "../words/replica-words.ts";

type Flags = FromFlags & {
  readonly dryRun?: boolean;
  readonly bothWays?: boolean;
  readonly mend?: boolean;
  readonly leaveOut: readonly string[];
};

export const defineReplicate: DefineCommand = (command, run) => {
  command.description(
    "Copies to a repository what another replica of it has and it lacks: the newest snapshots first, and each appears only when all that it needs is there. What was copied can be restored at once, and whoever stops it goes on there the next time. Nothing is removed.",
  );
  addFromFlags(command, "replica to copy from (default: $BACKSTAY_FROM_REPOSITORY)");
  command
    .option("-n, --dry-run", "write nothing, tell what would be copied")
    .option("--both-ways", "then copy back what only the target has: both have the same afterwards")
    .option(
      "--mend",
      "look at all snapshots that both have, too, and bring back what the target has lost of them",
    )
    .option(
      "--leave-out <snapshot>",
      "full id of a snapshot that was removed and is not to come back; may be given several times",
      collect,
      [],
    )
    .addHelpText(
      "after",
      formatExamples([
        [
          "Fill a second copy, made with `backstay init --like`",
          "backstay replicate --repo /mnt/second --from-repo /mnt/backup",
        ],
        [
          "After backups went to both, one of which was out of reach",
          "backstay replicate --repo /mnt/second --from-repo /mnt/backup --both-ways",
        ],
      ]),
    )
    .action((flags: Flags) => run(command, (context) => replicateHere(flags, context)));
};

async function replicateHere(flags: Flags, context: CommandContext): Promise<ExitCode> {
  const options: ReplicateOptions = {
    dryRun: flags.dryRun,
    mendOld: flags.mend,
    tombstones: new Set(flags.leaveOut.map(fullId)),
  };
  return await withReplicas(flags, context, async (from, to) => {
    const results = await runEachWay(from, to, flags.bothWays === true, options, context);
    for (const { result, target } of results) showResult(result, target, flags.dryRun === true, context);
    return results.some(({ result }) => result.problems.length > 0) ? EXIT.incomplete : EXIT.done;
  });
}

async function runEachWay(
  from: OpenedRepository,
  to: OpenedRepository,
  isBothWays: boolean,
  options: ReplicateOptions,
  context: CommandContext,
): Promise<readonly { readonly result: ReplicateResult; readonly target: string }[]> {
  const { signal, output } = context;
  const show = createPhaseReporter(context);
  const job = {
    signal,
    reportProgress: (progress: Parameters<typeof toJobProgress>[0]) => show(toJobProgress(progress)),
    onSnapshot: (id: SnapshotId) => output.json({ message_type: "snapshot_copied", snapshot_id: id }),
  };
  const [there, back] = [to.store.location, from.store.location];
  if (!isBothWays)
    return [{ result: await replicate(from, to, { ...options, copyKeys: true }, job), target: there }];
  const result = await reconcile(from, to, options, job);
  return [
    { result: result.there, target: there },
    { result: result.back, target: back },
  ];
}

/** Whether the target lacks a snapshot because of it. */
function isLack({ code }: ReplicateProblem): boolean {
  return code === "snapshot-held-back" || code === "snapshot-damaged";
}

function fullId(text: string): SnapshotId {
  if (!isFullId(text)) throw new BackstayError("SNAPSHOT_NOT_FOUND", { wanted: text });
  return text as SnapshotId;
}

function showResult(
  result: ReplicateResult,
  target: string,
  isDryRun: boolean,
  { output, language }: CommandContext,
): void {
  const say = replicaWords[language];
  for (const problem of result.problems) {
    const message = say.problem(problem);
    output.complain(message, { message_type: "error", message, ...problem });
  }
  output.json({
    message_type: "summary",
    repository: target,
    dry_run: isDryRun,
    snapshots: result.snapshots,
    held_back: result.heldBack,
    packs_copied: result.packsCopied,
    packs_adopted: result.packsAdopted,
    packs_read_back: result.packsReadBack,
    blobs_repacked: result.blobsRepacked,
    bytes_copied: result.bytesCopied,
    keys_copied: result.keysCopied,
    num_errors: result.problems.length,
  });
  const { snapshots, packsCopied, blobsRepacked } = result;
  const isNothing = snapshots.length === 0 && packsCopied + blobsRepacked === 0;
  if (isNothing && !result.problems.some(isLack)) output.line(say.nothing(target));
  else {
    const bytes = formatBytes(result.bytesCopied);
    output.line((isDryRun ? say.would : say.copied)(snapshots.length, bytes, target));
    if (output.verbosity > 0 && snapshots.length > 0) output.note(snapshots.map(shortId).join(" "));
    output.note(say.how(packsCopied, blobsRepacked, result.packsAdopted));
  }
  if (result.heldBack.length > 0) output.advice(say.heldBack(result.heldBack.length));
  if (isDryRun) output.note(say.dryRun);
}
