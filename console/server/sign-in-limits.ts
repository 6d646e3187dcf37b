/** How often somebody may try to sign in, or to prove who he is. */
import type { FastifyRequest } from "fastify";
import { BackstayError } from "../../shared/errors.ts";
import { plainAddress } from "./loopback.ts";

/** Nobody mistypes a password more often; whoever guesses needs some thousand years at this pace. */
export const PASSWORDS_AT_ONCE = 8;
export const TRIED_WITHIN_MS = 5 * 60_000;

/** For a route that takes a password and nothing else. */
export const PASSWORD_TRIES = {
  max: PASSWORDS_AT_ONCE,
  timeWindow: TRIED_WITHIN_MS,
  keyGenerator: (request: FastifyRequest) => neighbourhood(request.ip),
};

export function tooOften(_request: FastifyRequest, { ttl }: { readonly ttl: number }): BackstayError {
  return new BackstayError("SIGN_IN_TOO_OFTEN", { retrySeconds: Math.max(1, Math.ceil(ttl / 1000)) });
}

/** Who has one IPv6 address has as many as he likes beside it. */
export function neighbourhood(address: string): string {
  const plain = plainAddress(address);
  if (!plain.includes(":")) return plain;
  const { hostname } = new URL(`http://[${plain}]`);
  const [head = "", tail] = hostname.slice(1, -1).split("::");
  const groups = head === "" ? [] : head.split(":");
  const known = tail === undefined || tail === "" ? 0 : tail.split(":").length;
  const zeros = tail === undefined ? 0 : 8 - groups.length - known;
  return [...groups, ...Array<string>(zeros).fill("0")].slice(0, 4).join(":");
}
