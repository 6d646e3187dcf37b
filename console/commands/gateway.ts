import { Argument } from "commander";
import type { HostConnection } from "../../core/host-socket/connect-to-host.ts";
import { BackstayError } from "../../shared/errors.ts";
import { printable } from "../../shared/format/printable.ts";
import { type GatewayView, USUAL_GATEWAY_LIMITS } from "../../shared/model/gateway.ts";
import type { CommandContext } from "../context.ts";
import type { DefineCommand } from "../define-command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatExamples } from "../help.ts";
import { withHost } from "../host-client/with-host.ts";
import { type NamedTarget, parseGatewayTarget } from "../options/gateway-target.ts";
import { findReplica, findRepository, required } from "../options/named-repository.ts";
import { parseCount } from "../options/parse-count.ts";
import { formatTable } from "../output/table.ts";
import { formatListenAddress, type ListenAddress, parseListenAddress } from "../server/listen-address.ts";
import { gatewayConsoleWords } from "../words/gateway-words.ts";
import { runGateway, targetOf } from "./run-gateway.ts";

const ACTIONS = ["list", "set", "remove", "run"] as const;
type Action = (typeof ACTIONS)[number];
type Flags = {
  readonly repository?: string;
  readonly listen?: ListenAddress;
  readonly target?: readonly NamedTarget[];
  readonly openToNetwork?: boolean;
  readonly byItself?: boolean;
  readonly drain?: number;
  readonly maxConnections?: number;
  readonly idle?: number;
};

export const defineGateway: DefineCommand = (command, run) => {
  command
    .description(
      "One stable address of this computer in front of the machines that hold the replicas of a repository: it passes connections on to the machine of the active one, over whatever protocol, and keeps none of the data. When backups move, new connections go to the new machine, and those that are open may end in their own time. Lists gateways with how they are, sets one up, removes it, or runs one in a process of its own. List ends with status 1 when one cannot listen or has nowhere to go.",
    )
    .addArgument(new Argument("[action]", "what to do").choices(ACTIONS).default("list"))
    .argument("[name]", "what the gateway is called; set replaces one that is called so")
    .option("--repository <name>", "for set, the repository whose active replica it follows")
    .option(
      "--listen <address:port>",
      "for set, where it listens; other computers reach it only with --open-to-network",
      parseListenAddress,
    )
    .option(
      "--target <replica=address:port>",
      "for set, the machine of a replica, with further addresses of it after commas; once for each replica",
      (text: string, before: readonly NamedTarget[] = []) => [...before, parseGatewayTarget(text)],
    )
    .option("--open-to-network", "for set, other computers may come in")
    .option(
      "--by-itself",
      "for set, it does not run in the host, but where `backstay gateway run` is started",
    )
    .option(
      "--drain <seconds>",
      "for set, how long open connections may go on when backups moved",
      parseCount,
    )
    .option("--max-connections <count>", "for set, how many may be open at once", parseCount)
    .option("--idle <seconds>", "for set, end what was silent for so long", parseCount)
    .addHelpText(
      "after",
      formatExamples([
        [
          "One address for the files of two NAS boxes",
          "backstay gateway set Files --repository NAS --listen 127.0.0.1:2022 --target NAS=10.0.0.2:22 --target 'NAS 2=10.0.0.3:22'",
        ],
        ["How is it?", "backstay gateway --json"],
      ]),
    )
    .action((action: Action, name: string | undefined, flags: Flags) =>
      run(command, (context) => work(action, name, flags, context)),
    );
};

async function work(
  action: Action,
  name: string | undefined,
  flags: Flags,
  context: CommandContext,
): Promise<ExitCode> {
  return await withHost(context, async (host) => {
    if (action === "list") return await list(host, name, context);
    const wanted = required(name, "name");
    if (action === "run") return await runGateway(host, wanted, context);
    const { gateways } = await host.call("gateways.list", {});
    const known = gateways.find((one) => one.name === wanted);
    if (action === "set") return await set(host, wanted, known, flags, context);
    if (known === undefined) throw new BackstayError("GATEWAY_NOT_FOUND", {});
    await host.call("gateways.remove", { gatewayId: known.id });
    const { output, language } = context;
    output.json({ message_type: "gateway_removed", id: known.id, name: wanted });
    output.line(gatewayConsoleWords[language].removed(printable(wanted)));
    return EXIT.done;
  });
}

