import { rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { pipeline } from "node:stream/promises";
import { MAX_CALL_BYTES } from "../../shared/api/wire.ts";
import { hasSystemCode } from "../../shared/errors.ts";
import type { Backstay } from "../api/backstay.ts";
import type { Caller } from "../api/handlers.ts";
import { type ConnectionParts, serveConnection } from "../api/serve-connection.ts";
import { type DownloadHead, DownloadRequest, encodeFrames } from "./download-frames.ts";
import { createLineReader } from "./read-lines.ts";
import { type SocketAddress, socketAddress } from "./socket-address.ts";

export type HostSocketParts = Omit<ConnectionParts, "caller"> & {
  /** Lets callers fetch what `restore.download` prepared. */
  readonly openDownload?: Backstay["openDownload"];
};

export type HostSocket = {
  /** Ends all connections and takes the socket away. May be called twice. */
  close(): Promise<void>;
};

/** Who has the right to open the socket is the user the engine works for. */
const CALLER: Caller = { name: "command line", rights: new Set(["read", "write", "programs"]) };

/**
 * Lets the other programs of this user (the command line, the desktop application) talk to the host: each line is one message of
 * `shared/api/wire.ts`. Only the user may open the socket, and root.
 *
 * @param folder the data folder, which this host alone uses: a socket that is there is one that a killed host left
 * @throws the system's error when it cannot listen
 */
export async function serveHostSocket(folder: string, parts: HostSocketParts): Promise<HostSocket> {
  const address = socketAddress(folder, true);
  if (address === undefined) throw new Error("a host has a name for its socket");
  const connections = new Set<Socket>();
  const server = createServer((socket) => {
    connections.add(socket);
    socket.once("close", () => connections.delete(socket));
    serveSocket(socket, parts);
  });
  try {
    await removeStale(address);
    await listenPrivately(server, address.path);
    server.on("error", () => {}); // that one more program cannot be let in is no reason to end the host
  } catch (error) {
    address.release();
    throw error;
  }
  return {
    async close() {
      for (const socket of connections) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      address.release();
    },
  };
}

/** A connection is for calls, unless the first line asks for a download. */
function serveSocket(socket: Socket, { dispatch, events, openDownload }: HostSocketParts): void {
  const connection = serveConnection(
    {
      send: (text) => void socket.write(`${text}\n`),
      waitingBytes: () => socket.writableLength,
      close: () => socket.destroy(),
    },
    { dispatch, events, caller: CALLER },
  );
  let isFirst = true;
  const receive = (line: string) => {
    const ticket = isFirst ? ticketIn(line) : undefined;
    isFirst = false;
    if (ticket === undefined) return connection.receive(line);
    connection.end();
    void sendDownload(socket, ticket, openDownload);
  };
  socket.on(
    "data",
    createLineReader(MAX_CALL_BYTES, receive, () => socket.destroy()),
  );
  socket.on("error", () => socket.destroy()); // the other program ended; there is nobody to tell
  socket.once("close", () => connection.end());
}

function ticketIn(line: string): string | undefined {
  if (!line.startsWith('{"download"')) return undefined;
  try {
    return DownloadRequest.parse(JSON.parse(line)).download;
  } catch {
    return undefined; // then it is no call either, which ends the connection
  }
}

async function sendDownload(
  socket: Socket,
  ticket: string,
  openDownload: HostSocketParts["openDownload"],
): Promise<void> {
  try {
    const download = await openDownload?.(ticket);
    const head: DownloadHead =
      download === undefined
        ? { kind: "none" }
        : { kind: "file", fileName: download.fileName, sizeBytes: download.sizeBytes ?? null };
    socket.write(`${JSON.stringify(head)}\n`);
    if (download === undefined) socket.end();
    else await pipeline(download.content, encodeFrames, socket);
  } catch {
    socket.destroy(); // without its end, which tells the other side that it broke off; why is in the engine's log
  }
}

/** A socket outlives a host that was killed, and then nobody can listen there. */
async function removeStale({ path, file }: SocketAddress): Promise<void> {
  if (file === undefined || (await isAnswered(path))) return;
  rmSync(file, { force: true });
}

/** One that is answered stays: listening will fail, which is right. */
function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", (error) => {
      // ENOTSOCK, and EINVAL from some: another kind of file stands there, which is none of a running host's
      if (hasSystemCode(error, "ENOENT", "ECONNREFUSED", "ENOTSOCK", "EINVAL")) resolve(false);
      else reject(error);
    });
  });
}

/** The file's permissions are right from its first moment on: set afterwards, somebody could have been quicker. */
function listenPrivately(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const usual = process.platform === "win32" ? undefined : process.umask(0o177);
    try {
      server.once("error", reject);
      server.listen(path, () => {
        server.off("error", reject);
        resolve();
      });
    } finally {
      if (usual !== undefined) process.umask(usual);
    }
  });
}
