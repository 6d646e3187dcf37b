import { writeFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { Argument } from "commander";
import type { HostConnection } from "../../core/host-socket/connect-to-host.ts";
import { BackstayError, systemCodeOf } from "../../shared/errors.ts";
import { printable } from "../../shared/format/printable.ts";
import type { DrillId } from "../../shared/ids.ts";
import type { Drill, DrillSettings, DrillView } from "../../shared/model/drill.ts";
import { DrillIdText } from "../../shared/model/primitives.ts";
import type { Source } from "../../shared/model/source.ts";
import type { CommandContext } from "../context.ts";
import type { DefineCommand } from "../define-command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatExamples } from "../help.ts";
import { withHost } from "../host-client/with-host.ts";
import { findReplica, findRepository, required } from "../options/named-repository.ts";
import { parseCount } from "../options/parse-count.ts";
import { parseDays } from "../options/parse-days.ts";
import { collect } from "../options/repeatable.ts";
import { drillJson, drillLines, drillTable, standingJson, standingLines } from "../output/drill-output.ts";
import { createJobReporter } from "../output/job-progress.ts";
import { drillConsoleWords } from "../words/drill-words.ts";

const ACTIONS = [
  ...["show", "restore", "failover", "list", "report", "cancel", "schedule"],
  ...["vital", "vital-add", "vital-remove"],
] as const;
type Action = (typeof ACTIONS)[number];
type Flags = {
  readonly replica: readonly string[];
  readonly wait?: boolean;
  readonly output?: string;
  readonly restoreEvery?: number;
  readonly failoverEvery?: number;
  readonly warnAfter?: number;
  readonly sampleFiles?: number;
};
type Named = { readonly first: string | undefined; readonly second: string | undefined };

const LISTED = 50;
const LOOK_EVERY_MS = 500;

export const defineDrill: DefineCommand = (command, run) => {
  command
    .description(
      "Rehearses failures. A restore drill brings a random sample of files, and those marked as vital, back from each replica in turn into a folder that is removed afterwards, and compares them; saved databases are made again on a server that is started for the drill alone, and counted. A failover drill declares the active replica lost without touching it: another one takes over, is backed up to and restored from, and backups go back. It is done by the Backstay that runs on this computer. Ends with status 1 when a drill failed, and with 3 when not everything could be tried.",
    )
    .addArgument(new Argument("[action]", "what to do").choices(ACTIONS).default("show"))
    .argument("[name]", "the repository; for report and cancel, the drill; for vital files, the source")
    .argument("[path]", "for vital-add and vital-remove, the file or folder")
    .option("--replica <name>", "for restore, only from this one (can be given several times)", collect, [])
    .option("--no-wait", "for restore and failover, do not wait for the end")
    .option("--output <file>", "for report, where to write the page; without it, to standard output")
    .option(
      "--restore-every <days>",
      "for schedule, from one restore drill to the next; 0 for never",
      parseDays,
    )
    .option(
      "--failover-every <days>",
      "for schedule, from one failover drill to the next; 0 for never",
      parseDays,
    )
    .option("--warn-after <days>", "for schedule, alert when none passed for so long; 0 for never", parseDays)
    .option("--sample-files <count>", "for schedule, how many files to draw", parseCount)
    .addHelpText(
      "after",
      formatExamples([
        ["Would everything come back?", "backstay drill restore NAS"],
        ["Would the other NAS take over?", "backstay drill failover NAS"],
        ["A page for the insurer", "backstay drill report 3f0c6c1e --output drill.html"],
        ["These must always come back", "backstay drill vital-add Documents /srv/documents/accounts.db"],
      ]),
    )
    .action((action: Action, first: string | undefined, second: string | undefined, flags: Flags) =>
      run(command, (context) =>
        withHost(context, (host) => work(host, action, { first, second }, flags, context)),
      ),
    );
};

async function work(
  host: HostConnection,
  action: Action,
  named: Named,
  flags: Flags,
  context: CommandContext,
): Promise<ExitCode> {
  switch (action) {
    case "show":
      return await show(host, named.first, context);
    case "restore":
    case "failover":
      return await begin(host, action, required(named.first, "name"), flags, context);
    case "list":
      return await list(host, named.first, context);
    case "report":
      return await report(host, await findDrill(host, required(named.first, "name")), flags, context);
    case "cancel":
      await host.call("drills.cancel", { drillId: await findDrill(host, required(named.first, "name")) });
      return saved(context);
    case "schedule":
      return await schedule(host, required(named.first, "name"), flags, context);
    default:
      return await vital(host, action, named, context);
  }
}

async function show(
  host: HostConnection,
  wanted: string | undefined,
  { output, language }: CommandContext,
): Promise<ExitCode> {
  const only = wanted === undefined ? undefined : (await findRepository(host, wanted)).id;
  const { repositories } = await host.call("drills.standing", {});
  const shown = repositories.filter(({ repositoryId }) => only === undefined || repositoryId === only);
  output.json(shown.map(standingJson));
  if (shown.length === 0) output.line(drillConsoleWords[language].none);
  for (const standing of shown)
    for (const line of standingLines(standing, Date.now(), language)) output.line(line);
  return shown.some(({ lastRestore }) => lastRestore?.state === "failed") ? EXIT.failed : EXIT.done;
}

async function begin(
  host: HostConnection,
  kind: "restore" | "failover",
  wanted: string,
  { replica, wait: waits }: Flags,
  context: CommandContext,
): Promise<ExitCode> {
  const { output, language, signal } = context;
  const repository = await findRepository(host, wanted);
  const { id: repositoryId } = repository;
  const ids = [];
  for (const name of replica) ids.push((await findReplica(host, repository, name)).id);
  const { drillId } =
    kind === "restore"
      ? await host.call("drills.startRestore", { repositoryId, replicaIds: ids.length === 0 ? null : ids })
      : await host.call("drills.startFailover", { repositoryId });
  output.json({ message_type: "drill_started", drill_id: drillId, repository_id: repositoryId, kind });
  output.note(drillConsoleWords[language].begun(printable(repository.name), drillId));
  output.flush();
  if (waits === false) return EXIT.done;
  try {
    return await showEnd(await followed(host, drillId, context), context);
  } catch (error) {
    if (signal.aborted) await host.call("drills.cancel", { drillId });
    throw error;
  }
}

/** Waits for the end of a drill, and shows how far its files are. */
async function followed(host: HostConnection, drillId: DrillId, context: CommandContext): Promise<Drill> {
  const reporter = createJobReporter(context, { filesDone: "files_done", bytesDone: "bytes_done" });
  for (;;) {
    const drill = await host.call("drills.get", { drillId }, context.signal);
    if (drill.state !== "running") return drill;
    if (drill.jobId !== null) {
      const job = await host.call("jobs.get", { jobId: drill.jobId }, context.signal);
      const { progress } = job;
      if (progress !== null) {
        const { filesDone, bytesDone, filesTotal, bytesTotal, currentPath } = progress;
        reporter.report(() => ({
          ...{
            filesDone,
            bytesDone,
            filesTotal: filesTotal ?? filesDone,
            bytesTotal: bytesTotal ?? bytesDone,
          },
          ...{ isTotalKnown: filesTotal !== null && bytesTotal !== null, item: currentPath ?? undefined },
        }));
      }
    }
    try {
      await wait(LOOK_EVERY_MS, undefined, { signal: context.signal });
    } catch {
      throw context.signal.reason;
    }
  }
}

async function showEnd(drill: Drill, { output, language }: CommandContext): Promise<ExitCode> {
  output.json({ message_type: "summary", ...drillJson(drill) });
  for (const line of drillLines(drill, language)) output.advice(line);
  return exitCodeFor(drill);
}

function exitCodeFor({ state }: Pick<Drill, "state">): ExitCode {
  if (state === "passed") return EXIT.done;
  return state === "failed" ? EXIT.failed : EXIT.incomplete;
}

async function list(
  host: HostConnection,
  wanted: string | undefined,
  { output, language }: CommandContext,
): Promise<ExitCode> {
  const repositoryId = wanted === undefined ? null : (await findRepository(host, wanted)).id;
  const { drills } = await host.call("drills.list", {
    repositoryId,
    kind: null,
    before: null,
    limit: LISTED,
  });
  output.json(drills.map((drill: DrillView) => drillJson(drill)));
  if (drills.length === 0) output.line(drillConsoleWords[language].noDrills);
  else for (const line of drillTable(drills, Date.now(), language)) output.line(line);
  return EXIT.done;
}

async function report(
  host: HostConnection,
  drillId: DrillId,
  { output: path }: Flags,
  { output, language }: CommandContext,
): Promise<ExitCode> {
  const { html, fileName } = await host.call("drills.report", { drillId, language });
  if (path === undefined) {
    output.json({ message_type: "report", file_name: fileName, html });
    output.line(html.trimEnd());
    return EXIT.done;
  }
  try {
    await writeFile(path, html, { mode: 0o600 });
  } catch (error) {
    const systemCode = systemCodeOf(error);
    if (systemCode === undefined) throw error;
    throw new BackstayError("TARGET_UNUSABLE", { path, reason: systemCode }, { cause: error });
  }
  output.json({ message_type: "report", file: path });
  output.line(drillConsoleWords[language].written(printable(path)));
  return EXIT.done;
}

async function schedule(
  host: HostConnection,
  wanted: string,
  { restoreEvery, failoverEvery, warnAfter, sampleFiles }: Flags,
  context: CommandContext,
): Promise<ExitCode> {
  const { id: repositoryId } = await findRepository(host, wanted);
  const { repositories } = await host.call("drills.standing", {});
  const now = repositories.find((standing) => standing.repositoryId === repositoryId)?.settings;
  if (now === undefined) throw new BackstayError("REPOSITORY_NOT_FOUND", {});
  const settings: DrillSettings = {
    ...now,
    restoreEveryDays: restoreEvery ?? now.restoreEveryDays,
    failoverEveryDays: failoverEvery ?? now.failoverEveryDays,
    warnAfterDays: warnAfter ?? now.warnAfterDays,
    sampleFiles: sampleFiles ?? now.sampleFiles,
  };
  await host.call("drills.settings", { repositoryId, settings });
  return await show(host, wanted, context);
}

async function vital(
  host: HostConnection,
  action: "vital" | "vital-add" | "vital-remove",
  { first, second }: Named,
  context: CommandContext,
): Promise<ExitCode> {
  const { output, language } = context;
  const { sources } = await host.call("sources.list", {});
  if (action !== "vital") {
    const { id: sourceId } = findSource(sources, required(first, "name"));
    const given = { sourceId, path: required(second, "path") };
    if (action === "vital-add") await host.call("drills.addVital", given);
    else await host.call("drills.removeVital", given);
    return saved(context);
  }
  const { paths } = await host.call("drills.vital", {});
  const nameOf = (id: string) => sources.find((source) => source.id === id)?.name ?? id;
  output.json(paths.map(({ sourceId, path }) => ({ source_id: sourceId, source: nameOf(sourceId), path })));
  if (paths.length === 0) output.line(drillConsoleWords[language].noVital);
  for (const { sourceId, path } of paths) output.line(`${printable(nameOf(sourceId))}  ${printable(path)}`);
  return EXIT.done;
}

function saved({ output, language }: CommandContext): ExitCode {
  output.json({ message_type: "saved" });
  output.line(drillConsoleWords[language].saved);
  return EXIT.done;
}

/** @param wanted its id, or the beginning of one of the newest. @throws {BackstayError} DRILL_NOT_FOUND */
async function findDrill(host: HostConnection, wanted: string): Promise<DrillId> {
  const whole = DrillIdText.safeParse(wanted);
  if (whole.success) return whole.data;
  const { drills } = await host.call("drills.list", {
    repositoryId: null,
    kind: null,
    before: null,
    limit: 500,
  });
  const [found, ...others] = drills.filter(({ id }) => id.startsWith(wanted));
  if (found === undefined || others.length > 0) throw new BackstayError("DRILL_NOT_FOUND", {});
  return found.id;
}

/** @throws {BackstayError} SOURCE_NOT_FOUND */
function findSource(sources: readonly Source[], wanted: string): Source {
  const found = sources.find(({ id, name }) => name === wanted || id === wanted);
  if (found === undefined) throw new BackstayError("SOURCE_NOT_FOUND", {});
  return found;
}
