import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { Option } from "commander";
import { rawPathFromText } from "../../core/platform/raw-path.ts";
import type { IndexedRepository } from "../../core/repository/repository.ts";
import { type ArchiveKind, dumpArchive } from "../../core/restore/browse/dump-archive.ts";
import { dumpFile } from "../../core/restore/browse/dump-file.ts";
import { findFolder, findPath } from "../../core/restore/browse/find-path.ts";
import { BackstayError } from "../../shared/errors.ts";
import type { CommandContext } from "../context.ts";
import type { DefineCommand } from "../define-command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatExamples } from "../help.ts";
import { chooseSnapshot } from "../options/choose-snapshots.ts";
import { withNamedFile } from "../options/named-file.ts";
import { withIndexedRepository } from "../options/open-readable.ts";
import { addSnapshotFlags, type SnapshotFlags, snapshotFilter } from "../options/snapshot-flags.ts";
import { withResultAlone } from "../output/result-alone.ts";
import { showBrowseProblem } from "../output/show-entry.ts";

type Flags = SnapshotFlags & { readonly archive: ArchiveKind; readonly target?: string };

export const defineDump: DefineCommand = (command, run) => {
  command
    .description(
      "Writes the content of one file of a snapshot to standard output, or a folder with everything in it as an archive; / stands for all of the snapshot.",
    )
    .argument("<snapshot>", "beginning of an id, or latest; SNAPSHOT:FOLDER takes a folder for the root")
    .argument("<path>", "file or folder in the snapshot")
    .addOption(
      new Option("-a, --archive <format>", "kind of archive for a folder")
        .choices(["tar", "zip"])
        .default("tar"),
    )
    .option("-t, --target <file>", "write into this file instead");
  addSnapshotFlags(command);
  command
    .addHelpText(
      "after",
      formatExamples([
        ["Look at an older version of a file", "backstay dump 4fa731b4 /etc/hosts"],
        ["Pipe a database dump into the database", "backstay dump latest /var/backups/shop.sql | psql shop"],
        ["A folder as a ZIP file", "backstay dump --archive zip --target photos.zip latest /srv/photos"],
      ]),
    )
    .action((wanted: string, path: string, flags: Flags) =>
      run(command, (context) => dump(wanted, path, flags, context)),
    );
};

async function dump(
  wanted: string,
  path: string,
  flags: Flags,
  surroundings: CommandContext,
): Promise<ExitCode> {
  const context = flags.target === undefined ? withResultAlone(surroundings) : surroundings;
  const filter = snapshotFilter(flags, context.env);
  return await withIndexedRepository(context, async (repository) => {
    const { snapshot, subfolder } = await chooseSnapshot(repository, wanted, filter, context);
    const tree =
      subfolder === undefined
        ? snapshot.tree
        : await findFolder(repository, snapshot, rawPathFromText(subfolder), context.signal);
    const content = await openContent(repository, { id: snapshot.id, tree }, path, flags, context);
    await (flags.target === undefined
      ? writeToOutput(content.pieces, context)
      : writeToFile(content.pieces, flags.target));
    return content.isWhole() ? EXIT.done : EXIT.incomplete;
  });
}

type Content = {
  readonly pieces: AsyncIterable<Uint8Array>;
  /** Asked at the end: whether nothing had to be left out. */
  isWhole(): boolean;
};

async function openContent(
  repository: IndexedRepository,
  root: Parameters<typeof findPath>[1],
  path: string,
  flags: Flags,
  context: CommandContext,
): Promise<Content> {
  const { signal } = context;
  const found = await findPath(repository, root, rawPathFromText(path), signal);
  const { tree } = found;
  if (tree === undefined) return { pieces: dumpFile(repository, found, signal), isWhole: () => true };
  if (flags.target === undefined && context.output.isTerminal) {
    throw new BackstayError("USAGE", { problem: "archive-on-terminal", about: [] });
  }
  let isWhole = true;
  const pieces = dumpArchive(repository, { path: found.path, tree }, flags.archive, {
    signal,
    onProblem(problem) {
      isWhole = false;
      showBrowseProblem(problem, "dump", context);
    },
  });
  return { pieces, isWhole: () => isWhole };
}

async function writeToOutput(pieces: AsyncIterable<Uint8Array>, { output }: CommandContext): Promise<void> {
  for await (const piece of pieces) await output.bytes(piece);
}

async function writeToFile(pieces: AsyncIterable<Uint8Array>, path: string): Promise<void> {
  await withNamedFile(path, "OUTPUT_FAILED", () =>
    pipeline(pieces, createWriteStream(path, { flush: true })),
  );
}
