import type { DefineCommand } from "../define-command.ts";
import { EXIT } from "../exit-codes.ts";
import { formatExamples } from "../help.ts";
import { withRepository } from "../options/open-for-command.ts";
import { addPruneFlags, type PruneFlags } from "../options/prune-flags.ts";
import { pruneAndTell } from "../output/prune-and-tell.ts";

type Flags = PruneFlags & { readonly dryRun?: boolean };

export const definePrune: DefineCommand = (command, run) => {
  command
    .description(
      "Removes data that no snapshot needs any more, after saying how much it is. It can be stopped at any moment: every snapshot stays whole.",
    )
    .option("-n, --dry-run", "change nothing, tell what would be done");
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
        await withRepository(context, (repository) => pruneAndTell(repository, flags, context));
        return EXIT.done;
      }),
    );
};
