import { type RawPath, rawPathFromText } from "../../core/platform/raw-path.ts";
import { listEntries } from "../../core/restore/browse/list-entries.ts";
import { BackstayError } from "../../shared/errors.ts";
import { printable } from "../../shared/format/printable.ts";
import { shortId } from "../../shared/ids.ts";
import type { CommandContext } from "../context.ts";
import type { DefineCommand } from "../define-command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatExamples } from "../help.ts";
import { chooseSnapshot } from "../options/choose-snapshots.ts";
import { withIndexedRepository } from "../options/open-readable.ts";
import { addSnapshotFlags, type SnapshotFlags, snapshotFilter } from "../options/snapshot-flags.ts";
import { formatLocalMoment } from "../output/local-time.ts";
import { listedNodeJson } from "../output/node-json.ts";
import { entryLine, showBrowseProblem } from "../output/show-entry.ts";
import { snapshotJson } from "../output/snapshot-json.ts";

type Flags = SnapshotFlags & { readonly long?: boolean; readonly recursive?: boolean };

export const defineLs: DefineCommand = (command, run) => {
  command
    .description(
      "Lists what a snapshot holds. With folders, only those and what is directly in them. SNAPSHOT:FOLDER takes a folder for the root.",
    )
    .argument("<snapshot>", "beginning of an id, or latest")
    .argument("[folder...]", "absolute paths in the snapshot")
    .option("-l, --long", "show mode, owner, size and time too")
    .option("--recursive", "list everything below the folders");
  addSnapshotFlags(command);
  command
    .addHelpText(
      "after",
      formatExamples([
        ["Everything in the newest snapshot", "backstay ls latest"],
        ["One folder, with sizes and times", "backstay ls --long latest /home/ines/Documents"],
      ]),
    )
    .action((wanted: string, folders: string[], flags: Flags) =>
      run(command, (context) => list(wanted, folders, flags, context)),
    );
};

async function list(
  wanted: string,
  folders: readonly string[],
  flags: Flags,
  context: CommandContext,
): Promise<ExitCode> {
  const { output, words, env, signal } = context;
  const relative = folders.find((folder) => !folder.startsWith("/"));
  if (relative !== undefined) {
    throw new BackstayError("USAGE", { problem: "folder-relative", about: [relative] });
  }
  return await withIndexedRepository(context, async (repository) => {
    const { snapshot, subfolder } = await chooseSnapshot(
      repository,
      wanted,
      snapshotFilter(flags, env),
      context,
    );
    output.json({ ...snapshotJson(snapshot), message_type: "snapshot", struct_type: "snapshot" });
    const { id, paths, timeNs } = snapshot;
    output.note(printable(words.snapshots.heading(shortId(id), paths.join(", "), formatLocalMoment(timeNs))));
    let isComplete = true;
    const entries = listEntries(repository, snapshot, {
      folder: subfolder === undefined ? undefined : rawPathFromText(subfolder),
      paths: folders.map((folder): RawPath => rawPathFromText(folder)),
      recursive: flags.recursive,
      signal,
      onProblem(problem) {
        isComplete = false;
        showBrowseProblem(problem, "ls", context);
      },
    });
    for await (const entry of entries) {
      if (output.isJson) output.json(listedNodeJson(entry));
      else output.pathLine(entryLine(entry, flags.long === true));
      await output.drained();
    }
    return isComplete ? EXIT.done : EXIT.incomplete;
  });
}