/** What is not said stays as it was. */
async function set(
  host: HostConnection,
  name: string,
  known: GatewayView | undefined,
  flags: Flags,
  { output, language }: CommandContext,
): Promise<ExitCode> {
  const repository = await findRepository(
    host,
    flags.repository ?? known?.repositoryId ?? required(undefined, "--repository"),
  );
  const { listen } = flags;
  const where = listen === undefined ? known?.listen : { host: listen.address, port: listen.port };
  if (where === undefined) required(undefined, "--listen");
  const given = flags.target ?? [];
  const targets =
    given.length === 0
      ? (known?.targets ?? [])
      : await Promise.all(
          given.map(async ({ replica, addresses }) => ({
            replicaId: (await findReplica(host, repository, replica)).id,
            addresses: [...addresses],
          })),
        );
  if (targets.length === 0) required(undefined, "--target");
  const limits = known?.limits ?? USUAL_GATEWAY_LIMITS;
  const { drain, maxConnections, idle, openToNetwork, byItself } = flags;
  const gateway = await host.call("gateways.save", {
    gatewayId: known?.id ?? null,
    draft: {
      ...{ name, repositoryId: repository.id, listen: where ?? { host: "127.0.0.1", port: 0 }, targets },
      isOpenToNetwork: openToNetwork ?? known?.isOpenToNetwork ?? false,
      isInHost: byItself === undefined ? (known?.isInHost ?? true) : !byItself,
      limits: {
        ...limits,
        ...(drain === undefined ? {} : { drainSeconds: drain }),
        ...(maxConnections === undefined ? {} : { maxConnections }),
        ...(idle === undefined ? {} : { idleSeconds: idle }),
      },
    },
  });
  output.json({ message_type: "gateway_saved", ...gatewayJson(gateway) });
  output.advice(gatewayConsoleWords[language].saved(printable(name)));
  return EXIT.done;
}

async function list(
  host: HostConnection,
  name: string | undefined,
  { output, language }: CommandContext,
): Promise<ExitCode> {
  const say = gatewayConsoleWords[language];
  const { gateways } = await host.call("gateways.list", {});
  const shown = gateways.filter((one) => name === undefined || one.name === name);
  if (name !== undefined && shown.length === 0) throw new BackstayError("GATEWAY_NOT_FOUND", {});
  output.json(shown.map(gatewayJson));
  if (shown.length === 0) output.line(say.none);
  else {
    const table = formatTable<GatewayView>(
      [
        { title: say.columns.name, cell: (one) => one.name },
        { title: say.columns.listens, cell: addressOf },
        { title: say.columns.follows, cell: (one) => targetOf(one) ?? say.noActive },
        {
          title: say.columns.open,
          cell: ({ health }) => (health === null ? "" : say.open(health.open, health.draining)),
        },
        { title: say.columns.state, cell: (one) => stateOf(one, say) },
      ],
      shown,
    );
    for (const line of table) output.line(line);
  }
  return shown.some(isAmiss) ? EXIT.failed : EXIT.done;
}

/** One that has nowhere to go is amiss, though it listens. */
function isAmiss(view: GatewayView): boolean {
  return view.health !== null && (view.health.problem !== null || !view.health.hasTarget);
}

function stateOf(view: GatewayView, say: (typeof gatewayConsoleWords)["en"]): string {
  if (view.health === null) return say.elsewhere;
  if (view.health.problem !== null) return say.cannotListen(view.health.problem);
  return view.health.hasTarget ? say.listens : say.noTarget;
}

function addressOf({ listen, health }: GatewayView): string {
  const { host: address, port } = health?.listensAt ?? listen;
  return formatListenAddress({ address, port });
}

function gatewayJson(view: GatewayView) {
  const { id, name, repositoryId, listen, isOpenToNetwork, isInHost, targets, limits, activeId, health } =
    view;
  return {
    ...{ id, name, repository_id: repositoryId, listen, is_open_to_network: isOpenToNetwork },
    ...{ is_in_host: isInHost, active_id: activeId, limits, health },
    targets: targets.map(({ replicaId, addresses }) => ({ replica_id: replicaId, addresses })),
  };
}
