import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

const TOKEN_BYTES = 32;
const TOKEN = /^[\w-]{43}$/;

/** @returns 32 random bytes that nobody can guess, fit for links, headers and cookies */
export function makeToken(): string {
  return randomBytes(TOKEN_BYTES).toString("base64url");
}

/** What is kept of a token, so that who reads what is kept cannot use it. @returns 64 hex digits */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** Whether a text is the token of that hash; takes equally long however much of it is right. */
export function isTokenOf(hash: string, token: string): boolean {
  const [expected, given] = [Buffer.from(hash, "hex"), Buffer.from(hashToken(token), "hex")];
  return TOKEN.test(token) && expected.length === given.length && timingSafeEqual(expected, given);
}
