import { BackstayError, hasSystemCode } from "../../../shared/errors.ts";
import { SNMP_PORT } from "../../../shared/model/snmp-setup.ts";
import type { SnmpRefusal } from "../../../shared/snmp-errors.ts";
import type { SnmpHost } from "./snmp-host.ts";

/** Why a request got no answer that may be used. The library's errors hold passwords, and so go no further than here. */
export type SnmpFailure =
  | { readonly kind: "silent"; readonly reason: "not-found" | "timed-out" | "no-route" | "no-snmp" }
  | { readonly kind: "refused"; readonly reason: SnmpRefusal }
  /** It says more than it may. */
  | { readonly kind: "too-much" };

export class SnmpFailed extends Error {
  readonly failure: SnmpFailure;

  constructor(failure: SnmpFailure) {
    super(`SNMP: ${failure.kind}`);
    this.failure = failure;
  }
}

export const refused = (reason: SnmpRefusal) => new SnmpFailed({ kind: "refused", reason });

/** The reports by which an agent tells what is wrong with a request of version 3 (RFC 3414, usmStats), as the library words them. */
const REPORTS: readonly (readonly [words: RegExp, reason: SnmpRefusal])[] = [
  [/^Unsupported Security Level/, "level"],
  [/^Not In Time Window/, "clock"],
  [/^Unknown User Name/, "user"],
  [/^Wrong Digest/, "password"],
  [/^Decryption Error/, "encryption"],
];
const ACCESS_REFUSED = ["NoAccess", "AuthorizationError"];

/**
 * @param hasShownItself whether the agent of version 3 has answered the greeting that needs no password: one that is silent
 * afterwards could not decrypt what came
 */
export function failureOf(error: unknown, hasShownItself: boolean): SnmpFailure {
  if (error instanceof SnmpFailed) return error.failure;
  if (!(error instanceof Error)) return { kind: "silent", reason: "no-snmp" };
  if (error.name === "RequestTimedOutError") {
    if (hasShownItself) return { kind: "refused", reason: "encryption" };
    return { kind: "silent", reason: "timed-out" };
  }
  if (error.name === "RequestFailedError") {
    const isRefused = ACCESS_REFUSED.some((word) => error.message.startsWith(word));
    return isRefused ? { kind: "refused", reason: "view" } : { kind: "silent", reason: "no-snmp" };
  }
  if (error.name === "ResponseInvalidError") return invalidAnswer(error);
  if (hasSystemCode(error, "ENOTFOUND", "EAI_AGAIN")) return { kind: "silent", reason: "not-found" };
  if (hasSystemCode(error, "EHOSTUNREACH", "ENETUNREACH", "EADDRNOTAVAIL", "EACCES", "EPERM"))
    return { kind: "silent", reason: "no-route" };
  return { kind: "silent", reason: "no-snmp" };
}

function invalidAnswer({ message }: Error): SnmpFailure {
  const reason = REPORTS.find(([words]) => words.test(message))?.[1];
  if (reason !== undefined) return { kind: "refused", reason };
  if (/^Authentication digest/.test(message)) return { kind: "refused", reason: "forged" };
  if (/^Failed to decrypt/.test(message)) return { kind: "refused", reason: "encryption" };
  if (/time window/.test(message)) return { kind: "refused", reason: "clock" };
  return { kind: "silent", reason: "no-snmp" };
}

/** @returns the error a person meets; undefined for what is no failure of the host, but of what it says */
export function errorOf(failure: SnmpFailure, host: SnmpHost): BackstayError | undefined {
  const address = addressOf(host);
  const { version } = host.signIn;
  if (failure.kind === "silent")
    return new BackstayError("SNMP_SILENT", { address, version, reason: failure.reason });
  if (failure.kind === "refused") {
    const user = host.signIn.version === "v3" ? host.signIn.user : null;
    return new BackstayError("SNMP_REFUSED", { address, user, reason: failure.reason });
  }
  return undefined;
}

export function addressOf({ address, port }: Pick<SnmpHost, "address" | "port">): string {
  if (port === SNMP_PORT) return address;
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}
