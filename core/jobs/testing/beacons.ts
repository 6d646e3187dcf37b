import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import path from "node:path";

/** A place where test jobs connect to, so that a test can wait for their beginning and their end. */
export type Beacons = {
  readonly socketPath: string;
  /** The next job that has begun: its process id, and a promise for the end of its process. */
  next(): Promise<{ readonly pid: number; readonly gone: Promise<unknown> }>;
  close(): Promise<void>;
};

/** @param folder where the socket is put; its path must be short, at most about 100 bytes */
export async function listenForBeacons(folder: string): Promise<Beacons> {
  const socketPath = path.join(folder, "beacon");
  const waiting: Socket[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {}); // a killed process may reset the connection, which "close" reports as well
    waiting.push(socket);
    server.emit("beacon");
  });
  server.listen(socketPath);
  await once(server, "listening");
  return {
    socketPath,
    async next() {
      while (waiting.length === 0) await once(server, "beacon");
      const socket = waiting.shift();
      if (socket === undefined) throw new Error("two tests wait for one beacon");
      const gone = once(socket, "close");
      const [text] = await once(socket, "data");
      return { pid: Number.parseInt(String(text), 10), gone };
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
