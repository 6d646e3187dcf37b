import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmod, mkdir, stat, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import path from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { describe, expect, onTestFinished, test } from "vitest";
import { asOrdinaryUser } from "../../test/support/ordinary-user.ts";
import { type SmallBackstay, smallBackstay } from "../../test/support/small-backstay.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { connectToHost, type HostConnection } from "./connect-to-host.ts";
import { serveHostSocket } from "./serve-host-socket.ts";

async function serve(folder: string, backstay: SmallBackstay = smallBackstay()) {
  const socket = await serveHostSocket(folder, backstay);
  onTestFinished(() => socket.close());
  return socket;
}

async function client(folder: string): Promise<HostConnection> {
  const connection = await connectToHost(folder);
  if (connection === undefined) throw new Error("no host answered");
  onTestFinished(() => connection.close());
  return connection;
}

test("without a host there is nothing to connect to, whatever is in the folder", async () => {
  const folder = await tempFolder();
  expect(await connectToHost(folder)).toBeUndefined();
  expect(await connectToHost(path.join(folder, "not-there"))).toBeUndefined();
  await writeFile(path.join(folder, "host.sock"), "no socket");
  expect(await connectToHost(folder)).toBeUndefined();
});

test("calls are answered, also several at once, and errors keep their code", async () => {
  const folder = await tempFolder();
  const backstay = smallBackstay();
  await serve(folder, backstay);
  const host = await client(folder);
  const [state, overview] = await Promise.all([host.call("app.state", {}), host.call("overview.get", {})]);
  expect(state.hostname).toBe("office");
  expect(overview.sources).toEqual([]);
  await expect(host.call("plans.list", {})).rejects.toMatchObject({ code: "PLAN_NOT_FOUND" });
  await expect(host.call("jobs.get", { jobId: "no id" as never })).rejects.toMatchObject({
    code: "CALL_INVALID",
    details: { method: "jobs.get", where: "jobId" },
  });
  expect(new Set(backstay.calls.map(({ caller }) => caller))).toEqual(new Set(["command line"]));
});

test("events arrive with their numbers", async () => {
  const folder = await tempFolder();
  const backstay = smallBackstay();
  await serve(folder, backstay);
  const host = await client(folder);
  await host.call("app.state", {});
  const seen = new Promise((resolve) => host.onEvent(resolve));
  backstay.events.publish({ type: "alerts", open: 3 });
  expect(await seen).toEqual({ number: 1, event: { type: "alerts", open: 3 } });
});

test("who waits is told when the host ends", async () => {
  const folder = await tempFolder();
  const backstay = smallBackstay({ handlers: { "plans.list": () => new Promise(() => {}) } });
  const socket = await serve(folder, backstay);
  const host = await client(folder);
  const answer = expect(host.call("plans.list", {})).rejects.toMatchObject({ code: "HOST_UNREACHABLE" });
  await host.call("app.state", {});
  await socket.close();
  await answer;
  await host.closed;
  await expect(host.call("app.state", {})).rejects.toMatchObject({ code: "HOST_UNREACHABLE" });
});

test("who does not want to wait any longer does not", async () => {
  const folder = await tempFolder();
  await serve(folder, smallBackstay({ handlers: { "plans.list": () => new Promise(() => {}) } }));
  const host = await client(folder);
  const stop = new AbortController();
  const answer = expect(host.call("plans.list", {}, stop.signal)).rejects.toThrow("enough");
  await host.call("app.state", {});
  stop.abort(new Error("enough"));
  await answer;
});

test.each([
  ["no JSON", "hello\n"],
  ["no call", '{"id":-1,"name":"app.state","input":{}}\n'],
  ["more than a call", '{"id":1,"name":"app.state","input":{},"more":1}\n'],
])("a message that is %s ends the connection, and no other", async (_, text) => {
  const folder = await tempFolder();
  await serve(folder);
  const host = await client(folder);
  const stranger = connect(path.join(folder, "host.sock"));
  stranger.write(text);
  await once(stranger, "close");
  expect((await host.call("app.state", {})).version).toBe("0.0.0");
});

test("a line without an end is not collected for ever", async () => {
  const folder = await tempFolder();
  await serve(folder);
  const stranger = connect(path.join(folder, "host.sock"));
  stranger.on("error", () => {});
  const piece = Buffer.alloc(1024 * 1024, "a");
  const closed = new Promise((resolve) => stranger.once("close", resolve));
  for (let sent = 0; sent < 8; sent += 1) stranger.write(piece);
  await closed;
});

