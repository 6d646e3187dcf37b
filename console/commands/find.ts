import type { Pattern } from "../../core/backup/exclude/compile-patterns.ts";
import { compilePatterns } from "../../core/backup/exclude/compile-patterns.ts";
import { rawPathFromText } from "../../core/platform/raw-path.ts";
import type { StoredSnapshot } from "../../core/repository/snapshots/load-snapshots.ts";
import { type FoundEntry, findEntries } from "../../core/restore/browse/find-entries.ts";
import { shortId } from "../../shared/ids.ts";
import type { CommandContext } from "../context.ts";
import type { DefineCommand } from "../define-command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatExamples } from "../help.ts";
import { chooseSnapshots } from "../options/choose-snapshots.ts";
import { parseMoment } from "../options/moment.ts";
import { withIndexedRepository } from "../options/open-readable.ts";
import { collect } from "../options/repeatable.ts";
import { addSnapshotFlags, type SnapshotFlags, snapshotFilter } from "../options/snapshot-flags.ts";
import { toJson } from "../output/json-value.ts";
import { formatLocalMoment } from "../output/local-time.ts";
import { foundNodeJson } from "../output/node-json.ts";
import { entryLine, showBrowseProblem } from "../output/show-entry.ts";

type Flags = SnapshotFlags & {
  readonly ignoreCase?: boolean;
  readonly long?: boolean;
  readonly oldest?: bigint;
  readonly newest?: bigint;
  readonly snapshot: readonly string[];
};

export const defineFind: DefineCommand = (command, run) => {
  command
    .description(
      "Finds files and folders by name in all snapshots, or in those that are named. A folder that fits brings everything in it.",
    )
    .argument("<pattern...>", "name, path or pattern with *, ?, [a-z] and **, as for backup --exclude")
    .option("-i, --ignore-case", "upper and lower case alike")
    .option("-l, --long", "show mode, owner, size and time too")
    .option("-O, --oldest <time>", "modified at this time or later, like '2026-01-31 18:00'", parseMoment)
    .option("-N, --newest <time>", "modified at this time or before", parseMoment)
    .option("-s, --snapshot <id>", "look in this snapshot only; may be given several times", collect, []);
  addSnapshotFlags(command);
  command
    .addHelpText(
      "after",
      formatExamples([
        ["In which snapshots is it, and how old is it there?", "backstay find --long budget.xlsx"],
        [
          "All pictures changed in January",
          "backstay find -i '*.jpg' '*.png' --oldest 2026-01-01 --newest 2026-01-31",
        ],
      ]),
    )
    .action((patterns: string[], flags: Flags) => run(command, (context) => find(patterns, flags, context)));
};

async function find(globs: readonly string[], flags: Flags, context: CommandContext): Promise<ExitCode> {
  const patterns = globs.map(
    (glob): Pattern => ({
      glob: rawPathFromText(glob),
      ignoreCase: flags.ignoreCase === true,
    }),
  );
  compilePatterns(patterns); // a bad one is said before anything is opened
  return await withIndexedRepository(context, async (repository) => {
    const filter = snapshotFilter(flags, context.env);
    const { chosen, isComplete } = await chooseSnapshots(repository, flags.snapshot, filter, context);
    let isWhole = isComplete;
    const query = { patterns, oldestNs: flags.oldest, newestNs: flags.newest };
    const found = findEntries(repository, chosen, query, {
      signal: context.signal,
      onProblem(problem) {
        isWhole = false;
        showBrowseProblem(problem, "find", context);
      },
    });
    await (context.output.isJson
      ? printJson(found, context)
      : printText(found, flags.long === true, context));
    return isWhole ? EXIT.done : EXIT.incomplete;
  });
}

type Found = AsyncIterable<FoundEntry<StoredSnapshot>>;

async function printText(found: Found, isLong: boolean, { output, words }: CommandContext): Promise<void> {
  let last: StoredSnapshot | undefined;
  for await (const entry of found) {
    const { snapshot } = entry;
    if (snapshot !== last) {
      if (last !== undefined) output.note("");
      output.note(words.snapshots.foundIn(shortId(snapshot.id), formatLocalMoment(snapshot.timeNs)));
    }
    last = snapshot;
    output.pathLine(entryLine(entry, isLong));
    await output.drained();
  }
}

/** One document, written as it grows: hits of many snapshots do not fit into memory. */
async function printJson(found: Found, { output }: CommandContext): Promise<void> {
  let last: StoredSnapshot | undefined;
  let hits = 0;
  output.piece("[");
  for await (const entry of found) {
    const { snapshot } = entry;
    if (snapshot !== last) {
      if (last !== undefined) output.piece(`],"hits":${hits},"snapshot":"${last.id}"},`);
      output.piece('{"matches":[');
      hits = 0;
    }
    last = snapshot;
    if (hits > 0) output.piece(",");
    hits += 1;
    output.piece(toJson(foundNodeJson(entry)));
    await output.drained();
  }
  if (last !== undefined) output.piece(`],"hits":${hits},"snapshot":"${last.id}"}`);
  output.piece("]\n");
}
