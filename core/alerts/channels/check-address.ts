import { BackstayError } from "../../../shared/errors.ts";

/**
 * @param text may hold `{to}` and `{text}`, for an SMS gateway
 * @throws {BackstayError} CHANNEL_ADDRESS_INVALID, without the address: it may hold a key
 */
export function parseChannelAddress(text: string): URL {
  const url = URL.parse(text.trim());
  if (url === null || /[\p{Cc} ]/u.test(text.trim())) throw invalid("form");
  if (url.protocol !== "https:" && url.protocol !== "http:") throw invalid("scheme");
  if (url.username !== "" || url.password !== "") throw invalid("credentials");
  // a place-holder there would let a recipient choose where to
  if (/[{}]|%7[bd]/i.test(url.host)) throw invalid("form");
  return url;
}

function invalid(reason: "form" | "scheme" | "credentials") {
  return new BackstayError("CHANNEL_ADDRESS_INVALID", { reason });
}

/** Whether a host is this computer itself, so that nothing crosses a network. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, "");
  return name === "localhost" || name === "::1" || /^127(?:\.\d{1,3}){3}$/.test(name);
}
