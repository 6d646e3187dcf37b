import { type RebuildResult, rebuildIndex } from "../../core/repository/rebuild/rebuild-index.ts";
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
      "Makes the index anew from the packs that are there. It mends an index that is damaged, missing or wrong. It can be stopped at any moment.",
    )
    .option("--read-all-packs", "believe no index file, ask every pack: slower")
    .addHelpText("after", formatExamples([["After `backstay check` said so", "backstay rebuild-index"]]))
    .action((flags: Flags) => run(command, (context) => rebuild(flags, context)));
};

async function rebuild(flags: Flags, context: CommandContext): Promise<ExitCode> {
  const options = { readAllPacks: flags.readAllPacks };
  const job = { signal: context.signal, reportProgress: createPhaseReporter(context) };
  const result = await withRepository(context, (repository) =>
    rebuildIndex(repository, repository.cache, options, job),
  );
  showResult(result, context);
  return result.problems.length === 0 ? EXIT.done : EXIT.incomplete;
}

function showResult(result: RebuildResult, { output, words }: CommandContext): void {
  const say = words.rebuild;
  for (const { packId, reason, savedBlobs, lostBlobs } of result.problems) {
    const message = say.leftOut(packId, reason, savedBlobs, lostBlobs);
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
    index_files_written: result.indexFilesWritten,
    index_files_removed: result.indexFilesRemoved,
  });
  if (result.packsForgotten.length > 0) output.line(say.forgotten(result.packsForgotten.length));
  output.line(say.done(result.packs, result.packsRead));
}
