import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { asOrdinaryUser } from "../../test/support/ordinary-user.ts";
import { type SshServer, startSshServer } from "../../test/support/ssh-server.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { lacksTool } from "../../test/support/tools.ts";
import { type Door, type Forward, type ForwardOptions, withForward } from "./forward.ts";
import { connectBySsh } from "./ssh-connection.ts";

/** A server behind the machine, on a port and a socket. */
async function startBehind(serve: (socket: Socket) => void) {
  const targets = [];
  for (const at of [0, join(await tempFolder(), "behind")] as const) {
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      socket.on("error", () => undefined);
      onTestFinished(() => void socket.destroy());
      serve(socket);
    });
    if (at === 0) server.listen(0, "127.0.0.1");
    else server.listen(at);
    await once(server, "listening");
    onTestFinished(() => void server.close());
    targets.push(
      at === 0
        ? ({ by: "network", address: "127.0.0.1", port: (server.address() as AddressInfo).port } as const)
        : ({ by: "socket", path: at } as const),
    );
  }
  return targets;
}

async function connected(ssh: SshServer) {
  const signIn = { kind: "key", privateKey: ssh.privateKey } as const;
  const connection = await connectBySsh({
    ...{ address: "127.0.0.1", port: ssh.port, user: ssh.user, signIn, pinned: undefined },
  });
  onTestFinished(() => void connection.client.destroy());
  return connection;
}

const names = { machine: "office@nas", target: "behind" };

async function through<T>(
  ssh: SshServer,
  options: Pick<ForwardOptions, "to"> & Partial<ForwardOptions>,
  work: (forward: Forward, connection: Awaited<ReturnType<typeof connected>>) => Promise<T>,
): Promise<T> {
  const connection = await connected(ssh);
  const socketPath = join(await tempFolder(), "door");
  return await withForward(connection, { names, socketPath, ...options }, (forward) =>
    work(forward, connection),
  );
}

function enter(door: Door, allowHalfOpen = false): Socket {
  const socket =
    door.by === "socket"
      ? connect({ path: door.path, allowHalfOpen })
      : connect({ host: "127.0.0.1", port: door.port, allowHalfOpen });
  onTestFinished(() => void socket.destroy());
  return socket;
}

