import { createServer } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { PASSPHRASE, type SshServer, startSshServer } from "../../test/support/ssh-server.ts";
import { startTcpProxy } from "../../test/support/tcp-proxy.ts";
import { lacksTool } from "../../test/support/tools.ts";
import { parseHostKey } from "./host-key.ts";
import { connectBySsh, type SshOptions } from "./ssh-connection.ts";

function optionsFor(server: SshServer, change: Partial<SshOptions> = {}): SshOptions {
  const signIn = { kind: "key", privateKey: server.privateKey } as const;
  return { address: "127.0.0.1", port: server.port, user: server.user, signIn, pinned: undefined, ...change };
}

describe.skipIf(lacksTool("sshd", "ssh-keygen"))("a connection over SSH", () => {
  test("tells the host's key at first use, as ssh-keygen prints it", async () => {
    const server = await startSshServer();
    const connection = await connectBySsh(optionsFor(server));
    expect(connection.hostKey).toBe(server.hostKey);
    connection.close();
  });

  test("is made to a host with the pinned key, by a key with a passphrase too", async () => {
    const server = await startSshServer();
    const signIn = { kind: "key", privateKey: server.lockedKey, passphrase: PASSPHRASE } as const;
    const connection = await connectBySsh(
      optionsFor(server, { signIn, pinned: parseHostKey(server.hostKey) }),
    );
    connection.close();
  });

  test("is refused to a host whose key has changed", async () => {
    const server = await startSshServer();
    const pinned = parseHostKey(server.hostKey);
    await server.restart({ newHostKey: true });
    await expect(connectBySsh(optionsFor(server, { pinned }))).rejects.toMatchObject({
      code: "REMOTE_KEY_CHANGED",
      details: { pinned, shown: server.hostKey },
    });
  });

  test("is refused to a host that has no key of the pinned type any more", async () => {
    const server = await startSshServer();
    const pinned = parseHostKey(`ssh-rsa SHA256:${"A".repeat(43)}`);
    await expect(connectBySsh(optionsFor(server, { pinned }))).rejects.toMatchObject({
      code: "REMOTE_KEY_CHANGED",
      details: { shown: "" },
    });
  });

  test("says that a key is not let in", async () => {
    const server = await startSshServer();
    const signIn = { kind: "key", privateKey: server.foreignKey } as const;
    await expect(connectBySsh(optionsFor(server, { signIn }))).rejects.toMatchObject({
      code: "REMOTE_SIGN_IN_REFUSED",
    });
  });

  test.each([
    ["a wrong passphrase", "wrong", "passphrase"],
    ["no passphrase", undefined, "passphrase"],
  ])("says that a key cannot be opened with %s", async (_, passphrase, reason) => {
    const server = await startSshServer();
    const signIn = { kind: "key", privateKey: server.lockedKey, passphrase } as const;
    await expect(connectBySsh(optionsFor(server, { signIn }))).rejects.toMatchObject({
      code: "REMOTE_SIGN_IN_UNUSABLE",
      details: { reason },
    });
  });

  test("is over when the server ends", async () => {
    const server = await startSshServer();
    const connection = await connectBySsh(optionsFor(server));
    const over = new Promise((resolve) => connection.signal.addEventListener("abort", resolve));
    connection.client.exec("kill -9 $PPID", () => undefined);
    await over;
    expect(connection.signal.reason).toMatchObject({ code: "REMOTE_SILENT" });
  });

  test("that breaks off in the middle of what a host says was cut, and is no other service than SSH", async () => {
    const server = await startSshServer();
    const proxy = await startTcpProxy(server.port);
    const connection = await connectBySsh(optionsFor(server, { port: proxy.port }));
    const over = new Promise((resolve) => connection.signal.addEventListener("abort", resolve));
    proxy.garble(new Uint8Array(64).fill(0xff));
    await over;
    expect(connection.signal.reason).toMatchObject({ code: "REMOTE_SILENT", details: { reason: "closed" } });
    connection.close();
  });

  test("is given up on a frozen host after its time limit", async () => {
    const server = await startSshServer();
    server.freeze();
    await expect(connectBySsh(optionsFor(server, { timeLimitMs: 300 }))).rejects.toMatchObject({
      code: "REMOTE_SILENT",
      details: { reason: "timed-out" },
    });
  });

  test("says that nothing answers there", async () => {
    const server = await startSshServer();
    await server.stop();
    await expect(connectBySsh(optionsFor(server))).rejects.toMatchObject({
      code: "REMOTE_SILENT",
      details: { reason: "refused" },
    });
  });
});

const KEYLESS = {
  user: "office",
  signIn: { kind: "password", password: "secret" },
  pinned: undefined,
} as const;

test("says that something else than SSH answers", async () => {
  const server = createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")).listen(
    0,
    "127.0.0.1",
  );
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  await expect(connectBySsh({ ...KEYLESS, address: "127.0.0.1", port })).rejects.toMatchObject({
    code: "REMOTE_SILENT",
    details: { reason: "no-ssh" },
  });
});

test("refuses what is no key, before anything is sent", async () => {
  const signIn = { kind: "key", privateKey: "ssh-ed25519 AAAA office" } as const;
  await expect(connectBySsh({ ...KEYLESS, signIn, address: "127.0.0.1", port: 9 })).rejects.toMatchObject({
    code: "REMOTE_SIGN_IN_UNUSABLE",
  });
});

test("stops trying when asked", async () => {
  const server = createServer(() => undefined).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  const stop = new AbortController();
  const connecting = connectBySsh({ ...KEYLESS, address: "127.0.0.1", port }, stop.signal);
  server.once("connection", () => stop.abort(new Error("enough")));
  await expect(connecting).rejects.toThrow("enough");
});
