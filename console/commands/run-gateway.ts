/** `backstay gateway run`: a gateway in a process of its own, which a restart of the host does not touch. */
import { systemClock } from "../../core/clock.ts";
import { type Goal, startTcpGateway, type TcpGateway } from "../../core/gateway/tcp-gateway.ts";
import type { HostConnection } from "../../core/host-socket/connect-to-host.ts";
import { BackstayError, systemCodeOf, toWire } from "../../shared/errors.ts";
import { printable } from "../../shared/format/printable.ts";
import type { GatewayView } from "../../shared/model/gateway.ts";
import { describeError } from "../../shared/words/describe-error.ts";
import type { CommandContext } from "../context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { findHost } from "../host-client/with-host.ts";
import { formatListenAddress } from "../server/listen-address.ts";
import { gatewayConsoleWords } from "../words/gateway-words.ts";

/** So often a host that went is looked for, and a script that reads JSON is told how it is. */
const LOOK_EVERY_MS = 5_000;

/**
 * Until somebody stops it; then it takes nobody in any more, and lets those that are there end in their time.
 * @throws {BackstayError} GATEWAY_NOT_FOUND, LISTEN_REFUSED; HOST_NOT_RUNNING at the start only
 */
export async function runGateway(
  host: HostConnection,
  name: string,
  context: CommandContext,
): Promise<ExitCode> {
  const { output, language, signal } = context;
  const say = gatewayConsoleWords[language];
  let view = await find(host, name);
  const gateway = await listen(view);
  const health = () => ({ ...gateway.health(), problem: null });
  const report = (event: string) => output.json({ message_type: "gateway", event, name, health: health() });
  gateway.follow(goalOf(view));
  const { listensAt } = gateway;
  const at = formatListenAddress({ address: listensAt.host, port: listensAt.port });
  output.line(say.runs(at, targetOf(view) ?? say.noActive));
  report("listening");
  output.flush();

  const look = async (connection: HostConnection): Promise<void> => {
    const before = view.activeId;
    view = await find(connection, name);
    gateway.setLimits(view.limits);
    gateway.follow(goalOf(view));
    if (view.activeId === before) return;
    output.line(say.runs(at, targetOf(view) ?? say.noActive));
    report("switched");
    output.flush();
  };
  let troubleTold = "";
  const following = keepFollowing(host, look, context, {
    onHost(isThere) {
      output.note(isThere ? say.hostBack : say.hostGone);
      report(isThere ? "host-back" : "host-gone");
      output.flush();
    },
    onTrouble(error) {
      const { code, details } = toWire(error, "");
      if (code === "HOST_UNREACHABLE") return; // told as a host that is gone
      const { message } = describeError({ code, details }, language);
      if (message === troubleTold) return;
      troubleTold = message;
      output.note(say.notFollowed(message));
      report("not-followed");
      output.flush();
    },
  });
  const timer = setInterval(() => {
    report("health");
    output.flush();
  }, LOOK_EVERY_MS);
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  clearInterval(timer);
  const { open } = gateway.health();
  if (open > 0) output.note(say.draining(open));
  report("draining");
  output.flush();
  await gateway.close(view.limits.drainSeconds * 1000);
  await following;
  report("ended");
  return EXIT.done;
}

type Listeners = {
  onHost(isThere: boolean): void;
  /** A host is there, and where to go cannot be learned from it. */
  onTrouble(error: unknown): void;
};

/** Follows a host, and the next one when it goes; without one, what was known last stays in force. */
async function keepFollowing(
  first: HostConnection,
  look: (connection: HostConnection) => Promise<void>,
  { env, signal }: CommandContext,
  { onHost, onTrouble }: Listeners,
): Promise<void> {
  let connection: HostConnection | undefined = first;
  const stopped = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  while (!signal.aborted) {
    if (connection === undefined) {
      await Promise.race([pause(LOOK_EVERY_MS), stopped]);
      if (signal.aborted) return;
      connection = await findHost(env).catch((error: unknown) => {
        onTrouble(error);
        return undefined;
      });
      if (connection === undefined) continue;
      onHost(true);
    }
    const current: HostConnection = connection;
    const again = () => void look(current).catch(onTrouble); // what was known last stays in force
    const stopListening = current.onEvent(({ event }) => {
      if (event.type === "failover" || event.type === "repositories") again();
    });
    again();
    await Promise.race([current.closed, stopped]);
    stopListening();
    if (current !== first) current.close();
    connection = undefined;
    if (!signal.aborted) onHost(false);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}

/** @throws {BackstayError} GATEWAY_NOT_FOUND */
async function find(host: HostConnection, name: string): Promise<GatewayView> {
  const { gateways } = await host.call("gateways.list", {});
  const found = gateways.find((one) => one.name === name || one.id === name);
  if (found === undefined) throw new BackstayError("GATEWAY_NOT_FOUND", {});
  return found;
}

/** @throws {BackstayError} LISTEN_REFUSED */
async function listen({ listen: where, limits }: GatewayView): Promise<TcpGateway> {
  try {
    return await startTcpGateway(where, limits, systemClock);
  } catch (error) {
    const reason = systemCodeOf(error) === "EADDRINUSE" ? "in-use" : "not-permitted";
    const address = formatListenAddress({ address: where.host, port: where.port });
    throw new BackstayError("LISTEN_REFUSED", { address, reason }, { cause: error });
  }
}

export function goalOf({ activeId, targets }: GatewayView): Goal | undefined {
  if (activeId === null) return undefined;
  return {
    id: activeId,
    addresses: targets.find(({ replicaId }) => replicaId === activeId)?.addresses ?? [],
  };
}

/** The first address of the machine it goes to. */
export function targetOf(view: GatewayView): string | undefined {
  const [first] = goalOf(view)?.addresses ?? [];
  return first === undefined
    ? undefined
    : printable(formatListenAddress({ address: first.host, port: first.port }));
}
