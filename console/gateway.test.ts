/** A gateway on the command line: in the host that runs beside it, and in a process of its own that is asked to end. */
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test, vi } from "vitest";
import { serveHostSocket } from "../core/host-socket/serve-host-socket.ts";
import { startBackstay } from "../test/support/command-line.ts";
import { officeHost } from "../test/support/office-host.ts";
import { runHere } from "./testing/run-here.ts";

async function office() {
  const all = await officeHost();
  const home = all.path("home");
  const socket = await serveHostSocket(home, all.host);
  onTestFinished(() => socket.close());
  const server = createServer((connection) => {
    connection.on("error", () => undefined);
    connection.write("NAS\n");
    connection.pipe(connection);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  const gateway = (...args: string[]) => runHere(["gateway", ...args], { env: { BACKSTAY_HOME: home } });
  const set = [
    "set",
    "Files",
    "--repository",
    "NAS",
    "--listen",
    "127.0.0.1:0",
    "--target",
    `NAS=127.0.0.1:${port}`,
  ];
  return { ...all, home, socket, gateway, set };
}

function visitor(port: number) {
  const socket = connect({ host: "127.0.0.1", port });
  onTestFinished(() => void socket.destroy());
  let heard = "";
  let error: string | undefined;
  socket.on("data", (chunk) => {
    heard += chunk.toString();
  });
  socket.on("error", (problem: NodeJS.ErrnoException) => {
    error = problem.code;
  });
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  const hears = (text: string) => vi.waitFor(() => expect(heard).toContain(text), { timeout: 10_000 });
  return { socket, hears, closed, error: () => error };
}

test("a gateway is set up, passes connections on, is told of with its health, and removed", async () => {
  const { host, gateway, set } = await office();
  expect((await gateway()).stdout).toBe("There is no gateway.\n");
  const saved = await gateway(...set, "--drain", "7", "--json");
  const { health, limits } = JSON.parse(saved.stdout);
  expect(limits).toMatchObject({ drainSeconds: 7, maxConnections: 1000 });
  const guest = visitor(health.listensAt.port);
  await guest.hears("NAS\n");
  const [shown] = JSON.parse((await gateway("--json")).stdout);
  expect(shown).toMatchObject({
    ...{ name: "Files", is_open_to_network: false, is_in_host: true },
    health: { open: 1, accepted: 1, problem: null, hasTarget: true },
  });
  expect((await gateway()).stdout).toMatch(/Files +127\.0\.0\.1:\d+ +127\.0\.0\.1:\d+ +1 +listens/);
  expect((await gateway("--lang", "zh")).stdout).toContain("正在监听");
  const outside = await gateway(...set.with(5, "0.0.0.0:0"));
  expect(outside.exitCode).toBe(1);
  expect(outside.stderr).toContain("Other computers could reach Files");
  expect((await gateway("set", "Odd", "--repository", "NAS", "--target", "NAS")).exitCode).toBe(2);
  await expect(
    host.call("gateways.remove", { gatewayId: "00000000-0000-4000-8000-000000000009" }),
  ).rejects.toMatchObject({ code: "GATEWAY_NOT_FOUND" });
  expect((await gateway("remove", "Files")).exitCode).toBe(0);
  guest.socket.end();
  await guest.closed;
});

test("one in a process of its own outlives the host, and when asked to end lets those finish that are there", async () => {
  const { home, path, gateway, set, socket, host } = await office();
  expect((await gateway(...set, "--by-itself")).exitCode).toBe(0);
  expect((await gateway()).stdout).toContain("runs by itself");
  const child = startBackstay(["gateway", "run", "Files", "--json"], {
    ...{ cwd: path(), env: { BACKSTAY_HOME: home } },
  });
  const ended = once(child, "exit");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  const events: { event: string; health: { listensAt: { port: number }; open: number } }[] = [];
  createInterface(child.stdout).on("line", (line) => events.push(JSON.parse(line)));
  const told = (event: string) =>
    vi.waitFor(
      () => {
        const found = events.find((one) => one.event === event);
        if (found === undefined) throw new Error(`${event} was not told`);
        return found;
      },
      { timeout: 30_000, interval: 50 },
    );
  const { port } = (await told("listening")).health.listensAt;
  const guest = visitor(port);
  await guest.hears("NAS\n");
  await socket.close();
  await host.stop();
  await told("host-gone");
  const later = visitor(port);
  await later.hears("NAS\n");
  later.socket.end();
  await later.closed;

  child.kill("SIGTERM");
  await told("draining");
  const late = visitor(port);
  await late.closed;
  expect(late.error()).toBe("ECONNREFUSED");
  guest.socket.write("last words");
  await guest.hears("last words");
  expect(child.exitCode).toBeNull();
  guest.socket.end();
  await ended;
  expect(events.at(-1)).toMatchObject({ event: "ended", health: { open: 0 } });
  expect(guest.error()).toBeUndefined();
});
