import { type AddressInfo, createServer, type Socket } from "node:net";
import type { ReplicaId } from "../../shared/ids.ts";
import type {
  GATEWAY_REFUSALS,
  GatewayAddress,
  GatewayHealth,
  GatewayLimits,
} from "../../shared/model/gateway.ts";
import type { Clock } from "../clock.ts";
import { connectToTarget } from "./connect-to-target.ts";
import { type Splice, splice } from "./splice.ts";

/** Where connections go: the machine of the active replica. Without addresses nothing is known of it. */
export type Goal = { readonly id: ReplicaId; readonly addresses: readonly GatewayAddress[] };

export type TcpGateway = {
  readonly listensAt: GatewayAddress;
  /** New connections go there from now on; those to another may end in their own time, within their limit. */
  follow(goal: Goal | undefined): void;
  setLimits(limits: GatewayLimits): void;
  health(): Omit<GatewayHealth, "problem">;
  /** Takes no more connections, and resolves when those that are open have ended or their time is over. */
  close(drainMs: number): Promise<void>;
};

type Refusal = (typeof GATEWAY_REFUSALS)[number];
type Pair = {
  /** Undefined while it is being connected. */
  splice: Splice | undefined;
  readonly goalId: ReplicaId;
  readonly stop: AbortController;
  progress: number;
  progressMs: number;
  /** When it is cut off because backups moved or the gateway ends; undefined while it may stay. */
  untilMs: number | undefined;
};

const SWEEP_MS = 250;
const KEEP_ALIVE_MS = 60_000;

/**
 * Listens, and passes connections on.
 * @throws the system's error when it cannot listen
 */
export async function startTcpGateway(
  listen: GatewayAddress,
  firstLimits: GatewayLimits,
  clock: Clock,
): Promise<TcpGateway> {
  const pairs = new Set<Pair>();
  const refused: Record<Refusal, number> = { "no-target": 0, limit: 0, unreachable: 0 };
  let limits = firstLimits;
  let goal: Goal | undefined;
  let followsSinceMs: number | null = null;
  let accepted = 0;
  let cutOff = 0;
  let [endedIn, endedOut] = [0, 0];
  let lastFailure: GatewayHealth["lastFailure"] = null;
  let onEmpty: (() => void) | undefined;

  const server = createServer(
    // half-closed connections are whole ones for some protocols; what comes before the target is there waits in the kernel
    {
      allowHalfOpen: true,
      pauseOnConnect: true,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: KEEP_ALIVE_MS,
    },
    (client) => {
      client.on("error", () => undefined); // until it is passed on; a client that goes is no news
      void take(client);
    },
  );

  function refuse(client: Socket, why: Refusal): void {
    refused[why] += 1;
    client.resetAndDestroy();
  }

  async function take(client: Socket): Promise<void> {
    if (pairs.size >= limits.maxConnections) return refuse(client, "limit");
    if (goal === undefined || goal.addresses.length === 0) return refuse(client, "no-target");
    accepted += 1;
    const wanted = goal;
    const pair: Pair = {
      ...{ splice: undefined, goalId: wanted.id, stop: new AbortController() },
      ...{ progress: 0, progressMs: clock.nowMs(), untilMs: undefined },
    };
    pairs.add(pair);
    const onGone = () => pair.stop.abort();
    client.once("close", onGone);
    const found = await connectToTarget(wanted.addresses, limits.connectSeconds * 1000, pair.stop.signal);
    client.off("close", onGone);
    if (found.socket === undefined) {
      drop(pair);
      // while it was tried another replica has become active: there it may find somebody
      if (goal !== undefined && goal.id !== wanted.id && !client.destroyed) {
        accepted -= 1;
        return await take(client);
      }
      if (found.code !== "ABORTED") lastFailure = { atMs: clock.nowMs(), code: found.code };
      return refuse(client, "unreachable");
    }
    if (client.destroyed) {
      found.socket.destroy();
      return drop(pair);
    }
    const joined = splice(client, found.socket, () => {
      endedIn += joined.bytesIn();
      endedOut += joined.bytesOut();
      drop(pair);
    });
    pair.splice = joined;
    pair.progressMs = clock.nowMs();
    client.resume();
  }

  function drop(pair: Pair): void {
    pairs.delete(pair);
    if (pairs.size === 0) onEmpty?.();
  }

  function end(pair: Pair): void {
    cutOff += 1;
    pair.stop.abort();
    pair.splice?.cutOff();
  }

  /** Looks on a short tick, because timers stop while a computer sleeps. */
  function sweep(): void {
    const nowMs = clock.nowMs();
    for (const pair of pairs) {
      const { splice: joined } = pair;
      if (pair.untilMs !== undefined && nowMs >= pair.untilMs) {
        end(pair);
        continue;
      }
      if (joined === undefined) continue;
      const progress = joined.progress();
      if (progress !== pair.progress || nowMs < pair.progressMs) {
        pair.progress = progress;
        pair.progressMs = nowMs;
        continue;
      }
      const limit = joined.isHalfClosed() ? limits.halfClosedSeconds : limits.idleSeconds;
      if (limit > 0 && nowMs - pair.progressMs >= limit * 1000) end(pair);
    }
  }

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: listen.host, port: listen.port, exclusive: true }, () => {
      server.off("error", reject);
      server.on("error", () => undefined); // that one more could not be let in is no reason to end the others
      resolve();
    });
  });
  const timer = setInterval(sweep, SWEEP_MS);
  timer.unref();
  const { address, port } = server.address() as AddressInfo;
  const all = (of: (joined: Splice) => number) =>
    [...pairs].reduce((sum, { splice: joined }) => sum + (joined === undefined ? 0 : of(joined)), 0);

  return {
    listensAt: { host: address, port },
    setLimits(next) {
      limits = next;
    },
    follow(next) {
      const isSame = next?.id === goal?.id;
      goal = next;
      if (isSame) return;
      const nowMs = clock.nowMs();
      followsSinceMs = next === undefined ? null : nowMs;
      for (const pair of pairs) {
        if (pair.goalId === next?.id)
          pair.untilMs = undefined; // back before its time was over
        else if (pair.splice === undefined) pair.stop.abort();
        else pair.untilMs ??= nowMs + limits.drainSeconds * 1000;
      }
    },
    health: () => ({
      listensAt: { host: address, port },
      activeId: goal?.id ?? null,
      hasTarget: goal !== undefined && goal.addresses.length > 0,
      followsSinceMs,
      open: [...pairs].filter((pair) => pair.splice !== undefined).length,
      draining: [...pairs].filter((pair) => pair.untilMs !== undefined).length,
      connecting: [...pairs].filter((pair) => pair.splice === undefined).length,
      ...{ accepted, refused: { ...refused }, cutOff, lastFailure },
      bytesIn: endedIn + all((joined) => joined.bytesIn()),
      bytesOut: endedOut + all((joined) => joined.bytesOut()),
    }),
    async close(drainMs) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const untilMs = clock.nowMs() + drainMs;
      for (const pair of pairs) pair.untilMs = Math.min(pair.untilMs ?? untilMs, untilMs);
      if (drainMs === 0) sweep();
      if (pairs.size > 0)
        await new Promise<void>((resolve) => {
          onEmpty = resolve;
        });
      clearInterval(timer);
      await closed;
    },
  };
}
