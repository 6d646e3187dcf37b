import { Argument, Option } from "commander";
import { systemClock } from "../../core/clock.ts";
import type { HostConnection } from "../../core/host-socket/connect-to-host.ts";
import { failoverStanding } from "../../shared/failover-standing.ts";
import { printable } from "../../shared/format/printable.ts";
import { formatRelative } from "../../shared/format/relative-time.ts";
import type { FailoverSettings, FailoverView, RecordedTransition } from "../../shared/model/failover.ts";
import type { RepositoryView } from "../../shared/model/repository.ts";
import { failoverWords } from "../../shared/words/failover-words.ts";
import type { CommandContext } from "../context.ts";
import type { DefineCommand } from "../define-command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatExamples } from "../help.ts";
import { withHost } from "../host-client/with-host.ts";
import { findReplica, findRepository, required } from "../options/named-repository.ts";
import { parseCount } from "../options/parse-count.ts";
import {
  matrixJson,
  matrixTable,
  metricsJson,
  metricsLines,
  readinessJson,
  readinessLines,
} from "../output/failover-metrics.ts";
import { replicaJson, replicaTable } from "../output/replica-table.ts";
import { formatTable } from "../output/table.ts";
import { failoverConsoleWords } from "../words/failover-words.ts";
import { STAND_IN_ACTIONS, type StandInAction, type StandInFlags, workOnStandIn } from "./stand-in.ts";

const TOLD = ["history", "matrix", "metrics", "readiness"] as const;
const ORDERS = ["switch", "back", "hold", "release", "settings"] as const;
const ACTIONS = ["show", ...ORDERS, ...TOLD, ...STAND_IN_ACTIONS] as const;
type Action = (typeof ACTIONS)[number];
type Flags = StandInFlags & {
  readonly forGood?: boolean;
  readonly evenIfBehind?: boolean;
  readonly return?: FailoverSettings["failBack"];
};

export const defineFailover: DefineCommand = (command, run) => {
  command
    .description(
      "Shows which replica of each repository is active, how the others are and what moves; moves backups to another replica or back; holds everything where it is; or tells what happened, which source's backups are on which replica, how the replicas did in the last 30 days, and how ready they are. Besides, it lets the Backstay of another computer start a plan while this one is gone (offer, keep) and stands by for plans of others (stand-by, leave) or makes a plan its own whose computer is gone for good (adopt --gone); plans lists them with who starts each. It is done by the Backstay that runs on this computer. Ends with status 1 when an active replica is in trouble.",
    )
    .addArgument(new Argument("[action]", "what to do").choices(ACTIONS).default("show"))
    .argument(
      "[repository]",
      "name of the repository, or its id; for offer, keep, stand-by, adopt and leave, of the plan",
    )
    .argument("[replica]", "for switch, the replica that becomes active")
    .option("--for-good", "the one that is switched to is the usual one from then on")
    .option("--even-if-behind", "also when the old one cannot be asked for what the new one lacks")
    .addOption(
      new Option("--return <how>", "for settings: whether backups go back by themselves").choices([
        "by-itself",
        "on-request",
      ]),
    )
    .option(
      "--lease <seconds>",
      "for offer, after how long without a sign this Backstay counts as gone (120)",
      parseCount,
    )
    .option("--after <seconds>", "for stand-by, how much longer to wait then (600)", parseCount)
    .option(
      "--gone",
      "for adopt: the computer of the plan is gone for good. Should it come back all the same, it starts the plan no more and stands by; what it did before it saw that may be there twice, nothing is lost",
    )
    .addHelpText(
      "after",
      formatExamples([
        ["Who is active, and is all well?", "backstay failover"],
        ["NAS will be off over the weekend", "backstay failover switch NAS 'NAS 2'"],
        ["It is back", "backstay failover back NAS"],
        ["The server may run this plan while I am gone", "backstay failover offer 'Office hours'"],
        ["On the server", "backstay failover stand-by 'Office hours'"],
        ["That computer was stolen", "backstay failover adopt 'Office hours' --gone"],
      ]),
    )
    .action((action: Action, repository: string | undefined, replica: string | undefined, flags: Flags) =>
      run(command, (context) => work(action, repository, replica, flags, context)),
    );
};

async function work(
  action: Action,
  wanted: string | undefined,
  replica: string | undefined,
  flags: Flags,
  context: CommandContext,
): Promise<ExitCode> {
  return await withHost(context, async (host) => {
    if (action === "show") return await show(host, wanted, context);
    if (isAboutPlans(action)) {
      await workOnStandIn(host, action, wanted, flags, context);
      return EXIT.done;
    }
    const repository = await findRepository(host, required(wanted, "repository"));
    if (action === "history") return await history(host, repository, context);
    if (action === "matrix" || action === "metrics" || action === "readiness") {
      await tell(host, action, repository, context);
      return EXIT.done;
    }
    await order(host, action, repository, replica, flags);
    const { output, language } = context;
    const say = failoverConsoleWords[language];
    output.json({ message_type: "ordered", action, repository_id: repository.id });
    output.line(
      action === "switch" || action === "back" ? say.ordered(printable(repository.name)) : say.saved,
    );
    return EXIT.done;
  });
}

function isAboutPlans(action: Action): action is StandInAction {
  return STAND_IN_ACTIONS.some((one) => one === action);
}

