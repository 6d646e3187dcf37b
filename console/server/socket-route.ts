import type { FastifyInstance } from "fastify";
import { type Connection, serveConnection } from "../../core/api/serve-connection.ts";
import { CLOSE, MAX_CALL_BYTES } from "../../shared/api/wire.ts";
import type { ConsoleParts } from "./console-parts.ts";
import { plainAddress } from "./loopback.ts";
import { sessionOf } from "./session-cookie.ts";
import { sessionMark } from "./sessions.ts";

/** The part of a WebSocket that is used here. */
type PageSocket = {
  readonly bufferedAmount: number;
  send(text: string): void;
  ping(): void;
  close(code: number, reason: string): void;
  terminate(): void;
  on(event: "message", listener: (data: unknown, isBinary: boolean) => void): void;
  on(event: "pong" | "close", listener: () => void): void;
  on(event: "error", listener: (error: Error) => void): void;
};

export const SOCKET_OPTIONS = {
  maxPayload: MAX_CALL_BYTES,
  perMessageDeflate: false, // what is small is not worth it, and what is large is compressed already
} as const;

/** More than one person has pages open. */
const MAX_PAGES = 64;
/** A page that is told that it ends, and does not, is cut off. */
const CLOSE_WITHIN_MS = 2_000;
/** Not `programs`: who has got hold of a session must not get hold of the computer. */
const PAGE_RIGHTS = new Set(["read", "write"] as const);

/** The one connection of a page: calls in, answers and events out. */
export function addSocketRoute(server: FastifyInstance, parts: ConsoleParts): void {
  const { sessions, backstay, pingEveryMs } = parts;
  const pages = new Set<PageSocket>();

  server.get("/api/socket", { websocket: true }, (raw, request) => {
    const socket = raw as PageSocket;
    socket.on("error", () => socket.terminate()); // too large a message, or one that is against the protocol
    const session = sessionOf(request, parts);
    if (session === undefined) return closeSoon(socket, CLOSE.signInNeeded, "SIGN_IN_NEEDED");
    if (pages.size >= MAX_PAGES) return closeSoon(socket, CLOSE.messageInvalid, "too many pages");

    pages.add(socket);
    const connection = serveConnection(wireOver(socket), {
      dispatch: backstay.dispatch,
      events: backstay.events,
      caller: {
        ...{ name: `console ${plainAddress(request.ip)}`, rights: PAGE_RIGHTS },
        ...{ address: plainAddress(request.ip), session: sessionMark(session) },
      },
    });
    const signOut = () => {
      connection.end();
      closeSoon(socket, CLOSE.signInNeeded, "SIGN_IN_NEEDED");
    };
    socket.on("message", (data, isBinary) => {
      if (!sessions.use(session)) signOut();
      else receive(connection, data, isBinary);
    });
    const stopListening = sessions.onEnd((ended) => {
      if (ended === session) signOut();
    });
    const stopPinging = watch(socket, pingEveryMs, () => {
      if (!sessions.lasts(session)) signOut();
    });
    socket.on("close", () => {
      pages.delete(socket);
      stopListening();
      stopPinging();
      connection.end();
    });
  });
}

/** Tells every page that the host ends; those that do not go are cut off. */
export function closePages(this: FastifyInstance, done: () => void): void {
  for (const socket of this.websocketServer.clients as Set<PageSocket>) {
    closeSoon(socket, CLOSE.hostStops, "the host ends");
  }
  this.websocketServer.close();
  done();
}

function receive(connection: Connection, data: unknown, isBinary: boolean): void {
  connection.receive(isBinary ? "" : String(data)); // bytes are no call, which ends the connection
}

function wireOver(socket: PageSocket) {
  return {
    send: (text: string) => socket.send(text),
    waitingBytes: () => socket.bufferedAmount,
    close: (code: number, reason: string) => closeSoon(socket, code, reason),
  };
}

function closeSoon(socket: PageSocket, code: number, reason: string): void {
  socket.close(code, reason);
  const timer = setTimeout(() => socket.terminate(), CLOSE_WITHIN_MS);
  socket.on("close", () => clearTimeout(timer));
}

/**
 * Asks a page now and then whether it is still there, and cuts it off when it did not answer the time before: a laptop that was
 * closed says nothing.
 *
 * @returns what ends the watching
 */
function watch(socket: PageSocket, everyMs: number, onTick: () => void): () => void {
  let hasAnswered = true;
  socket.on("pong", () => {
    hasAnswered = true;
  });
  const timer = setInterval(() => {
    if (!hasAnswered) return socket.terminate();
    hasAnswered = false;
    socket.ping();
    onTick();
  }, everyMs);
  return () => clearInterval(timer);
}
