import type { FastifyReply, FastifyRequest } from "fastify";
import { BackstayError } from "../../shared/errors.ts";
import type { ConsoleParts } from "./console-parts.ts";
import { LONGEST_MS } from "./sessions.ts";

type Parts = Pick<ConsoleParts, "isTls" | "sessions">;

/**
 * Browsers send a cookie to every port of a computer, so two consoles need two names. The prefix makes a browser refuse the cookie
 * unless it came over TLS and belongs to this name alone.
 */
function cookieName({ raw }: FastifyRequest, { isTls }: Parts): string {
  return `${isTls ? "__Host-" : ""}backstay-${raw.socket.localPort}`;
}

/** No script can read it, and the browser sends it only along with requests of the console's own pages. */
function cookieOptions({ isTls }: Parts) {
  return { path: "/", httpOnly: true, sameSite: "strict", secure: isTls } as const;
}

export function setSessionCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  token: string,
  parts: Parts,
): void {
  const maxAge = Math.floor(LONGEST_MS / 1000);
  reply.setCookie(cookieName(request, parts), token, { ...cookieOptions(parts), maxAge });
}

export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply, parts: Parts): void {
  reply.clearCookie(cookieName(request, parts), cookieOptions(parts));
}

/** @returns the session that a request belongs to, which was used now; undefined without one */
export function sessionOf(request: FastifyRequest, parts: Parts): string | undefined {
  const token = request.cookies[cookieName(request, parts)];
  const id = token === undefined ? undefined : parts.sessions.find(token);
  return id !== undefined && parts.sessions.use(id) ? id : undefined;
}

/** @throws {BackstayError} SIGN_IN_NEEDED */
export function requireSession(request: FastifyRequest, parts: Parts): string {
  const id = sessionOf(request, parts);
  if (id === undefined) throw new BackstayError("SIGN_IN_NEEDED", {});
  return id;
}
