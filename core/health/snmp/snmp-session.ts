/** Asks an agent over SNMP. What the library leaves open is closed here: time, amount, and answers nobody has vouched for. */
import { lookup } from "node:dns/promises";
import {
  AuthProtocols,
  type Message,
  PrivProtocols,
  SecurityLevel,
  Session,
  type SessionOptions,
  type SessionOptionsV3,
  type User,
  type Varbind,
  Version2c,
  Version3,
} from "net-snmp";
import {
  SNMP_PASSWORD_MIN_LENGTH,
  type SnmpCipher,
  type SnmpHash,
} from "../../../shared/model/snmp-setup.ts";
import { failureOf, refused, SnmpFailed } from "./snmp-failure.ts";
import type { SnmpHost, SnmpLimits, SnmpSignIn } from "./snmp-host.ts";

/** One conversation with an agent. */
export type SnmpSession = {
  /** The next value after each identifier, in their order. @throws {SnmpFailed} @throws the signal's reason */
  next(oids: readonly string[]): Promise<readonly Varbind[]>;
  /** Up to `count` values that follow an identifier. @throws {SnmpFailed} @throws the signal's reason */
  bulk(oid: string, count: number): Promise<readonly Varbind[]>;
  close(): void;
};

const HASHES: Readonly<Record<SnmpHash, AuthProtocols>> = {
  md5: AuthProtocols.md5,
  sha1: AuthProtocols.sha,
  sha224: AuthProtocols.sha224,
  sha256: AuthProtocols.sha256,
  sha384: AuthProtocols.sha384,
  sha512: AuthProtocols.sha512,
};
const CIPHERS: Readonly<Record<SnmpCipher, PrivProtocols>> = {
  aes128: PrivProtocols.aes,
  "aes256-blumenthal": PrivProtocols.aes256b,
  "aes256-reeder": PrivProtocols.aes256r,
};
const RETRIES = 2;

type Answer<T> = (error: Error | null, value?: T) => void;

/**
 * Sends nothing yet but a question for the address, where a name was given.
 *
 * @throws {SnmpFailed} when there is no such name, or a password is too short for any agent
 * @throws the signal's reason
 */
export async function openSnmpSession(
  host: SnmpHost,
  limits: SnmpLimits,
  signal: AbortSignal,
): Promise<SnmpSession> {
  const { signIn } = host;
  if (signIn.version === "v3" && hasShortPassword(signIn)) throw refused("password-short");
  const { address, family } = await unlessAborted(lookup(host.address), signal).catch((error: unknown) => {
    throw signal.aborted ? signal.reason : new SnmpFailed(failureOf(error, false));
  });
  const session = new GuardedSession(address, signIn, limits.bytes, {
    transport: family === 6 ? "udp6" : "udp4",
    port: host.port,
    timeout: limits.requestMs,
    retries: RETRIES,
  });

  let hasAnswered = false;

  function ask<T>(send: (answer: Answer<T>) => void): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    session.onFailure = (error) => reject(error);
    send((error, value) => {
      if (error !== null || value === undefined) {
        reject(new SnmpFailed(failureOf(error, session.hasShownItself && !hasAnswered)));
        return;
      }
      hasAnswered = true;
      resolve(value);
    });
    return unlessAborted(promise, signal);
  }

  return {
    next: (oids) => ask((answer: Answer<Varbind[]>) => session.getNext([...oids], answer)),
    async bulk(oid, count) {
      const columns = await ask((answer: Answer<(Varbind | Varbind[])[]>) =>
        session.getBulk([oid], 0, count, answer),
      );
      return columns.flat();
    },
    close: () => session.end(),
  };
}

/** A name server that does not answer keeps the question for longer than anybody wants to wait. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort, { once: true });
  return Promise.race([work, promise]).finally(() => signal.removeEventListener("abort", onAbort));
}

function hasShortPassword(signIn: SnmpSignIn & { readonly version: "v3" }): boolean {
  return [signIn.hashPassword, signIn.cipherPassword].some(
    (password) => Buffer.byteLength(password) < SNMP_PASSWORD_MIN_LENGTH,
  );
}

/**
 * The library's session, as somebody needs it who does not trust the network: no answer can throw out of its socket, none is
 * taken in version 3 that was not signed and encrypted, and together they stay below a limit.
 */
class GuardedSession extends Session {
  /** Told when nothing more will come. */
  onFailure: (error: Error) => void = () => undefined;
  #bytesLeft: number;
  #isOver = false;
  readonly #isVersion3: boolean;

  constructor(
    address: string,
    signIn: SnmpSignIn,
    bytes: number,
    options: SessionOptions & SessionOptionsV3,
  ) {
    if (signIn.version === "v3") super(address, userOf(signIn), { ...options, version: Version3 });
    else super(address, signIn.community, { ...options, version: Version2c });
    this.#bytesLeft = bytes;
    this.#isVersion3 = signIn.version === "v3";
    this.on("error", () => undefined); // a datagram that cannot be read is no answer: the request goes on waiting
  }

  /** Whether the other side has told its engine's name, for which no password is needed. */
  get hasShownItself(): boolean {
    return this.#isVersion3 && "msgSecurityParameters" in this && this.msgSecurityParameters !== undefined;
  }

  override onMsg(datagram: Buffer): void {
    this.#bytesLeft -= datagram.length;
    if (this.#bytesLeft < 0) {
      this.onFailure(new SnmpFailed({ kind: "too-much" }));
      return;
    }
    try {
      super.onMsg(datagram);
    } catch {
      // whoever sends such things may not end this process; the request waits on until its time is over
    }
  }

  /** The library hands this on without its object. */
  override onSimpleGetResponse(req: Parameters<Session["onSimpleGetResponse"]>[0], message: Message): void {
    const isVouchedFor =
      message.version !== Version3 || (message.hasAuthentication() && message.hasPrivacy());
    if (isVouchedFor) super.onSimpleGetResponse(req, message);
    else req.responseCb(refused("forged") as never);
  }

  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.cancelRequests(new SnmpFailed({ kind: "silent", reason: "timed-out" }));
    this.close();
  }
}

function userOf(signIn: SnmpSignIn & { readonly version: "v3" }): User {
  return {
    name: signIn.user,
    level: SecurityLevel.authPriv,
    authProtocol: HASHES[signIn.hash ?? "sha256"],
    authKey: signIn.hashPassword,
    privProtocol: CIPHERS[signIn.cipher ?? "aes128"],
    privKey: signIn.cipherPassword,
  };
}
