import { systemClock } from "../../core/clock.ts";
import { removeLocks } from "../../core/repository/lock/lock-list.ts";
import type { DefineCommand } from "../define-command.ts";
import { EXIT } from "../exit-codes.ts";
import { formatExamples } from "../help.ts";
import { withRepository } from "../options/open-for-command.ts";

type Flags = { readonly removeAll?: boolean };

export const defineUnlock: DefineCommand = (command, run) => {
  command
    .description(
      "Removes the locks of programs that crashed: those of processes of this computer that are gone, and those without a sign of life for half an hour.",
    )
    .option("--remove-all", "remove the others too; only when nothing works on the repository")
    .addHelpText(
      "after",
      formatExamples([["After a power cut on another computer", "backstay unlock --remove-all"]]),
    )
    .action((flags: Flags) =>
      run(command, async (context) => {
        const options = { all: flags.removeAll === true, nowMs: systemClock.nowMs() };
        const { removed, damagedLeft } = await withRepository(context, (repository) =>
          removeLocks(repository, options, context.signal),
        );
        context.output.note(context.words.unlocked(removed.length, damagedLeft.length));
        context.output.json({ message_type: "summary", removed_locks: removed });
        return EXIT.done;
      }),
    );
};
