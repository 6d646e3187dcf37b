import { Argument } from "commander";
import {
  acknowledgeAlerts,
  approveChanges,
  readAlerts,
  settleRot,
} from "../../core/alerts/alerts-without-host.ts";
import { systemClock } from "../../core/clock.ts";
import type { HostConnection } from "../../core/host-socket/connect-to-host.ts";
import { BackstayError } from "../../shared/errors.ts";
import { formatRelative } from "../../shared/format/relative-time.ts";
import { type AlertId, shortId } from "../../shared/ids.ts";
import type { Alert, AlertSubject } from "../../shared/model/alert.ts";
import { alertStanding } from "../../shared/model/alert-standing.ts";
import { describeAlert } from "../../shared/words/alerts.ts";
import type { CommandContext } from "../context.ts";
import type { DefineCommand } from "../define-command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatExamples } from "../help.ts";
import { dataFolderOf, findHost } from "../host-client/with-host.ts";
import { formatTable } from "../output/table.ts";

const LIMIT = 500;

/** What a person may say was meant. */
type Approvable = Extract<AlertSubject, { code: "CHANGE_SUSPICIOUS" | "SOURCE_ROTTED" }>;

type Action = "list" | "ack" | "approve" | "program";

export const defineAlerts: DefineCommand = (command, run) => {
  command
    .description(
      "Lists the alerts whose cause lasts, the worst first, or acknowledges some. An acknowledged alert returns only if it gets worse. approve says of suspicious changes, and of files that changed without a new date, that they were meant; what is older is kept before. Where no Backstay runs, it is what was known last. With program, a channel of that name tells of alerts by running a program with its arguments as they are, no shell between; rules say of which alerts. A browser may use such a channel, but not say what it runs.",
    )
    .addArgument(
      new Argument("[action]", "what to do").choices(["list", "ack", "approve", "program"]).default("list"),
    )
    .argument(
      "[what...]",
      "for ack and approve, beginnings of the ids of alerts; for program, the channel's name, then the program's whole path and its arguments",
    )
    .addHelpText(
      "after",
      formatExamples([
        ["What is wrong?", "backstay alerts"],
        ["I take care of this one", "backstay alerts ack 1f3a90cc"],
        ["We deleted these files ourselves", "backstay alerts approve 1f3a90cc"],
        ["Ring the bell", "backstay alerts program Bell -- /usr/local/bin/ring --loud"],
      ]),
    )
    .action((action: Action, wanted: readonly string[]) =>
      run(command, (context) => work(action, wanted, context)),
    );
};

async function work(action: Action, wanted: readonly string[], context: CommandContext): Promise<ExitCode> {
  if (action === "program") {
    const { setAlertProgram } = await import("./alert-program.ts"); // only it needs an engine where none runs
    return await setAlertProgram(wanted, context);
  }
  if (action === "list" && wanted.length > 0) throw usage("id-needless");
  if (action !== "list" && wanted.length === 0) throw usage("id-missing", action);
  const host = await findHost(context.env);
  try {
    const alerts = await open(host, context);
    if (action === "list") showAll(alerts, context);
    else if (action === "approve")
      showApproved(await approve(host, find(alerts, wanted), alerts, context), context);
    else showAcknowledged(await acknowledge(host, find(alerts, wanted), context), context);
    return EXIT.done;
  } finally {
    host?.close();
  }
}

/** @throws {BackstayError} HOST_NOT_RUNNING when nothing was ever set up there */
async function open(host: HostConnection | undefined, { env }: CommandContext): Promise<readonly Alert[]> {
  if (host !== undefined) return (await host.call("alerts.list", { which: "open", limit: LIMIT })).alerts;
  const folder = dataFolderOf(env);
  const alerts = readAlerts(folder, systemClock, LIMIT);
  if (alerts === undefined) throw new BackstayError("HOST_NOT_RUNNING", { folder });
  return alerts;
}

async function acknowledge(
  host: HostConnection | undefined,
  ids: readonly AlertId[],
  { env }: CommandContext,
): Promise<readonly Alert[]> {
  if (host === undefined) return acknowledgeAlerts(dataFolderOf(env), systemClock, ids);
  return await Promise.all(ids.map((alertId) => host.call("alerts.acknowledge", { alertId })));
}

