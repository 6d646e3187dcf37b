import type { LeftOutPack } from "../../core/repository/rebuild/collect-packs.ts";
import { type RebuildResult, rebuildIndex } from "../../core/repository/rebuild/rebuild-index.ts";
import { findByPrefix } from "../../core/repository/unpacked-files.ts";
import { type PackId, shortId } from "../../shared/ids.ts";
import type { CommandContext } from "../context.ts";
import type { DefineCommand } from "../define-command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatExamples } from "../help.ts";
import { withRepository } from "../options/open-for-command.ts";
import { createPhaseReporter } from "../output/phase-progress.ts";

type Flags = { readonly readAllPacks?: boolean };

export const defineRebuildIndex: DefineCommand = (command, run) => {
  command
    .description(
      "Makes the index anew from the packs that are there. It mends an index that is damaged, missing or wrong, and takes damaged data out of it: the next backup then stores again what its sources still hold. What is whole in a damaged pack is saved. It can be stopped at any moment.",
    )
    .argument(
      "[pack...]",
      "beginnings of ids of packs that are damaged, as `check` names them: they are read in full",
    )
    .option("--read-all-packs", "believe no index file, read every byte of every pack: slow")
    .addHelpText(
      "after",
      formatExamples([
        ["After `backstay check` said so", "backstay rebuild-index"],
        ["With the packs in which it found damage", "backstay rebuild-index 5f2e1c07 a90b44de"],
      ]),
    )
    .action((wanted: string[], flags: Flags) => run(command, (context) => rebuild(wanted, flags, context)));
};

async function rebuild(wanted: readonly string[], flags: Flags, context: CommandContext): Promise<ExitCode> {
  const job = { signal: context.signal, reportProgress: createPhaseReporter(context) };
  const result = await withRepository(context, async (repository) => {
    const doubtedPacks = new Set<PackId>();
    for (const name of wanted)
      doubtedPacks.add((await findByPrefix(repository, "pack", name, context.signal)) as PackId);
    const options = { readAllPacks: flags.readAllPacks, doubtedPacks };
    return await rebuildIndex(repository, repository.cache, options, job);
  });
  showResult(result, context);
  const isAllKnown = result.lostBlobs === 0 && !result.problems.some(mayHaveLostMore);
  return isAllKnown ? EXIT.done : EXIT.incomplete;
}

/** Without a list of contents, nobody knows what else was in the pack. */
function mayHaveLostMore({ reason, savedBlobs, lostBlobs }: LeftOutPack): boolean {
  return reason !== undefined && savedBlobs + lostBlobs === 0;
}

function showResult(result: RebuildResult, { output, words }: CommandContext): void {
  const say = words.rebuild;
  for (const { packId, reason, savedBlobs, lostBlobs } of result.problems) {
    const message = say.leftOut(shortId(packId), reason, savedBlobs, lostBlobs);
    output.complain(message, {
      message_type: "error",
      message,
      pack: packId,
      blobs_saved: savedBlobs,
      blobs_lost: lostBlobs,
    });
  }
  output.json({
    message_type: "summary",
    packs: result.packs,
    packs_read: result.packsRead,
    packs_forgotten: result.packsForgotten,
    packs_broken: result.problems.map(({ packId }) => packId),
    blobs_lost: result.lostBlobs,
    index_files_written: result.indexFilesWritten,
    index_files_removed: result.indexFilesRemoved,
  });
  if (result.packsForgotten.length > 0) output.line(say.forgotten(result.packsForgotten.length));
  output.note(say.done(result.packs, result.packsRead));
  if (result.lostBlobs > 0) output.advice(say.backUpAgain(result.lostBlobs));
  else if (result.problems.length > 0) output.advice(say.pruneLeftOver);
}
