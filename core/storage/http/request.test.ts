import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { readSaid } from "./read-body.ts";
import { createHttpLine, type HttpLimits, type HttpMethod } from "./request.ts";

const BODY = new Uint8Array(16 * 1024 * 1024);

async function lineTo(server: Server, limits: HttpLimits = { silenceMs: 10_000 }) {
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const line = createHttpLine(url, "there", async () => undefined, {}, limits);
  onTestFinished(() => line.close());
  return line;
}

test.each([
  ["and reads no more of it", false],
  ["and hangs up", true],
])("a server that refuses a file before it has seen all of it %s is understood", async (_, hangsUp) => {
  const server = createServer((request, response) => {
    response.statusCode = 507;
    response.setHeader("connection", "close");
    response.end("quota");
    if (hangsUp) response.once("finish", () => request.socket.end());
  });
  const line = await lineTo(server);
  const answer = await line.ask({ method: "PUT", path: "a", body: BODY }, undefined);
  expect(answer.status).toBe(507);
  expect(await readSaid(answer)).toMatch(/^507/);
  const next = await line.ask({ method: "HEAD", path: "a" }, undefined); // over another connection
  expect(next.status).toBe(507);
  next.drop();
});

test("a consumer that takes its time is not taken for a silent server", async () => {
  const server = createServer((_, response) => response.end(Buffer.alloc(4 * 1024 * 1024)));
  const line = await lineTo(server);
  const url = (server.address() as AddressInfo).port;
  const impatient = createHttpLine(
    new URL(`http://127.0.0.1:${url}/`),
    "there",
    async () => undefined,
    {},
    { silenceMs: 100 },
  );
  onTestFinished(() => impatient.close());
  const answer = await impatient.ask({ method: "GET", path: "a" }, undefined);
  let bytes = 0;
  for await (const chunk of answer.chunks()) {
    if (bytes === 0) await slowWork(400);
    bytes += chunk.length;
  }
  expect(bytes).toBe(4 * 1024 * 1024);
  await line.close();
});

/** A server that answers the first request on each connection, and closes it unheard at the second. */
async function lineToForgetfulServer(idleMs: number) {
  const seen: string[] = [];
  const known = new Set<Socket>();
  const server = createServer((request, response) => {
    const isFirst = !known.has(request.socket);
    known.add(request.socket);
    seen.push(`${request.method} ${isFirst ? "first" : "second"}`);
    if (isFirst) response.end("there");
    else request.socket.destroy();
  });
  const line = await lineTo(server, { silenceMs: 10_000, idleMs });
  const ask = async (method: HttpMethod) => {
    const answer = await line.ask(
      { method, path: "a", ...(method === "PUT" ? { body: BODY } : {}) },
      undefined,
    );
    for await (const _ of answer.chunks());
    return answer.status;
  };
  return { ask, seen };
}

test.each(["GET", "PUT"] as const)(
  "a connection that was closed because nobody used it is no outage: %s is sent again over a new one",
  async (method) => {
    const { ask, seen } = await lineToForgetfulServer(0);
    expect(await ask("GET")).toBe(200);
    expect(await ask(method)).toBe(200);
    expect(seen).toEqual(["GET first", `${method} second`, `${method} first`]);
  },
);

test("what may not be done twice is not sent again, nor what a connection in use was closed over", async () => {
  const idle = await lineToForgetfulServer(0);
  expect(await idle.ask("GET")).toBe(200);
  await expect(idle.ask("MOVE")).rejects.toMatchObject({ code: "STORE_UNREACHABLE" });
  const busy = await lineToForgetfulServer(60_000);
  expect(await busy.ask("GET")).toBe(200);
  await expect(busy.ask("GET")).rejects.toMatchObject({ code: "STORE_UNREACHABLE" });
});

/** What a job does between two pieces of a list. */
async function slowWork(ms: number): Promise<void> {
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs) await new Promise((resolve) => setImmediate(resolve));
}
