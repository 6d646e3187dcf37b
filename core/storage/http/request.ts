/** Requests to servers that keep files, over HTTP with or without TLS. */
import http, { type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import https from "node:https";
import type { Socket } from "node:net";
import { BackstayError, hasSystemCode } from "../../../shared/errors.ts";
import type { CertificateProblem, StoreSilence } from "../../../shared/storage-errors.ts";
import type { Pace } from "../pace.ts";
import { readNamedFile, type StoreVariables, variableOf } from "../variables.ts";
import { sendBody, watchSilence } from "./exchange.ts";

export type HttpMethod = "HEAD" | "GET" | "POST" | "PUT" | "DELETE" | "PROPFIND" | "MKCOL" | "MOVE";

export type HttpRequest = {
  readonly method: HttpMethod;
  /** What follows the address of the place; or another address of the same kind. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
};

/** An answer whose body is still to come: it must be read or dropped. */
export type HttpAnswer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** @throws {BackstayError} STORE_UNREACHABLE when it breaks off */
  chunks(): AsyncIterable<Uint8Array>;
  /** Does without the rest. */
  drop(): void;
};

export type HttpLine = {
  /**
   * @throws {BackstayError} STORE_UNREACHABLE, STORE_CERTIFICATE_REFUSED, FILE_UNREADABLE
   * @throws the signal's reason
   */
  ask(request: HttpRequest, signal: AbortSignal | undefined): Promise<HttpAnswer>;
  close(): Promise<void>;
};

export type HttpLimits = {
  /** How long hardly anything may move on a connection that somebody waits for. */
  readonly silenceMs: number;
  /** Holds bodies back, in both directions. */
  readonly pace?: Pace | undefined;
  /** How long a connection must have been unused for its end to say nothing of the server. */
  readonly idleMs?: number;
};

export const USUAL_HTTP_LIMITS: HttpLimits = { silenceMs: 90_000 };

/** Servers close connections that nobody has used for some seconds, and may do so while something is on its way to them. */
const USUAL_IDLE_MS = 1_000;

/** More would only make them all slower. */
const CONNECTIONS = 8;

/** What may be done twice when nobody knows whether it was heard. A file that is removed twice was missing the second time. */
const REPEATABLE: ReadonlySet<HttpMethod> = new Set(["HEAD", "GET", "PUT", "PROPFIND"]);

/**
 * @param base with a slash at its end; a user and a password in it are not heeded
 * @param authorization of every request
 * @param variables `CACERT` is a file of certificates to trust besides, `TLS_CLIENT_CERT` one with our own and its key
 */
export function createHttpLine(
  base: URL,
  location: string,
  authorization: () => Promise<string | undefined>,
  variables: StoreVariables,
  { silenceMs, pace, idleMs = USUAL_IDLE_MS }: HttpLimits,
): HttpLine {
  const isSecure = base.protocol === "https:";
  let agent: Promise<http.Agent> | undefined;
  /** When each connection was last used. */
  const usedMs = new WeakMap<Socket, number>();

  async function makeAgent(): Promise<http.Agent> {
    const options = { keepAlive: true, maxSockets: CONNECTIONS };
    if (!isSecure) return new http.Agent(options);
    const authorities = variableOf(variables, "CACERT");
    const own = variableOf(variables, "TLS_CLIENT_CERT");
    const pem = own === undefined ? undefined : await readNamedFile(own);
    const { rootCertificates } = await import("node:tls");
    return new https.Agent({
      ...options,
      minVersion: "TLSv1.2",
      ...(authorities === undefined ? {} : { ca: [...rootCertificates, await readNamedFile(authorities)] }),
      ...(pem === undefined ? {} : { cert: pem, key: pem }),
    });
  }

  async function usableAgent(): Promise<http.Agent> {
    agent ??= makeAgent();
    agent.catch(() => {
      agent = undefined;
    });
    return await agent;
  }

  function translate(error: unknown): unknown {
    return error instanceof BackstayError ? error : httpError(error, location);
  }

  /** @throws {UnheardError} when a connection that was idle before ended without an answer */
  async function askOnce(
    { method, path, headers = {}, body }: HttpRequest,
    signal: AbortSignal | undefined,
  ): Promise<HttpAnswer> {
    signal?.throwIfAborted();
    const auth = await authorization();
    const options = {
      method,
      agent: await usableAgent(),
      headers: {
        ...headers,
        ...(auth === undefined ? {} : { authorization: auth }),
        ...(body === undefined ? {} : { "content-length": String(body.length) }),
      },
    };
    const url = new URL(path, base);
    url.username = "";
    url.password = "";
    signal?.throwIfAborted(); // nothing would tell of what came before
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const request = (isSecure ? https : http).request(url, options, resolve);
    let answer: IncomingMessage | undefined;
    let wasIdle = false;
    request.once("socket", (socket) => {
      const lastMs = usedMs.get(socket);
      wasIdle = request.reusedSocket && lastMs !== undefined && performance.now() - lastMs >= idleMs;
      request.once("close", () => usedMs.set(socket, performance.now()));
    });
    const giveUp = (error: Error) => void (answer ?? request).destroy(error);
    const watch = watchSilence(request, silenceMs, () =>
      giveUp(new BackstayError("STORE_UNREACHABLE", { location, reason: "timed-out" })),
    );
    const onAbort = () => giveUp(asError(signal?.reason));
    signal?.addEventListener("abort", onAbort, { once: true });
    request.once("close", () => {
      signal?.removeEventListener("abort", onAbort);
      watch.stop();
    });
    request.on("error", reject);
    sendBody(request, body, pace, watch, signal).catch((error: unknown) => giveUp(asError(error)));
    try {
      answer = await promise;
    } catch (error) {
      signal?.throwIfAborted();
      if (wasIdle && hasSystemCode(error, "ECONNRESET", "EPIPE")) throw new UnheardError(translate(error));
      throw translate(error);
    }
    const coming = answer;
    coming.on("error", () => undefined); // whoever reads it is told, and it may come while nobody does
    watch.hold(); // until somebody waits for more
    return {
      status: coming.statusCode ?? 0,
      headers: coming.headers,
      async *chunks() {
        const iterator: AsyncIterator<Uint8Array> = coming[Symbol.asyncIterator]();
        try {
          for (;;) {
            watch.release();
            const { done, value } = await iterator.next();
            watch.hold();
            if (done === true) return;
            await pace?.down(value.length, signal);
            yield value;
          }
        } catch (error) {
          signal?.throwIfAborted();
          throw translate(error);
        } finally {
          await iterator.return?.();
        }
      },
      drop() {
        if (method === "HEAD") coming.resume();
        else coming.destroy();
      },
    };
  }

  return {
    async ask(request, signal) {
      for (let unheard = 0; ; unheard += 1) {
        try {
          return await askOnce(request, signal);
        } catch (error) {
          if (!(error instanceof UnheardError)) throw error;
          // each of them may have been closed meanwhile, but not one that is made anew
          if (!REPEATABLE.has(request.method) || unheard >= CONNECTIONS) throw error.cause;
        }
      }
    },
    async close() {
      await agent?.then(
        (opened) => opened.destroy(),
        () => undefined,
      );
    },
  };
}

/** Nobody answered on a connection that was idle before. The cause is what to say of it. */
class UnheardError extends Error {
  constructor(cause: unknown) {
    super("a connection was closed that nobody had used for a while", { cause });
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error("aborted", { cause: reason });
}

/** By the codes of Node's TLS and of OpenSSL. @source Node.js documentation, "X509 certificate error codes" */
const CERTIFICATE: Readonly<Record<string, CertificateProblem>> = {
  CERT_HAS_EXPIRED: "expired",
  CERT_NOT_YET_VALID: "not-yet",
  ERR_TLS_CERT_ALTNAME_INVALID: "name",
  DEPTH_ZERO_SELF_SIGNED_CERT: "unknown",
  SELF_SIGNED_CERT_IN_CHAIN: "unknown",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "unknown",
  UNABLE_TO_GET_ISSUER_CERT: "unknown",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "unknown",
  CERT_UNTRUSTED: "unknown",
  CERT_REVOKED: "unknown",
};

const SILENCE: Readonly<Record<string, StoreSilence>> = {
  ECONNREFUSED: "refused",
  ENOTFOUND: "not-found",
  EAI_AGAIN: "not-found",
  ETIMEDOUT: "timed-out",
  ESOCKETTIMEDOUT: "timed-out",
  EHOSTUNREACH: "no-route",
  ENETUNREACH: "no-route",
  EPROTO: "no-tls",
  ERR_SSL_WRONG_VERSION_NUMBER: "no-tls",
  ERR_SSL_PACKET_LENGTH_TOO_LONG: "no-tls",
};

/** What a request ended with that brought no answer. @returns `error` itself when it is a mistake of ours */
export function httpError(error: unknown, location: string): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const certificate = CERTIFICATE[code];
  if (certificate !== undefined)
    return new BackstayError(
      "STORE_CERTIFICATE_REFUSED",
      { location, reason: certificate },
      { cause: error },
    );
  if (hasSystemCode(error, "ERR_INVALID_CHAR", "ERR_INVALID_ARG_TYPE")) return error;
  const reason = SILENCE[code] ?? (code.startsWith("HPE_") ? "no-http" : "closed");
  return new BackstayError("STORE_UNREACHABLE", { location, reason }, { cause: error });
}
