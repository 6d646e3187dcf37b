/** The gateway with real connections: clients, servers, a switch in the middle, and what it does to those who misbehave. */
import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import type { ReplicaId } from "../../shared/ids.ts";
import { type GatewayLimits, USUAL_GATEWAY_LIMITS } from "../../shared/model/gateway.ts";
import { systemClock } from "../clock.ts";
import { startTcpGateway } from "./tcp-gateway.ts";

const NAS = "00000000-0000-4000-8000-000000000001" as string as ReplicaId;
const NAS_2 = "00000000-0000-4000-8000-000000000002" as string as ReplicaId;
const LOOPBACK = { host: "127.0.0.1", port: 0 };

/** The machine may be busy. */
const soon = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 20_000 });

async function listening(server: Server) {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const open = new Set<Socket>();
  server.on("connection", (socket) => {
    open.add(socket);
    socket.on("error", () => undefined);
    socket.once("close", () => open.delete(socket));
  });
  onTestFinished(async () => {
    for (const socket of open) socket.destroy();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as { port: number };
  return { addresses: [{ host: "127.0.0.1", port }], open, server };
}

/** Says its name, and then all it hears. */
const echoing = (name: string) =>
  listening(
    createServer({ allowHalfOpen: true }, (socket) => {
      socket.write(`${name}\n`);
      socket.pipe(socket);
    }),
  );

async function gateway(limits: Partial<GatewayLimits> = {}, clock = systemClock) {
  const opened = await startTcpGateway(LOOPBACK, { ...USUAL_GATEWAY_LIMITS, ...limits }, clock);
  onTestFinished(() => opened.close(0));
  return opened;
}

/** A client that remembers what it got, and how it ended. */
function client({ port }: { readonly port: number }) {
  const socket = connect({ host: "127.0.0.1", port, allowHalfOpen: true });
  let got = "";
  const chunks: Buffer[] = [];
  let error: string | undefined;
  const waiting = new Set<() => void>();
  socket.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    got += chunk.toString("latin1");
    for (const look of waiting) look();
  });
  socket.on("error", (problem: NodeJS.ErrnoException) => {
    error = problem.code;
  });
  onTestFinished(() => void socket.destroy());
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  return {
    socket,
    closed,
    text: () => got,
    bytes: () => Buffer.concat(chunks),
    error: () => error,
    /** However long it takes: with hundreds at once, to look again and again would be most of the work. */
    says: (text: string) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (!got.includes(text)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
  };
}

test("new connections follow the active replica, and those that are open may end in their own time", async () => {
  const [nas, nas2] = [await echoing("NAS"), await echoing("NAS 2")];
  const door = await gateway();
  door.follow({ id: NAS, addresses: nas.addresses });
  const first = client(door.listensAt);
  await first.says("NAS\n");
  door.follow({ id: NAS_2, addresses: nas2.addresses });
  const second = client(door.listensAt);
  await second.says("NAS 2\n");
  first.socket.write("still here");
  await first.says("still here");
  expect(door.health()).toMatchObject({ open: 2, draining: 1, activeId: NAS_2, accepted: 2, cutOff: 0 });
  first.socket.end();
  await first.closed;
  expect(first.error()).toBeUndefined();
  await soon(() => expect(door.health()).toMatchObject({ open: 1, draining: 0 }));
  // back again before anything had to end
  door.follow({ id: NAS, addresses: nas.addresses });
  expect(door.health()).toMatchObject({ draining: 1 });
  door.follow({ id: NAS_2, addresses: nas2.addresses });
  expect(door.health()).toMatchObject({ draining: 0 });
});

test("what does not end in its time is cut off, so that nobody takes it for the end", async () => {
  let nowMs = 1_000_000;
  const nas = await echoing("NAS");
  const nas2 = await echoing("NAS 2");
  const door = await gateway({ drainSeconds: 30 }, { nowMs: () => nowMs });
  door.follow({ id: NAS, addresses: nas.addresses });
  const stays = client(door.listensAt);
  await stays.says("NAS\n");
  door.follow({ id: NAS_2, addresses: nas2.addresses });
  nowMs += 29_000;
  stays.socket.write("more");
  await stays.says("more");
  nowMs += 1_000;
  await stays.closed;
  expect(stays.error()).toBe("ECONNRESET");
  await soon(() => expect(door.health()).toMatchObject({ open: 0, cutOff: 1 }));
});

test("a transfer of many megabytes in both directions arrives whole, and a half that is closed keeps the other open", async () => {
  const nas = await echoing("");
  const door = await gateway();
  door.follow({ id: NAS, addresses: nas.addresses });
  const sender = client(door.listensAt);
  const sent = Buffer.alloc(24 * 1024 * 1024);
  for (let n = 0; n < sent.length; n += 4) sent.writeUInt32LE((n * 2_654_435_761) % 2 ** 32, n);
  sender.socket.end(sent);
  await once(sender.socket, "end");
  const got = sender.bytes();
  expect(got.length).toBe(sent.length + 1);
  expect(got.subarray(1).equals(sent)).toBe(true);
  await sender.closed;
  await soon(() =>
    expect(door.health()).toMatchObject({ open: 0, bytesIn: sent.length, bytesOut: sent.length + 1 }),
  );
});

test("a client that does not read stops the server, and nothing piles up", async () => {
  let written = 0;
  const chunk = Buffer.alloc(64 * 1024);
  const endless = await listening(
    createServer((socket) => {
      const more = () => {
        while (socket.write(chunk)) written += chunk.length;
        written += chunk.length;
      };
      socket.on("drain", more);
      more();
    }),
  );
  const door = await gateway();
  door.follow({ id: NAS, addresses: endless.addresses });
  const lazy = connect({ host: "127.0.0.1", port: door.listensAt.port });
  lazy.on("error", () => undefined);
  onTestFinished(() => void lazy.destroy());
  await once(lazy, "connect");
  let before = -1;
  await vi.waitFor(
    () => {
      const now = door.health().bytesOut;
      const stands = now > 0 && now === before;
      before = now;
      expect(stands).toBe(true);
    },
    { timeout: 20_000, interval: 500 },
  );
  // what the kernels of both sides hold, and one buffer of each stream
  expect(before).toBeLessThan(64 * 1024 * 1024);
  expect(written - before).toBeLessThan(64 * 1024 * 1024);
});

test("500 connections at once are passed on, the 501st is refused, and one that ends makes room", async () => {
  const nas = await echoing("NAS");
  const door = await gateway({ maxConnections: 500 });
  door.follow({ id: NAS, addresses: nas.addresses });
  const clients = Array.from({ length: 500 }, () => client(door.listensAt));
  await Promise.all(
    clients.map(async (one, n) => {
      one.socket.write(`number ${n};`);
      await one.says(`number ${n};`);
    }),
  );
  expect(door.health()).toMatchObject({ open: 500, connecting: 0, accepted: 500 });
  const tooMany = client(door.listensAt);
  await tooMany.closed;
  expect(tooMany.error()).toBe("ECONNRESET");
  expect(door.health().refused.limit).toBe(1);
  clients[0]?.socket.end();
  await clients[0]?.closed;
  await soon(() => expect(door.health().open).toBe(499));
  const next = client(door.listensAt);
  await next.says("NAS\n");
});

test("addresses are tried in turn, and none that answers is told", async () => {
  const nas = await echoing("NAS");
  const dead = await echoing("gone");
  await new Promise((resolve) => dead.server.close(resolve));
  const door = await gateway({ connectSeconds: 2 });
  door.follow({ id: NAS, addresses: [...dead.addresses, ...nas.addresses] });
  await client(door.listensAt).says("NAS\n");
  door.follow({ id: NAS_2, addresses: dead.addresses });
  const refused = client(door.listensAt);
  await refused.closed;
  expect(refused.error()).toBe("ECONNRESET");
  expect(door.health()).toMatchObject({ refused: { unreachable: 1 }, lastFailure: { code: "ECONNREFUSED" } });
  door.follow(undefined);
  await client(door.listensAt).closed;
  expect(door.health()).toMatchObject({ hasTarget: false, activeId: null, refused: { "no-target": 1 } });
});

test("a server that breaks off is no end for the client", async () => {
  const rude = await listening(
    createServer((socket) => {
      socket.write("half of it");
      socket.once("data", () => socket.resetAndDestroy());
    }),
  );
  const door = await gateway();
  door.follow({ id: NAS, addresses: rude.addresses });
  const reader = client(door.listensAt);
  await reader.says("half of it");
  reader.socket.write("and?");
  await reader.closed;
  expect(reader.error()).toBe("ECONNRESET");
  await soon(() => expect(door.health().open).toBe(0));
});

test("who is silent is cut off when that is wanted, and a slow transfer is not silent", async () => {
  let nowMs = 1_000_000;
  const nas = await echoing("NAS");
  const door = await gateway({ idleSeconds: 60, halfClosedSeconds: 20 }, { nowMs: () => nowMs });
  door.follow({ id: NAS, addresses: nas.addresses });
  const [silent, busy] = [client(door.listensAt), client(door.listensAt)];
  await Promise.all([silent.says("NAS\n"), busy.says("NAS\n")]);
  let round = 0;
  // each look of the gateway finds that one has said something since the last, and the other has not
  await vi.waitFor(
    async () => {
      nowMs += 10_000;
      round += 1;
      busy.socket.write(`round ${round};`);
      await busy.says(`round ${round};`);
      expect(silent.socket.destroyed).toBe(true);
    },
    { timeout: 20_000, interval: 100 },
  );
  await silent.closed;
  expect(silent.error()).toBe("ECONNRESET");
  expect(busy.error()).toBeUndefined();
});

test("a gateway that ends takes nobody in, and lets those that are there finish", async () => {
  const nas = await echoing("NAS");
  const door = await gateway();
  door.follow({ id: NAS, addresses: nas.addresses });
  const inside = client(door.listensAt);
  await inside.says("NAS\n");
  const closing = door.close(60_000);
  const late = client(door.listensAt);
  await late.closed;
  expect(late.error()).toBe("ECONNREFUSED");
  inside.socket.write("last words");
  await inside.says("last words");
  inside.socket.end();
  await closing;
  await inside.closed;
  expect(inside.error()).toBeUndefined();
});

test("an address that somebody has is an error, not a gateway", async () => {
  const { addresses } = await echoing("NAS");
  await expect(
    startTcpGateway(addresses[0] ?? LOOPBACK, USUAL_GATEWAY_LIMITS, systemClock),
  ).rejects.toMatchObject({ code: "EADDRINUSE" });
});
