import { systemClock } from "../../core/clock.ts";
import { formatRelative } from "../../shared/format/relative-time.ts";
import type { Overview } from "../../shared/model/overview.ts";
import type { CommandContext } from "../context.ts";
import type { DefineCommand } from "../define-command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatExamples } from "../help.ts";
import { dataFolderOf, findHost } from "../host-client/with-host.ts";
import {
  type OverviewVerdict,
  sourceTable,
  summarizeOverview,
  verdictOf,
} from "../output/overview-summary.ts";

/** What a script is told. Nothing known is not the same as nothing wrong. */
const EXIT_BY_VERDICT: Readonly<Record<OverviewVerdict, ExitCode>> = {
  fine: EXIT.done,
  person: EXIT.failed,
  unknown: EXIT.incomplete,
};

export const defineStatus: DefineCommand = (command, run) => {
  command
    .description(
      "Says whether everything is protected, and what is not. Ends with status 0 when all is well, 1 when somebody has to do something, and 3 when it cannot be told, for instance because no Backstay runs.",
    )
    .addHelpText(
      "after",
      formatExamples([
        ["Is everything safe?", "backstay status"],
        ["For a monitoring system", "backstay status --json"],
      ]),
    )
    .action(() => run(command, showStatus));
};

async function showStatus(context: CommandContext): Promise<ExitCode> {
  const host = await findHost(context.env);
  if (host === undefined) return await showWithoutHost(context);
  try {
    return show(await host.call("overview.get", {}), context, true);
  } finally {
    host.close();
  }
}

/** What was known last says when it gets too old, but nothing is fine while no planned backup starts. */
async function showWithoutHost(context: CommandContext): Promise<ExitCode> {
  const { output, words, env } = context;
  const { notRunning, notRunningHint, knownLast } = words.host.status;
  const folder = dataFolderOf(env);
  output.line(notRunning(folder));
  output.advice(notRunningHint);
  const { readOverview } = await import("../../core/overview/read-overview.ts"); // only here is the catalog needed
  const overview = readOverview(folder, systemClock);
  if (overview === undefined) {
    output.json({ message_type: "status", verdict: "unknown", is_running: false });
    return EXIT_BY_VERDICT.unknown;
  }
  output.line("");
  output.line(knownLast);
  return show(overview, context, false);
}

function show(overview: Overview, { output, words, language }: CommandContext, isRunning: boolean): ExitCode {
  const say = words.host.status;
  const said = summarizeOverview(overview, say);
  const known = verdictOf(said);
  const verdict = known === "fine" && !isRunning ? "unknown" : known;
  const when = (timeMs: number) => formatRelative(timeMs, overview.nowMs, language);
  const newestMs = Math.max(
    ...overview.sources.map(({ newestGoodMs }) => newestGoodMs ?? Number.NEGATIVE_INFINITY),
  );
  const sentences = [
    ...said.map(({ sentence }) => sentence),
    ...(Number.isFinite(newestMs) ? [say.newest(when(newestMs))] : []),
    ...(isRunning && overview.jobs.length > 0 ? [say.running(overview.jobs.length)] : []),
    ...(isRunning && overview.nextRun !== null ? [say.next(when(overview.nextRun.atMs))] : []),
  ];
  output.line(sentences.join(language === "zh" ? "" : " "));
  if (overview.sources.length > 0) {
    output.line("");
    for (const line of sourceTable(overview, say, language)) output.line(line);
  }
  output.json(statusJson(overview, verdict, isRunning));
  return EXIT_BY_VERDICT[verdict];
}

function statusJson(overview: Overview, verdict: OverviewVerdict, isRunning: boolean) {
  const time = (timeMs: number | null) => (timeMs === null ? null : new Date(timeMs).toISOString());
  return {
    message_type: "status",
    verdict,
    is_running: isRunning,
    open_alerts: overview.openAlerts,
    jobs: overview.jobs.length,
    next_run: isRunning ? time(overview.nextRun?.atMs ?? null) : null, // nobody would start it
    sources: overview.sources.map(({ source, protection, newestGoodMs, deadlineMs }) => ({
      id: source.id,
      name: source.name,
      protection,
      newest_good: time(newestGoodMs),
      deadline: time(deadlineMs),
    })),
  };
}
