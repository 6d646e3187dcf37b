import { Argument } from "commander";
import type { BackstayApi } from "../../shared/api/client.ts";
import { BackstayError } from "../../shared/errors.ts";
import { printable } from "../../shared/format/printable.ts";
import { shortId } from "../../shared/ids.ts";
import type { PinnedSnapshot } from "../../shared/model/source-rot.ts";
import type { CommandContext } from "../context.ts";
import type { DefineCommand } from "../define-command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatExamples } from "../help.ts";
import { withEngine } from "../host/with-engine.ts";
import { required } from "../options/named-repository.ts";
import { formatLocalMoment } from "../output/local-time.ts";
import { formatTable } from "../output/table.ts";
import { pinConsoleWords } from "../words/pin-words.ts";

type Action = "list" | "add" | "remove";
type Engine = Pick<BackstayApi, "call">;
type Found = Pick<PinnedSnapshot, "repositoryId" | "snapshotId">;

export const definePin: DefineCommand = (command, run) => {
  command
    .description(
      "Lists the snapshots that no plan removes, or pins one, or lets go of one. Backstay itself pins the snapshot that has the older version of files whose content changed without a new date. Pins are known to the Backstay of this computer: another computer and other programs do not see them.",
    )
    .addArgument(new Argument("[action]", "what to do").choices(["list", "add", "remove"]).default("list"))
    .argument("[snapshot]", "for add and remove, beginning of its id")
    .addHelpText(
      "after",
      formatExamples([
        ["Which are kept whatever plans say?", "backstay pin"],
        ["Keep this one", "backstay pin add 4fa731b4"],
        ["It may go", "backstay pin remove 4fa731b4"],
      ]),
    )
    .action((action: Action, wanted: string | undefined) =>
      run(command, (context) => work(action, wanted, context)),
    );
};

async function work(action: Action, wanted: string | undefined, context: CommandContext): Promise<ExitCode> {
  return await withEngine(context, async (engine) => {
    const { output, language } = context;
    const words = pinConsoleWords[language];
    if (action === "list") {
      if (wanted !== undefined)
        throw new BackstayError("USAGE", { problem: "id-needless", about: ["pin list"] });
      return await list(engine, context);
    }
    const beginning = required(wanted, "snapshot").toLowerCase();
    if (action === "add") {
      const { seriesId, ...which } = one(await snapshotsOf(engine), beginning);
      await engine.call("snapshots.pin", { ...which, seriesId });
      output.json({ message_type: "pinned", id: which.snapshotId });
      output.line(words.pinned(shortId(which.snapshotId)));
    } else {
      const { pins } = await engine.call("snapshots.pins", { repositoryId: null });
      const { repositoryId, snapshotId } = one(pins, beginning);
      await engine.call("snapshots.unpin", { repositoryId, snapshotId });
      output.json({ message_type: "unpinned", id: snapshotId });
      output.line(words.released(shortId(snapshotId)));
    }
    return EXIT.done;
  });
}

async function list(engine: Engine, { output, language }: CommandContext): Promise<ExitCode> {
  const words = pinConsoleWords[language];
  const { pins } = await engine.call("snapshots.pins", { repositoryId: null });
  const { repositories } = await engine.call("repositories.list", {});
  const { sources } = await engine.call("sources.list", {});
  const nameOf = (things: readonly { readonly id: string; readonly name: string }[], id: string | null) =>
    things.find((thing) => thing.id === id)?.name;
  const rows = pins.map((pin) => ({
    ...pin,
    repository: nameOf(repositories, pin.repositoryId) ?? shortId(pin.repositoryId),
    source: nameOf(sources, pin.sourceId),
  }));
  output.json(
    rows.map(({ snapshotId, timeMs, pinnedMs, repository, source = null, reason }) => ({
      ...{ id: snapshotId, time: new Date(timeMs).toISOString(), repository, source, reason },
      pinned: new Date(pinnedMs).toISOString(),
    })),
  );
  if (rows.length === 0) {
    output.line(words.none);
    return EXIT.done;
  }
  const { columns } = words;
  const table = formatTable(
    [
      { title: columns.id, cell: ({ snapshotId }) => shortId(snapshotId) },
      { title: columns.time, cell: ({ timeMs }) => formatLocalMoment(BigInt(timeMs) * 1_000_000n) },
      { title: columns.repository, cell: ({ repository }) => printable(repository) },
      { title: columns.source, cell: ({ source }) => printable(source ?? words.foreign) },
      { title: columns.reason, cell: ({ reason }) => words.reasons[reason] },
    ],
    rows,
  );
  for (const line of table) output.line(line);
  return EXIT.done;
}

async function snapshotsOf(engine: Engine) {
  const { repositories } = await engine.call("repositories.list", {});
  const all = await Promise.all(
    repositories.map(async ({ id: repositoryId }) => {
      const { series } = await engine.call("snapshots.series", { repositoryId });
      const pages = await Promise.all(
        series.map(async ({ id: seriesId }) => {
          const { snapshots } = await engine.call("snapshots.list", { repositoryId, seriesId });
          return snapshots.map(({ id: snapshotId }) => ({ repositoryId, seriesId, snapshotId }));
        }),
      );
      return pages.flat();
    }),
  );
  return all.flat();
}

/** @throws {BackstayError} SNAPSHOT_NOT_FOUND, SNAPSHOT_AMBIGUOUS */
function one<T extends Found>(all: readonly T[], wanted: string): T {
  const matching = all.filter(({ snapshotId }) => wanted !== "" && snapshotId.startsWith(wanted));
  const [found] = matching;
  if (found === undefined) throw new BackstayError("SNAPSHOT_NOT_FOUND", { wanted });
  const matches = new Set(matching.map(({ snapshotId }) => snapshotId)).size;
  if (matches > 1) throw new BackstayError("SNAPSHOT_AMBIGUOUS", { wanted, matches });
  return found;
}