describe.skipIf(lacksTool("sshd", "ssh-keygen"))("a door to what lies behind another machine", () => {
  test("leads several at once to a port and to a socket, who may end what they say and still listen", async () => {
    const ssh = await startSshServer();
    // says everything back, but only once it has heard all of it
    const targets = await startBehind((socket) => {
      void buffer(socket).then((all) => socket.end(all));
    });
    for (const to of targets) {
      await through(ssh, { to }, async ({ door, failure }) => {
        expect(door.by).toBe("socket");
        const sums = [1, 2, 3].map(async () => {
          const sent = randomBytes(5_000_000);
          const socket = enter(door, true);
          socket.end(sent);
          const heard = await buffer(socket);
          expect(createHash("md5").update(heard).digest("hex")).toBe(
            createHash("md5").update(sent).digest("hex"),
          );
        });
        await Promise.all(sums);
        expect(failure()).toBeUndefined();
      });
    }
  }, 60_000);

  test("is a port of loopback where programs know no sockets", async () => {
    const ssh = await startSshServer();
    const [to] = await startBehind((socket) => socket.end("good day"));
    if (to === undefined) throw new Error("no target");
    await through(ssh, { to, socketPath: undefined }, async ({ door }) => {
      expect(door.by).toBe("port");
      expect(String(await buffer(enter(door)))).toBe("good day");
    });
  });

  test("reads no faster than who entered takes it", async () => {
    const ssh = await startSshServer();
    const all = 512_000_000;
    const piece = Buffer.alloc(100_000);
    let written = 0;
    const [to] = await startBehind((socket) => {
      const write = () => {
        while (written < all && !socket.destroyed) {
          written += piece.length;
          if (!socket.write(piece)) return void socket.once("drain", write);
        }
      };
      write();
    });
    if (to === undefined) throw new Error("no target");
    await through(ssh, { to }, async ({ door }) => {
      const socket = enter(door);
      await once(socket, "readable"); // and nothing is read
      let before = -1;
      await vi.waitFor(
        () => {
          const isStill = written === before;
          before = written;
          expect(isStill).toBe(true);
        },
        { timeout: 30_000, interval: 500 },
      );
      expect(written).toBeLessThan(all / 8);
    });
  }, 60_000);

  test("closes with the machine's connection, and says whose it was", async () => {
    const ssh = await startSshServer();
    const [to] = await startBehind((socket) => socket.write("begun"));
    if (to === undefined) throw new Error("no target");
    await through(ssh, { to }, async ({ door, failure }) => {
      const socket = enter(door);
      await once(socket, "data");
      ssh.cutConnections();
      socket.resume().end();
      await once(socket, "close");
      expect(failure()).toMatchObject({ code: "REMOTE_SILENT", details: { reason: "closed" } });
      const late = enter(door);
      late.on("error", () => undefined).resume();
      await once(late, "close");
      expect(failure()).toMatchObject({ code: "REMOTE_SILENT" });
    });
  });

  test("says when nobody is behind the machine, and leads on once somebody is", async () => {
    const ssh = await startSshServer();
    const [port, socket] = await startBehind((one) => one.end("here"));
    if (port?.by !== "network" || socket?.by !== "socket") throw new Error("no target");
    const gone = createServer().listen(0, "127.0.0.1");
    await once(gone, "listening");
    const { port: free } = gone.address() as AddressInfo;
    gone.close();
    await once(gone, "close");
    await through(ssh, { to: { ...port, port: free } }, async ({ door, failure }) => {
      await once(enter(door).resume(), "close");
      expect(failure()).toMatchObject({
        code: "REMOTE_NOT_FORWARDED",
        details: {
          address: "office@nas",
          target: "behind",
          reason: "refused",
          said: expect.stringMatching(/refused/),
        },
      });
      const again = createServer((one) => void one.end("here")).listen(free, "127.0.0.1");
      onTestFinished(() => void again.close());
      await once(again, "listening");
      expect(String(await buffer(enter(door)))).toBe("here");
      expect(failure()).toBeUndefined();
    });
    await rm(socket.path);
    await through(ssh, { to: socket }, async ({ door, failure }) => {
      await once(enter(door).resume(), "close");
      expect(failure()).toMatchObject({ code: "REMOTE_NOT_FORWARDED", details: { reason: "socket" } });
    });
  });

  test("says when the machine forbids it, or does not answer in time", async () => {
    const strict = await startSshServer(null, ["AllowTcpForwarding no", "AllowStreamLocalForwarding no"]);
    const [to, socket] = await startBehind((one) => one.end("here"));
    if (to === undefined || socket === undefined) throw new Error("no target");
    await through(strict, { to }, async ({ door, failure }) => {
      await once(enter(door).resume(), "close");
      expect(failure()).toMatchObject({ code: "REMOTE_NOT_FORWARDED", details: { reason: "forbidden" } });
    });
    await through(strict, { to: socket }, async ({ door, failure }) => {
      await once(enter(door).resume(), "close");
      expect(failure()).toMatchObject({ code: "REMOTE_NOT_FORWARDED", details: { reason: "socket" } });
    });
    const ssh = await startSshServer();
    await through(ssh, { to, openLimitMs: 300 }, async ({ door, failure }) => {
      ssh.freezeConnections();
      await once(enter(door).resume(), "close");
      expect(failure()).toMatchObject({ code: "REMOTE_NOT_FORWARDED", details: { reason: "no-answer" } });
    });
  });

  test("is gone afterwards, with everybody who went through it", async () => {
    const ssh = await startSshServer();
    const left = Promise.withResolvers<void>();
    const [to] = await startBehind((socket) => {
      socket.resume().once("close", () => left.resolve());
      socket.once("end", () => socket.end());
      socket.write("here");
    });
    if (to === undefined) throw new Error("no target");
    const { door, socket } = await through(ssh, { to }, async (forward) => {
      const entered = enter(forward.door);
      await once(entered, "data");
      return { door: forward.door, socket: entered };
    });
    await once(socket.resume(), "close");
    await left.promise;
    const late = enter(door);
    const [error] = (await once(late, "error")) as [NodeJS.ErrnoException];
    expect(error.code).toMatch(/ENOENT|ECONNREFUSED/);
  });

  test.skipIf(process.platform === "win32")(
    "cannot be entered by another user of this computer",
    async () => {
      const ssh = await startSshServer();
      const [to] = await startBehind((socket) => socket.end("here"));
      if (to === undefined) throw new Error("no target");
      await through(ssh, { to }, async ({ door }) => {
        expect(String(await buffer(enter(door)))).toBe("here");
        if (process.geteuid?.() !== 0) return; // then there is no other user to try it as
        await asOrdinaryUser(async () => {
          const [error] = (await once(enter(door), "error")) as [NodeJS.ErrnoException];
          expect(error.code).toBe("EACCES");
        });
      });
    },
  );
});
