import { Argument } from "commander";
import { systemClock } from "../../core/clock.ts";
import { readHealth } from "../../core/health/hosts/health-without-host.ts";
import type { HostConnection } from "../../core/host-socket/connect-to-host.ts";
import { BackstayError } from "../../shared/errors.ts";
import { printable } from "../../shared/format/printable.ts";
import { isSecure, SNMP_PORT } from "../../shared/model/snmp-setup.ts";
import type { Standing } from "../../shared/model/standing.ts";
import type { HostTrial, WatchedHost } from "../../shared/model/watched-host.ts";
import { severityWords } from "../../shared/words/verdicts.ts";
import type { CommandContext } from "../context.ts";
import type { DefineCommand } from "../define-command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatExamples } from "../help.ts";
import { dataFolderOf, findHost, withHost } from "../host-client/with-host.ts";
import {
  addHostFlags,
  type HostFlags,
  isPlaceGiven,
  readHostDraft,
  SSH_PORT,
} from "../options/host-draft.ts";
import { formatTable } from "../output/table.ts";
import type { WatchingWords } from "../words/watching-words.ts";
import { describeGap } from "./describe-gap.ts";

const ACTIONS = ["list", "add", "remove", "test", "stands"] as const;
type Action = (typeof ACTIONS)[number];
type Where = Standing | "unknown";

export const defineHosts: DefineCommand = (command, run) => {
  command
    .description(
      "Lists the machines whose disks and arrays are watched, adds or removes one, tries one, or hears where one stands, so that it is known what a fire in the office would leave. Another machine is reached over SSH, and its host key is pinned at the first time; or it is a storage box that answers SNMP. What it is asked is in docs/health.md, and changes nothing.",
    )
    .addArgument(new Argument("[action]", "what to do").choices(ACTIONS).default("list"))
    .argument(
      "[name]",
      "what the host is called; for test without --ssh or --snmp, one that is watched already; for stands, a place of copies as well",
    )
    .addArgument(
      new Argument("[where]", "for stands, where it stands").choices(["office", "elsewhere", "unknown"]),
    );
  addHostFlags(command);
  command
    .addHelpText(
      "after",
      formatExamples([
        ["Which hosts are watched?", "backstay hosts"],
        ["Try a NAS first", "backstay hosts test NAS --ssh backstay@nas --key ~/.ssh/id_ed25519"],
        ["Then watch it", "backstay hosts add NAS --ssh backstay@nas --key ~/.ssh/id_ed25519"],
        ["Watch a storage box over SNMP", "backstay hosts add BOX --snmp backstay@box"],
        ["It stands in another building", "backstay hosts stands NAS elsewhere"],
      ]),
    )
    .action((action: Action, name: string | undefined, where: Where | undefined, flags: HostFlags) =>
      run(command, (context) => work(action, name, where, flags, context)),
    );
};

async function work(
  action: Action,
  name: string | undefined,
  where: Where | undefined,
  flags: HostFlags,
  context: CommandContext,
): Promise<ExitCode> {
  if (where !== undefined && action !== "stands") throw usage("too-many", where);
  if (action === "list") {
    if (name !== undefined) throw usage("too-many", name);
    return await list(context);
  }
  if (name === undefined) throw usage("argument-missing", "name");
  return await withHost(context, async (host) => {
    switch (action) {
      case "add":
        return await add(host, name, flags, context);
      case "remove":
        return await remove(host, name, context);
      case "test":
        return await tryOut(host, name, flags, context);
      case "stands":
        return await stands(host, name, where, context);
    }
  });
}

async function list(context: CommandContext): Promise<ExitCode> {
  const { env, output, words, language } = context;
  const host = await findHost(env);
  try {
    const hosts =
      host === undefined
        ? readHealth(dataFolderOf(env), systemClock, (health) => health.hosts())
        : (await host.call("hosts.list", {})).hosts;
    if (hosts === undefined) throw new BackstayError("HOST_NOT_RUNNING", { folder: dataFolderOf(env) });
    output.json(hosts.map(hostJson));
    const { columns, state } = words.watching;
    const table = formatTable<WatchedHost>(
      [
        { title: columns.name, cell: (one) => printable(one.name) },
        { title: columns.how, cell: ({ setup }) => placeOf(setup, words.watching) },
        { title: columns.state, cell: (one) => state[one.state] },
        { title: columns.health, cell: ({ severity }) => severityWords[language][severity] },
        { title: columns.disks, cell: ({ counts }) => String(counts.disks) },
        { title: columns.arrays, cell: ({ counts }) => String(counts.arrays) },
      ],
      hosts,
    );
    for (const line of table) output.line(line);
    return EXIT.done;
  } finally {
    host?.close();
  }
}