async function order(
  host: HostConnection,
  action: (typeof ORDERS)[number],
  repository: RepositoryView,
  replica: string | undefined,
  { forGood = false, evenIfBehind = false, return: failBack }: Flags,
): Promise<void> {
  const { id: repositoryId } = repository;
  switch (action) {
    case "switch": {
      const { id: replicaId } = await findReplica(host, repository, required(replica, "replica"));
      await host.call("failover.switchOver", { repositoryId, replicaId, forGood, evenIfBehind });
      return;
    }
    case "back":
      await host.call("failover.failBack", { repositoryId, evenIfBehind });
      return;
    case "hold":
    case "release":
      await host.call("failover.hold", { repositoryId, isHeld: action === "hold" });
      return;
    case "settings": {
      const { state } = await host.call("failover.state", { repositoryId });
      if (state === null) {
        await host.call("failover.hold", { repositoryId, isHeld: false }); // says why not
        return;
      }
      const settings = { ...state.settings, failBack: failBack ?? state.settings.failBack };
      await host.call("failover.settings", { repositoryId, settings });
    }
  }
}

async function show(
  host: HostConnection,
  wanted: string | undefined,
  { output, language }: CommandContext,
): Promise<ExitCode> {
  const say = failoverConsoleWords[language];
  const only = wanted === undefined ? undefined : (await findRepository(host, wanted)).id;
  const all = (await host.call("failover.list", {})).repositories.filter(
    ({ repositoryId }) => only === undefined || repositoryId === only,
  );
  output.json(all.map(failoverJson));
  if (all.length === 0) output.line(say.none);
  for (const state of all) {
    const cause =
      state.cause === null ? undefined : failoverWords[language].cause(state.cause, nameIn(state));
    const standing = say.standings[failoverStanding(state, systemClock.nowMs()).kind];
    const how = standing ?? failoverWords[language].phases[state.phase];
    output.line(say.repository(printable(state.name), how, cause));
    if (state.move !== null) {
      const { toId } = state.move;
      output.line(say.moving(toId === null ? undefined : nameIn(state)(toId)));
    }
    if (state.putOff !== null) output.line(say.putOff(nameIn(state)(state.putOff.toId)));
    if (state.isHeld) output.line(say.held);
    for (const line of replicaTable(state.replicas, systemClock.nowMs(), language)) output.line(line);
  }
  return all.some(({ phase }) => phase === "suspect") ? EXIT.failed : EXIT.done;
}

async function history(
  host: HostConnection,
  { id: repositoryId, replicas }: RepositoryView,
  { output, language }: CommandContext,
): Promise<ExitCode> {
  const say = failoverConsoleWords[language];
  const { transitions } = await host.call("failover.history", { repositoryId, before: null, limit: 100 });
  const names = nameIn({ replicas });
  output.json(transitions.map(transitionJson));
  const nowMs = systemClock.nowMs();
  const table = formatTable<RecordedTransition>(
    [
      { title: say.columns.when, cell: ({ atMs }) => formatRelative(atMs, nowMs, language) },
      { title: say.columns.phase, cell: ({ to }) => failoverWords[language].phases[to] },
      { title: say.columns.why, cell: ({ cause }) => failoverWords[language].cause(cause, names) },
    ],
    transitions,
  );
  for (const line of table) output.line(line);
  return EXIT.done;
}

async function tell(
  host: HostConnection,
  action: Exclude<(typeof TOLD)[number], "history">,
  { id: repositoryId }: RepositoryView,
  { output, language }: CommandContext,
): Promise<void> {
  let lines: readonly string[];
  if (action === "matrix") {
    const { matrix } = await host.call("failover.matrix", { repositoryId });
    output.json(matrixJson(matrix));
    lines = matrixTable(matrix, language);
  } else if (action === "metrics") {
    const { metrics } = await host.call("failover.metrics", { repositoryId });
    output.json(metricsJson(metrics));
    lines = metricsLines(metrics, language);
  } else {
    const { readiness } = await host.call("failover.readiness", { repositoryId });
    output.json(readinessJson(readiness));
    lines = readinessLines(readiness, language);
  }
  for (const line of lines) output.line(line);
}

function nameIn({
  replicas,
}: {
  readonly replicas: readonly { readonly id: string; readonly name: string }[];
}) {
  return (id: string) => printable(replicas.find((replica) => replica.id === id)?.name ?? id);
}

const time = (ms: number) => new Date(ms).toISOString();

function transitionJson({ number, atMs, from, to, cause, activeId, epoch, moveTookMs }: RecordedTransition) {
  return { number, at: time(atMs), from, to, cause, active_id: activeId, epoch, move_took_ms: moveTookMs };
}

function failoverJson(state: FailoverView) {
  const { repositoryId, name, phase, phaseSinceMs, cause, epoch, activeId, usualId, move, isHeld } = state;
  return {
    ...{ repository_id: repositoryId, name, phase, since: time(phaseSinceMs), cause, epoch },
    ...{ active_id: activeId, usual_id: usualId, is_held: isHeld, returns: state.returns },
    move:
      move === null
        ? null
        : { kind: move.kind, step: move.step, to_id: move.toId, started: time(move.startedMs) },
    put_off: state.putOff === null ? null : { kind: state.putOff.kind, to_id: state.putOff.toId },
    ...{ last_move_ms: state.lastMoveMs, prune_waits: state.pruneWaits },
    replicas: state.replicas.map(replicaJson),
  };
}