test.skipIf(process.platform === "win32")("only its user may open the socket", async () => {
  const folder = await tempFolder();
  await chmod(folder, 0o755); // so that it is the socket's own permissions that count
  await serve(folder);
  const { mode } = await stat(path.join(folder, "host.sock"));
  expect(mode & 0o777).toBe(0o600);
  if (process.geteuid?.() !== 0) return;
  await asOrdinaryUser(async () => {
    await expect(connectToHost(folder)).rejects.toMatchObject({ code: "EACCES" });
  });
});

test("the socket of a host that was killed is in nobody's way", async () => {
  const folder = await tempFolder();
  const socket = path.join(folder, "host.sock");
  const program = `require("node:net").createServer().listen(${JSON.stringify(socket)}, () => console.log("up"))`;
  const child = spawn(process.execPath, ["-e", program]);
  await once(child.stdout, "data");
  child.kill("SIGKILL");
  await once(child, "close");
  expect((await stat(socket)).isSocket()).toBe(true);
  expect(await connectToHost(folder)).toBeUndefined();
  await serve(folder);
  expect((await (await client(folder)).call("app.state", {})).version).toBe("0.0.0");
});

test("a folder deeper than a socket's path may be long is no obstacle", async () => {
  const folder = path.join(await tempFolder(), "very-long-".repeat(20));
  await mkdir(folder);
  const socket = await serve(folder);
  const host = await client(folder);
  expect((await host.call("app.state", {})).version).toBe("0.0.0");
  host.close();
  await socket.close();
  expect(await connectToHost(folder)).toBeUndefined();
});

describe("a download", () => {
  const TICKET = "0123456789abcdef".repeat(2);
  const withContent = (content: () => Readable, sizeBytes?: number) =>
    smallBackstay({
      openDownload: async (ticket) =>
        ticket === TICKET ? { fileName: "Bericht\n 报表.zip", sizeBytes, content: content() } : undefined,
    });

  test("comes through whole, however it is cut, while calls go on", async () => {
    const folder = await tempFolder();
    const pieces = [randomBytes(3_000_000), Buffer.alloc(0), randomBytes(1), randomBytes(70_000)];
    await serve(
      folder,
      withContent(() => Readable.from(pieces), 3_070_001),
    );
    const host = await client(folder);
    const download = await host.openDownload(TICKET);
    expect(download).toMatchObject({ fileName: "Bericht\n 报表.zip", sizeBytes: 3_070_001 });
    const [content] = await Promise.all([
      buffer(download?.content ?? Readable.from([])),
      host.call("app.state", {}),
    ]);
    expect(content.equals(Buffer.concat(pieces))).toBe(true);
  });

  test("of nothing is nothing, and of an unknown ticket is none", async () => {
    const folder = await tempFolder();
    await serve(
      folder,
      withContent(() => Readable.from([])),
    );
    const host = await client(folder);
    const download = await host.openDownload(TICKET);
    expect(download?.sizeBytes).toBeUndefined();
    expect(await buffer(download?.content ?? Readable.from(["x"]))).toHaveLength(0);
    expect(await host.openDownload("f".repeat(32))).toBeUndefined();
  });

  test("that breaks off is no short file", async () => {
    const folder = await tempFolder();
    async function* content() {
      yield randomBytes(100_000);
      throw new Error("the repository has gone");
    }
    await serve(
      folder,
      withContent(() => Readable.from(content())),
    );
    const download = await (await client(folder)).openDownload(TICKET);
    await expect(buffer(download?.content ?? Readable.from([]))).rejects.toThrow("broke the download off");
  });

  test("that nobody takes is not read to its end", async () => {
    const folder = await tempFolder();
    const stopped = Promise.withResolvers<void>();
    const endless = new Readable({
      read() {
        this.push(Buffer.alloc(65_536));
      },
      destroy(_error, done) {
        stopped.resolve();
        done(null);
      },
    });
    await serve(
      folder,
      withContent(() => endless),
    );
    const download = await (await client(folder)).openDownload(TICKET);
    download?.content.destroy();
    await stopped.promise;
  });

  test("is not had from a host without any", async () => {
    const folder = await tempFolder();
    const { dispatch, events } = smallBackstay();
    const socket = await serveHostSocket(folder, { dispatch, events });
    onTestFinished(() => socket.close());
    expect(await (await client(folder)).openDownload(TICKET)).toBeUndefined();
  });
});
