/** A line to a server of this machine that can be cut, garbled and held up. */
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

export type TcpProxy = {
  readonly port: number;
  /** Cuts a connection once that many bytes have passed over all of them; after that all pass again. */
  cutAfter(bytes: number): void;
  /** Cuts all there are. */
  cut(): void;
  /** Sends what no server said to everybody who is connected. */
  garble(bytes: Uint8Array): void;
  /** From now on only that many bytes pass from the server to a client in each millisecond. */
  slowDown(bytesPerMs: number): void;
};

/** Passes everything on to a port of this machine; ended with the running test. */
export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  let leftBytes = Number.POSITIVE_INFINITY;
  let bytesPerMs = Number.POSITIVE_INFINITY;
  const clients = new Set<Socket>();
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(targetPort, "127.0.0.1");
    clients.add(client);
    client.once("close", () => clients.delete(client));
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.once("close", () => sockets.delete(from));
      from.on("error", () => undefined);
      from.on("close", () => to.destroy());
      from.on("data", (chunk: Buffer) => {
        leftBytes -= chunk.length;
        if (leftBytes < 0) {
          leftBytes = Number.POSITIVE_INFINITY;
          from.destroy();
          to.destroy();
        } else if (from === upstream && bytesPerMs !== Number.POSITIVE_INFINITY) trickle(chunk, from, to);
        else if (!to.write(chunk)) {
          from.pause();
          to.once("drain", () => from.resume());
        }
      });
    }
  });

  function trickle(chunk: Buffer, from: Socket, to: Socket): void {
    from.pause();
    let sent = 0;
    const timer = setInterval(() => {
      to.write(chunk.subarray(sent, sent + bytesPerMs));
      sent += bytesPerMs;
      if (sent < chunk.length && !to.destroyed) return;
      clearInterval(timer);
      from.resume();
    }, 1);
  }

  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    port: (server.address() as AddressInfo).port,
    cutAfter(bytes) {
      leftBytes = bytes;
    },
    cut() {
      for (const socket of sockets) socket.destroy();
    },
    garble(bytes) {
      for (const client of clients) client.write(bytes);
    },
    slowDown(limit) {
      bytesPerMs = limit;
    },
  };
}