/** @throws {BackstayError} USAGE where one of them is about something else; then none is approved */
async function approve(
  host: HostConnection | undefined,
  ids: readonly AlertId[],
  alerts: readonly Alert[],
  { env }: CommandContext,
): Promise<readonly Approvable[]> {
  const subjects = ids.map((wanted) => {
    const subject = alerts.find(({ id }) => id === wanted)?.subject;
    if (subject?.code !== "CHANGE_SUSPICIOUS" && subject?.code !== "SOURCE_ROTTED")
      throw new BackstayError("USAGE", { problem: "alert-not-of-changes", about: [shortId(wanted)] });
    return subject;
  });
  const changes = subjects.filter(({ code }) => code === "CHANGE_SUSPICIOUS");
  const rotten = subjects.filter(({ code }) => code === "SOURCE_ROTTED");
  if (host === undefined) {
    approveChanges(dataFolderOf(env), systemClock, changes);
    settleRot(dataFolderOf(env), systemClock, rotten);
  }
  for (const { repositoryId, sourceId } of changes)
    await host?.call("plans.approveChange", { repositoryId, sourceId });
  for (const { repositoryId, sourceId } of rotten)
    await host?.call("plans.settleRot", { repositoryId, sourceId, isMeant: true });
  return subjects;
}

/** All of them, or none. @throws {BackstayError} ALERT_NOT_FOUND also where several begin so */
function find(alerts: readonly Alert[], wanted: readonly string[]): AlertId[] {
  return wanted.map((beginning) => {
    const [found, ...others] = alerts.filter(({ id }) => id.startsWith(beginning.toLowerCase()));
    if (found === undefined || others.length > 0 || beginning === "")
      throw new BackstayError("ALERT_NOT_FOUND", {});
    return found.id;
  });
}

function showAll(alerts: readonly Alert[], { output, words, language }: CommandContext): void {
  const { none, columns, severity, standing } = words.alerts;
  const nowMs = systemClock.nowMs();
  output.json(alerts.map((alert) => alertJson(alert, nowMs, language)));
  if (alerts.length === 0) {
    output.line(none);
    return;
  }
  const table = formatTable<Alert>(
    [
      { title: columns.id, cell: ({ id }) => shortId(id) },
      { title: columns.severity, cell: (alert) => severity[alert.severity] },
      { title: columns.since, cell: ({ firstMs }) => formatRelative(firstMs, nowMs, language, "short") },
      { title: columns.standing, cell: (alert) => standing[alertStanding(alert, nowMs)] },
      {
        title: columns.title,
        cell: ({ subject, resolvedMs }) => {
          const { title, summary } = describeAlert(subject, { nowMs, resolvedMs }, language);
          return [title, summary];
        },
      },
    ],
    alerts,
  );
  for (const line of table) output.line(line);
}

function showAcknowledged(alerts: readonly Alert[], { output, words, language }: CommandContext): void {
  const nowMs = systemClock.nowMs();
  output.json(alerts.map((alert) => alertJson(alert, nowMs, language)));
  for (const { subject, resolvedMs } of alerts)
    output.line(words.alerts.acknowledged(describeAlert(subject, { nowMs, resolvedMs }, language).title));
}

function alertJson(alert: Alert, nowMs: number, language: CommandContext["language"]) {
  const { id, severity, subject, firstMs, lastMs, occurrences, resolvedMs } = alert;
  const time = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
  const { title, happened, means, toDo } = describeAlert(subject, { nowMs, resolvedMs }, language);
  return {
    ...{ id, code: subject.code, severity, standing: alertStanding(alert, nowMs) },
    ...{ first: time(firstMs), last: time(lastMs), occurrences },
    ...{ acknowledged: time(alert.acknowledgedMs), snoozed_until: time(alert.snoozedUntilMs) },
    ...{ title, happened, means, to_do: toDo },
  };
}

function showApproved(subjects: readonly Approvable[], { output, words }: CommandContext): void {
  output.json(
    subjects.map(({ repositoryId, sourceId }) => ({ repository_id: repositoryId, source_id: sourceId })),
  );
  for (const { about, code } of subjects)
    output.line(code === "SOURCE_ROTTED" ? words.alerts.rotMeant(about) : words.alerts.approved(about));
}

function usage(problem: "id-missing" | "id-needless", action: Action = "list") {
  return new BackstayError("USAGE", {
    problem,
    about: [`alerts ${action}`],
  });
}
