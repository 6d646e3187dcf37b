import { mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { connectToHost } from "../../core/host-socket/connect-to-host.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { type HostOptions, runHost } from "./run-host.ts";

async function options(more: Partial<HostOptions> = {}): Promise<HostOptions> {
  return {
    folder: path.join(await tempFolder(), "home"),
    listen: { address: "127.0.0.1", port: 0 },
    tls: { kind: "none" },
    hostNames: [],
    isService: true,
    ...more,
  };
}

test("a host serves its pages and its socket until it is stopped, and may be started again", async () => {
  const given = await options();
  for (let n = 0; n < 2; n += 1) {
    const host = await runHost(given);
    const client = await connectToHost(given.folder);
    expect(await client?.callHost("host.about", {})).toMatchObject({
      hostKind: "service",
      consoleUrl: host.url,
    });
    expect((await client?.call("app.state", {}))?.hostKind).toBe("service");
    await host.stop();
    await client?.closed;
    expect(await connectToHost(given.folder)).toBeUndefined();
    await expect(fetch(`${host.url}/healthz`)).rejects.toThrow();
  }
});

test("a host that cannot listen leaves nothing running", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void other.close());
  await new Promise((resolve) => other.once("listening", resolve));
  const { port } = other.address() as { port: number };
  const given = await options({ listen: { address: "127.0.0.1", port } });
  await expect(runHost(given)).rejects.toMatchObject({ code: "LISTEN_REFUSED" });
  const host = await runHost({ ...given, listen: { address: "127.0.0.1", port: 0 } }); // the data folder is free
  await host.stop();
});

test("a folder in which there can be no socket is no reason to make no backups", async () => {
  const given = await options();
  mkdirSync(path.join(given.folder, "host.sock"), { recursive: true });
  const host = await runHost(given);
  try {
    expect((await fetch(`${host.url}/healthz`)).status).toBe(200);
    expect(readFileSync(path.join(given.folder, "logs", "console.log"), "utf8")).toContain(
      "cannot reach this host",
    );
  } finally {
    await host.stop();
  }
});
