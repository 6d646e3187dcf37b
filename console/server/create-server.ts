import cookie from "@fastify/cookie";
import rateLimit from "@fastify/rate-limit";
import websocket from "@fastify/websocket";
import { type FastifyError, type FastifyInstance, type FastifyServerOptions, fastify } from "fastify";
import { BackstayError, isBackstayError, toWire } from "../../shared/errors.ts";
import { addAccessRoutes } from "./access-routes.ts";
import { arrivalOf, type ConsoleParts } from "./console-parts.ts";
import { addDownloadRoute } from "./download-route.ts";
import { addMonitoringRoutes } from "./monitoring-routes.ts";
import { SECURITY_HEADERS } from "./security-headers.ts";
import { addSignInPage } from "./sign-in-page.ts";
import { addSignInRoutes } from "./sign-in-routes.ts";
import { addSocketRoute, closePages, SOCKET_OPTIONS } from "./socket-route.ts";
import { addStaticRoutes } from "./static-routes.ts";
import type { Certificate } from "./tls.ts";

/** Larger than any sign-in; calls come over the socket. */
const MAX_BODY_BYTES = 16 * 1024;
const REQUEST_WITHIN_MS = 30_000;

/** Requests that change something: a page of somebody else could make a browser send them without asking. */
const SAFE_METHODS = new Set(["GET", "HEAD"]);

/**
 * The console as an HTTP server that does not listen yet.
 * @param certificate with which it speaks TLS
 */
export async function createConsoleServer(
  parts: ConsoleParts,
  certificate?: Certificate,
): Promise<FastifyInstance> {
  const options = {
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_WITHIN_MS,
    forceCloseConnections: true,
    exposeHeadRoutes: false, // asking for the head of a download would use it up
    routerOptions: { maxParamLength: 100 },
  } as const satisfies FastifyServerOptions;
  const server: FastifyInstance =
    certificate === undefined
      ? fastify(options)
      : (fastify({
          ...options,
          https: { key: certificate.key, cert: certificate.cert, minVersion: "TLSv1.2" },
        }) as unknown as FastifyInstance);

  // before the gate: it is what ends the connection when a WebSocket is refused
  await server.register(websocket, { options: SOCKET_OPTIONS, preClose: closePages });
  addGate(server, parts);
  addErrors(server, parts);
  await server.register(cookie);
  await server.register(rateLimit, { global: false });
  addSignInPage(server, parts);
  addSignInRoutes(server, parts);
  addAccessRoutes(server, parts);
  addSocketRoute(server, parts);
  addDownloadRoute(server, parts);
  addMonitoringRoutes(server, parts);
  await addStaticRoutes(server, parts);
  return server;
}

/** Runs before everything else, for WebSockets too. */
function addGate(server: FastifyInstance, { hostCheck }: ConsoleParts): void {
  server.addHook("onRequest", async (request, reply) => {
    reply.headers(SECURITY_HEADERS);
    const arrival = arrivalOf(request);
    if (!hostCheck.isOurHost(arrival)) {
      const { host = "" } = arrival;
      return reply.code(421).type("text/plain; charset=utf-8").send(foreignHostText(host));
    }
    const mustSayOrigin = !SAFE_METHODS.has(request.method) || request.headers.upgrade !== undefined;
    if ((mustSayOrigin || arrival.origin !== undefined) && !hostCheck.isOurOrigin(arrival)) {
      return reply.code(403).type("text/plain").send("This came from another page.\n");
    }
  });
}

/** The name is what a stranger chose: it is shown as plain text only, and only what a name may hold. */
function foreignHostText(host: string): string {
  const name = host.replace(/[^\w.:[\]-]/g, "").slice(0, 100);
  return [
    `Backstay does not know the name ${name}. Use its address, or start it with --host-name ${name}`,
    `Backstay 不认识名称 ${name}。请使用其地址，或启动时加上 --host-name ${name}`,
    "",
  ].join("\n");
}

const STATUS: Readonly<Record<string, number>> = {
  CALL_INVALID: 400,
  SIGN_IN_NEEDED: 401,
  SIGN_IN_REFUSED: 401,
  CONSOLE_PASSWORD_WRONG: 403,
  CONSOLE_PASSWORD_UNSET: 409,
  CONSOLE_PASSWORD_SHORT: 400,
  SIGN_IN_TOO_OFTEN: 429,
};

function addErrors(server: FastifyInstance, { log }: ConsoleParts): void {
  server.setErrorHandler((error: FastifyError, request, reply) => {
    if (isBackstayError(error)) return reply.code(STATUS[error.code] ?? 500).send(toWire(error, ""));
    const { statusCode = 500 } = error;
    if (statusCode < 500) {
      const refused = new BackstayError("CALL_INVALID", { method: request.url.slice(0, 100), where: "" });
      return reply.code(statusCode).send(toWire(refused, ""));
    }
    const reference = request.id;
    log({ level: "error", text: "the console made a mistake", facts: { reference, error: error.stack } });
    return reply.code(500).send(toWire(error, reference));
  });
  server.setNotFoundHandler((_request, reply) => reply.code(404).type("text/plain").send("Not here.\n"));
}