async function add(
  host: HostConnection,
  name: string,
  flags: HostFlags,
  context: CommandContext,
): Promise<ExitCode> {
  const { draft, secrets } = await readHostDraft(name, flags, context);
  const trial = await host.call("hosts.test", { draft, secrets });
  if (trial.error !== null) throw thrown(trial.error);
  const added = await host.call("hosts.add", { draft, secrets });
  context.output.json(hostJson({ ...added, hostKey: added.hostKey ?? trial.hostKey }));
  showTrial(name, trial, draft.setup, context);
  context.output.line(context.words.watching.added(printable(name)));
  return EXIT.done;
}

async function remove(host: HostConnection, name: string, context: CommandContext): Promise<ExitCode> {
  const found = await find(host, name);
  await host.call("hosts.remove", { hostId: found.id });
  context.output.json({ message_type: "host_removed", id: found.id, name: found.name });
  context.output.line(context.words.watching.removed(printable(name)));
  return EXIT.done;
}

/** Without an address it is one that is watched already, with what is kept for it. */
async function tryOut(
  host: HostConnection,
  name: string,
  flags: HostFlags,
  context: CommandContext,
): Promise<ExitCode> {
  const known = isPlaceGiven(flags) ? undefined : await find(host, name);
  const tried =
    known === undefined
      ? await readHostDraft(name, flags, context)
      : { hostId: known.id, secrets: {}, draft: { name: known.name, setup: known.setup } };
  const trial = await host.call("hosts.test", tried);
  if (trial.error !== null) throw thrown(trial.error);
  context.output.json({ message_type: "host_trial", name, host_key: trial.hostKey, ...pick(trial) });
  showTrial(name, trial, tried.draft.setup, context);
  return EXIT.done;
}

/** Of a host, or of one place of copies: what both are called alike is the host. */
async function stands(
  host: HostConnection,
  name: string,
  where: Where | undefined,
  { output, words }: CommandContext,
): Promise<ExitCode> {
  if (where === undefined) throw usage("argument-missing", "where");
  const { hosts, places } = await host.call("survival.get", {});
  const machine = hosts.find((one) => one.name === name);
  const place = places.find((one) => one.name === name);
  const subject =
    machine !== undefined
      ? { hostId: machine.hostId }
      : place !== undefined
        ? { replicaId: place.replicaId }
        : undefined;
  if (subject === undefined) throw new BackstayError("STANDING_SUBJECT_NOT_FOUND", {});
  await host.call("survival.setStanding", { subject, standing: where === "unknown" ? null : where });
  output.json({ message_type: "standing", name, standing: where === "unknown" ? null : where });
  output.line(words.watching.stands[where](printable(name)));
  return EXIT.done;
}

function showTrial(
  name: string,
  trial: HostTrial,
  setup: WatchedHost["setup"],
  { output, words, language }: CommandContext,
): void {
  const say = words.watching;
  output.line(say.reached(printable(name), trial.disks, trial.arrays));
  if (trial.hostKey !== null) output.line(say.showsKey(trial.hostKey));
  if (setup.kind === "snmp" && !isSecure(setup.signIn)) output.line(say.insecure);
  for (const gap of trial.gaps) output.line(`  ${describeGap(gap, language)}`);
}

async function find(host: HostConnection, name: string): Promise<WatchedHost> {
  const found = (await host.call("hosts.list", {})).hosts.find((one) => one.name === name);
  if (found === undefined) throw new BackstayError("WATCHED_HOST_NOT_FOUND", {});
  return found;
}

function placeOf(setup: WatchedHost["setup"], say: WatchingWords): string {
  if (setup.kind === "local") return say.thisComputer;
  const { address, port } = setup;
  const place = port === (setup.kind === "ssh" ? SSH_PORT : SNMP_PORT) ? address : `${address}:${port}`;
  if (setup.kind === "ssh") return `${setup.user}@${place}`;
  const { signIn } = setup;
  return signIn.version === "v3" ? say.overSnmp(`${signIn.user}@${place}`) : say.overInsecureSnmp(place);
}

function pick({ disks, arrays, gaps }: HostTrial) {
  return { disks, arrays, gaps };
}

function hostJson({ id, name, setup, state, severity, hostKey, answeredMs, error, counts }: WatchedHost) {
  const time = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
  return {
    ...{ id, name, setup, state, severity, host_key: hostKey, answered: time(answeredMs) },
    ...{ error: error?.code ?? null, ...counts },
  };
}

function thrown({ code, details }: NonNullable<HostTrial["error"]>): BackstayError {
  return new BackstayError(code, details as never);
}

function usage(problem: "too-many" | "argument-missing", ...about: readonly string[]) {
  return new BackstayError("USAGE", { problem, about });
}
