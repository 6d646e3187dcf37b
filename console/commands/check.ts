import type { CheckResult } from "../../core/repository/check/check-result.ts";
import { runCheck } from "../../core/repository/check/run-check.ts";
import type { ReadData } from "../../core/repository/check/select-packs.ts";
import { BackstayError } from "../../shared/errors.ts";
import { formatBytes } from "../../shared/format/bytes.ts";
import { printable } from "../../shared/format/printable.ts";
import { shortId } from "../../shared/ids.ts";
import type { CommandContext } from "../context.ts";
import type { DefineCommand } from "../define-command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatExamples } from "../help.ts";
import { warnOfLockLeft, warnOfNoLock, withRepository } from "../options/open-for-command.ts";
import { parseReadDataSubset } from "../options/read-data.ts";
import { describeFinding } from "../output/describe-check.ts";
import { createPhaseReporter } from "../output/phase-progress.ts";

/** `readData` is true when it has no value. */
type Flags = { readonly readData?: true | ReadData; readonly readDataSubset?: ReadData };

export const defineCheck: DefineCommand = (command, run) => {
  command
    .description(
      "Checks that all that the snapshots need is there. With --read-data every byte of it is read and verified. What this computer remembers about the repository is not believed.",
    )
    .option(
      "--read-data [subset]",
      "read and verify everything, or with =2/10, =5% or =500M a part as below",
      parseReadDataSubset,
    )
    .option(
      "--read-data-subset <subset>",
      "read and verify a part: 2/10 the second of ten, 5% or 500M a random choice",
      parseReadDataSubset,
    )
    .addHelpText(
      "after",
      formatExamples([
        ["Quickly, every day", "backstay check"],
        ["All data in the course of a week, on its third day", "backstay check --read-data-subset 3/7"],
      ]),
    )
    .action((flags: Flags) => run(command, (context) => check(flags, context)));
};

async function check({ readData, readDataSubset }: Flags, context: CommandContext): Promise<ExitCode> {
  if (readData !== undefined && readDataSubset !== undefined) {
    const about = ["--read-data", "--read-data-subset"];
    throw new BackstayError("USAGE", { problem: "both-given", about });
  }
  const part = readData === true ? ({ kind: "all" } as const) : (readData ?? readDataSubset);
  const options = {
    readData: part ?? ({ kind: "none" } as const),
    withoutLock: context.flags.lock === false,
  };
  const reportProgress = createPhaseReporter(context);
  const result = await withRepository(context, (repository) =>
    runCheck(repository, options, {
      signal: context.signal,
      reportProgress,
      onWithoutLock: () => warnOfNoLock(context),
      onLockLeft: warnOfLockLeft(context),
    }),
  );
  showResult(result, options.readData.kind !== "none", context);
  return result.problemCount === 0 ? EXIT.done : EXIT.failed;
}

function showResult(result: CheckResult, wasDataRead: boolean, context: CommandContext): void {
  const { output, words } = context;
  const say = words.check;
  for (const finding of [...result.problems, ...result.notes]) {
    const message = describeFinding(finding, say.findings);
    output.complain(message, { message_type: "error", message, code: finding.code });
  }
  const more = result.problemCount + result.noteCount - result.problems.length - result.notes.length;
  if (more > 0) output.complain(say.more(more), { message_type: "error", message: say.more(more) });

  for (const { path, snapshots } of result.lost.entries)
    output.json({ message_type: "lost", path, snapshots });
  output.json({
    message_type: "summary",
    num_errors: result.problemCount,
    broken_packs: result.brokenPacks,
    suggest_repair_index: result.suggestRebuildIndex,
    packs_to_rebuild: result.packsToRebuild,
    suggest_backup: result.suggestBackup,
    suggest_prune: result.suggestPrune,
    incomplete_snapshots: result.lost.snapshots,
    forged_snapshots: result.forged,
    snapshots: result.snapshots,
    packs: result.packs,
    packs_read: result.packsRead,
    bytes_read: result.bytesRead,
  });
  output.note(say.checked(result.snapshots, result.trees, result.packs));
  if (wasDataRead) output.note(say.read(result.packsRead, formatBytes(result.bytesRead)));
  const keysBroken = result.problems.flatMap((problem) =>
    problem.code === "key-broken" ? [shortId(problem.keyId)] : [],
  );
  if (result.keys > 1 && keysBroken.length === 0) output.note(say.keys(result.keys));
  if (result.problemCount === 0) output.note(say.fine);
  else output.line(say.damaged(result.problemCount));
  if (result.brokenPacks.length > 0) output.line(say.brokenPacks(result.brokenPacks.length));
  showLost(result, context);
  showAdvice(result, keysBroken, context);
}

/** Entries that are listed as text; JSON has all that the check names. */
const MAX_SHOWN = 100;
/** Snapshots named behind an entry. */
const MAX_SNAPSHOTS_SHOWN = 5;

function showLost({ lost }: CheckResult, { output, words: { check: say } }: CommandContext): void {
  if (lost.snapshots.length === 0) return;
  output.line(say.lost(lost.snapshots.length));
  for (const { path, snapshots } of lost.entries.slice(0, MAX_SHOWN)) {
    const shown = snapshots.slice(0, MAX_SNAPSHOTS_SHOWN).map(shortId).join(" ");
    const more = snapshots.length > MAX_SNAPSHOTS_SHOWN ? " …" : "";
    output.line(say.lostEntry(printable(path), `${shown}${more}`));
  }
  if (lost.entries.length > MAX_SHOWN || !lost.isComplete) output.line(say.moreLost);
}

/** Longer lists of packs are no command that somebody would type. */
const MAX_PACKS_NAMED = 8;

/** Says what really helps, in the order in which it is to be done. */
function showAdvice(
  result: CheckResult,
  keysBroken: readonly string[],
  { output, words: { check: say } }: CommandContext,
): void {
  const { packsToRebuild, lost } = result;
  const broken = result.problems.flatMap((problem) =>
    problem.code === "snapshot-broken" ? [shortId(problem.snapshotId)] : [],
  );
  if (keysBroken.length > 0) output.advice(say.suggestRemoveKey(keysBroken.join(" ")));
  if (broken.length > 0) output.advice(say.suggestForgetBroken(broken.join(" ")));
  if (result.suggestRebuildIndex) {
    const ids = packsToRebuild.map((id) => ` ${shortId(id)}`).join("");
    output.advice(
      say.suggestRebuildIndex(packsToRebuild.length > MAX_PACKS_NAMED ? " --read-all-packs" : ids),
    );
  }
  if (result.suggestBackup) output.advice(say.suggestBackup);
  if (result.forged.length > 0) output.advice(say.suggestForgetForged(result.forged.map(shortId).join(" ")));
  // before the index is as it should be, nobody knows what is lost for good
  if (result.suggestBackup && !result.suggestRebuildIndex)
    output.advice(say.suggestForget(lost.snapshots.map(shortId).join(" ")));
  // what an index in order does not name is left over; and prune refuses while something is lacking
  else if (result.suggestPrune && !result.suggestRebuildIndex && result.forged.length === 0)
    output.note(say.suggestPrune);
}
