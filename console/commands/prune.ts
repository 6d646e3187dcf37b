import { NOTHING_KEPT } from "../../core/guard/kept-snapshots.ts";
import type { DefineCommand } from "../define-command.ts";
import { EXIT } from "../exit-codes.ts";
import { formatExamples } from "../help.ts";
import { keptHere, refuseHeld } from "../host/kept-here.ts";
import { withRepository } from "../options/open-for-command.ts";
import { addPruneFlags, type PruneFlags } from "../options/prune-flags.ts";
import { pruneAndTell } from "../output/prune-and-tell.ts";

type Flags = PruneFlags & { readonly dryRun?: boolean; readonly evenKept?: boolean };

export const definePrune: DefineCommand = (command, run) => {
  command
    .description(
      "Removes data that no snapshot needs any more, after saying how much it is. It can be stopped at any moment: every snapshot stays whole.",
    )
    .option("-n, --dry-run", "change nothing, tell what would be done")
    .option("--even-kept", "also while something looks suspicious to the Backstay of this computer");
  addPruneFlags(command);
  command
    .addHelpText(
      "after",
      formatExamples([
        ["How much would be freed?", "backstay prune --dry-run"],
        [
          "Quickly: remove only what can go without writing anything anew",
          "backstay prune --max-unused unlimited",
        ],
      ]),
    )
    .action((flags: Flags) =>
      run(command, async (context) => {
        const kept =
          flags.evenKept === true || flags.dryRun === true ? NOTHING_KEPT : await keptHere(context);
        await withRepository(context, async (repository) => {
          refuseHeld(repository, kept);
          await pruneAndTell(repository, flags, context);
        });
        return EXIT.done;
      }),
    );
};
