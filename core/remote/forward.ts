/** A door on this computer to a server that another machine reaches: connections go through SSH. */
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import type { Duplex, Readable, Writable } from "node:stream";
import { BackstayError, isBackstayError } from "../../shared/errors.ts";
import type { SshConnection } from "./ssh-connection.ts";

/** As it is seen from the machine. */
export type ForwardTarget =
  | { readonly by: "network"; readonly address: string; readonly port: number }
  | { readonly by: "socket"; readonly path: string };

/** A socket can be entered by those who may enter its folder; a port by everybody who uses this computer. */
export type Door =
  | { readonly by: "socket"; readonly path: string }
  | { readonly by: "port"; readonly port: number };

export type ForwardOptions = {
  readonly to: ForwardTarget;
  /** Where the socket is made; undefined for a port of loopback, which the system chooses. */
  readonly socketPath: string | undefined;
  /** How errors call the machine and what is behind it. */
  readonly names: { readonly machine: string; readonly target: string };
  /** What is done with each connection before a program gets it. */
  readonly prepare?: ((channel: Duplex) => Promise<Ways>) | undefined;
  readonly openLimitMs?: number;
};

/** What is written to the target, and what comes from it. */
export type Ways = { readonly to: Writable; readonly from: Readable };

export type Forward = {
  readonly door: Door;
  /** Why programs get no further than the machine, or have lost the way; undefined while nothing is known to be wrong. */
  failure(): BackstayError | undefined;
};

/** Before programs give up by themselves, which would not know whose fault it was. */
const OPEN_LIMIT_MS = 12_000;

/** Opens the door as long as the work goes on. Each connection through it is a channel of its own. */
export async function withForward<T>(
  connection: SshConnection,
  options: ForwardOptions,
  work: (forward: Forward) => Promise<T>,
): Promise<T> {
  const sockets = new Set<Socket>();
  let refusal: BackstayError | undefined;
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy()); // the program is gone
    void lead(socket);
  });
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };

  async function lead(socket: Socket): Promise<void> {
    try {
      const channel = await openChannel(connection, options);
      if (socket.destroyed) return discard(channel);
      socket.once("close", () => discard(channel));
      channel.on("error", () => socket.destroy());
      const ways = (await options.prepare?.(channel)) ?? { to: channel, from: channel };
      refusal = undefined;
      join(socket, channel, ways);
    } catch (error) {
      refusal = isBackstayError(error) ? error : notForwarded(options, error);
      socket.destroy();
    }
  }

  connection.signal.addEventListener("abort", cut, { once: true });
  try {
    const door = await listen(server, options.socketPath);
    return await work({
      door,
      failure: () => (connection.signal.aborted ? (connection.signal.reason as BackstayError) : refusal),
    });
  } finally {
    connection.signal.removeEventListener("abort", cut);
    server.close();
    cut();
  }
}

function openChannel({ client }: SshConnection, options: ForwardOptions): Promise<Duplex> {
  const { to, openLimitMs = OPEN_LIMIT_MS } = options;
  return new Promise((resolve, reject) => {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      reject(notForwarded(options, undefined));
    }, openLimitMs);
    const opened = (error: Error | undefined, channel: Duplex) => {
      clearTimeout(timer);
      if (error !== undefined && error !== null) reject(error);
      else if (isLate) discard(channel);
      else resolve(channel);
    };
    try {
      if (to.by === "socket") client.openssh_forwardOutStreamLocal(to.path, opened);
      else client.forwardOut("127.0.0.1", 0, to.address, to.port, opened);
    } catch (error) {
      clearTimeout(timer);
      reject(error); // the connection has just ended
    }
  });
}

/** Each side may end what it says and still listen; neither is read faster than the other one takes it. */
function join(socket: Socket, channel: Duplex, { to, from }: Ways): void {
  for (const way of [to, from]) way.on("error", () => socket.destroy());
  // the library ends what is left to be read before it says so
  channel.once("close", () => socket.destroySoon());
  socket.pipe(to);
  from.pipe(socket);
}

/** What comes is read to its end, or the library would wait for that for ever. */
function discard(channel: Duplex): void {
  channel.unpipe();
  channel.on("error", () => undefined);
  channel.resume();
  channel.destroy();
}

async function listen(server: Server, socketPath: string | undefined): Promise<Door> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("listening", resolve).once("error", reject);
  if (socketPath === undefined) server.listen(0, "127.0.0.1");
  else server.listen(socketPath);
  await promise;
  return socketPath === undefined
    ? { by: "port", port: (server.address() as AddressInfo).port }
    : { by: "socket", path: socketPath };
}

/** Of RFC 4254, 5.1; the other reasons say nothing that a person could use. */
const PROHIBITED = 1;

/**
 * OpenSSH says of a network address whether it is forbidden or why nobody answers there; of a socket only that it did not work.
 * @param error what the library throws; undefined when there was no answer in time
 */
function notForwarded({ names, to }: ForwardOptions, error: unknown): BackstayError<"REMOTE_NOT_FORWARDED"> {
  const { machine: address, target } = names;
  const code = error instanceof Error && "reason" in error ? error.reason : undefined;
  const said = error instanceof Error ? error.message.replace(/^\(SSH\) Channel open failure: /, "") : "";
  const reason =
    error === undefined
      ? "no-answer"
      : code === PROHIBITED
        ? "forbidden"
        : to.by === "socket"
          ? "socket"
          : "refused";
  return new BackstayError("REMOTE_NOT_FORWARDED", { address, target, reason, said }, { cause: error });
}
