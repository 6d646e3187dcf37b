/** Connections to other machines over SSH, with the host's key pinned at first use. */
import { connect, type Socket } from "node:net";
import type { AnyAuthMethod, Client, ConnectConfig, NegotiatedAlgorithms } from "ssh2";
import ssh2 from "ssh2"; // CommonJS, of which Node.js does not see all names
import { BackstayError, hasSystemCode } from "../../shared/errors.ts";
import { type HostKey, hostKeyOf, signaturesOf } from "./host-key.ts";

/** How a person signs in. Never logged, never part of an error. */
export type SshSignIn = SshWayIn | { readonly kind: "any-of"; readonly ways: readonly SshWayIn[] };

export type SshWayIn =
  | { readonly kind: "key"; readonly privateKey: string; readonly passphrase?: string | undefined }
  | { readonly kind: "password"; readonly password: string }
  /** The agent that runs beside the person's session. */
  | { readonly kind: "agent"; readonly socket: string };

export type SshAddress = { readonly address: string; readonly port: number; readonly user: string };

export type SshOptions = SshAddress & {
  readonly signIn: SshSignIn;
  /** The key the host must have; without it any is taken, and told. */
  readonly pinned: HostKey | undefined;
  /** Unless one is pinned, those the host may have; with an empty list nothing is sent to any host. */
  readonly knownKeys?: readonly HostKey[];
  readonly timeLimitMs?: number;
  /** How long a host may say nothing, whatever it does besides. */
  readonly silenceMs?: number;
};

export type SshConnection = {
  readonly client: Client;
  /** To be pinned, if it was not. */
  readonly hostKey: HostKey;
  /** Aborted, with the reason, when the connection is over. */
  readonly signal: AbortSignal;
  close(): void;
};

const TIME_LIMIT_MS = 15_000;
/** A host that says nothing for this long is gone, though nothing closed the connection. */
const SILENCE_MS = 30_000;
const KEEP_ALIVE_MS = 10_000;

/**
 * @throws {BackstayError} REMOTE_SILENT, REMOTE_KEY_CHANGED, REMOTE_KEY_UNKNOWN, REMOTE_SIGN_IN_REFUSED, REMOTE_SIGN_IN_UNUSABLE
 * @throws the signal's reason
 */
export async function connectBySsh(options: SshOptions, signal?: AbortSignal): Promise<SshConnection> {
  signal?.throwIfAborted();
  const signIn = signInConfig(options);
  const wanted = options.pinned === undefined ? options.knownKeys : [options.pinned];
  const client = new ssh2.Client();
  const over = new AbortController();
  let shown: HostKey | undefined;
  let isRefused = false;
  let isUp = false;
  let isReadAtOnce = false;
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
  // or each small request may wait 40 ms for the answer to the one before, those of the sign-in among them
  client.once("connect", () => client.setNoDelay(true));
  client.on("handshake", ({ sc }: NegotiatedAlgorithms) => {
    isReadAtOnce = READ_AT_ONCE.test(sc.cipher);
  });
  client.once("ready", () => {
    isUp = true;
    resolve();
  });
  client.on("error", (error) => end(error));
  client.once("close", () =>
    end(new BackstayError("REMOTE_SILENT", { address: at(options), reason: "closed" })),
  );

  function end(error: unknown): void {
    if (isOfAgent(error) && options.signIn.kind === "any-of") return; // the next way is tried
    const reason = isRefused ? refused(options, wanted, shown) : translate(error, options, wanted, isUp);
    reject(reason);
    if (!over.signal.aborted) over.abort(reason);
  }

  const onAbort = () => {
    reject(signal?.reason);
    client.destroy();
  };
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    client.connect({
      sock: connectSparingly(options, () => isUp && isReadAtOnce),
      username: options.user,
      readyTimeout: options.timeLimitMs ?? TIME_LIMIT_MS,
      keepaliveInterval: KEEP_ALIVE_MS,
      keepaliveCountMax: Math.ceil((options.silenceMs ?? SILENCE_MS) / KEEP_ALIVE_MS),
      ...signIn,
      ...(wanted === undefined || wanted.length === 0 ? {} : { algorithms: serverHostKeys(wanted) }),
      hostVerifier: (key: Buffer) => {
        shown = hostKeyOf(key);
        isRefused = shown === undefined || wanted?.includes(shown) === false;
        return !isRefused;
      },
    });
    await ready;
  } catch (error) {
    client.destroy();
    throw error;
  } finally {
    signal?.removeEventListener("abort", onAbort);
  }
  if (shown === undefined) throw new Error("a host signed in without showing its key");
  return { client, hostKey: shown, signal: over.signal, close: () => client.end() };
}

/** Ciphers of which the library keeps nothing of what came in beyond the moment; of others it keeps a part that waits for its seal. */
const READ_AT_ONCE = /^aes\d+-(?:gcm|ctr)/;
const RECEIVED_AT_ONCE_BYTES = 256 * 1024;

/**
 * A connection whose bytes come in one and the same piece of memory, once that may be. Made anew for every 64 KiB, as Node.js does
 * it, it is freed by collecting the garbage of the whole process again and again: a tenth of the time that a large file takes.
 */
function connectSparingly({ address, port }: SshAddress, mayReuse: () => boolean): Socket {
  const socket: Socket = connect({
    ...{ host: address, port },
    onread: {
      buffer: Buffer.alloc(RECEIVED_AT_ONCE_BYTES),
      callback(count, memory) {
        const received = memory.subarray(0, count);
        socket.emit("data", mayReuse() ? received : Buffer.from(received));
        return true;
      },
    },
  });
  return socket;
}

function signInConfig(options: SshOptions): ConnectConfig {
  const { signIn, user } = options;
  if (signIn.kind !== "any-of") return wayConfig(signIn, options);
  return { authHandler: signIn.ways.map((way) => methodOf(way, user)) };
}

function wayConfig(signIn: SshWayIn, options: SshOptions): ConnectConfig {
  if (signIn.kind === "password") return { password: signIn.password, tryKeyboard: false };
  if (signIn.kind === "agent") return { agent: signIn.socket };
  const problem = problemWithKey(signIn);
  if (problem !== undefined) {
    throw new BackstayError("REMOTE_SIGN_IN_UNUSABLE", { address: at(options), reason: problem });
  }
  return {
    privateKey: signIn.privateKey,
    ...(signIn.passphrase === undefined ? {} : { passphrase: signIn.passphrase }),
  };
}

function methodOf(way: SshWayIn, username: string): AnyAuthMethod {
  if (way.kind === "password") return { type: "password", username, password: way.password };
  if (way.kind === "agent") return { type: "agent", username, agent: way.socket };
  const { privateKey: key, passphrase } = way;
  return { type: "publickey", username, key, ...(passphrase === undefined ? {} : { passphrase }) };
}

/** @returns why a private key cannot be used; undefined when it can */
export function problemWithKey({
  privateKey,
  passphrase,
}: Pick<Extract<SshWayIn, { kind: "key" }>, "privateKey" | "passphrase">):
  | "passphrase"
  | "format"
  | undefined {
  const key = ssh2.utils.parseKey(privateKey, passphrase);
  if (!(key instanceof Error)) return undefined;
  return /passphrase/i.test(key.message) ? "passphrase" : "format";
}

/** The library's types list the algorithms it knew when they were written. */
function serverHostKeys(keys: readonly HostKey[]): NonNullable<ConnectConfig["algorithms"]> {
  return { serverHostKey: [...new Set(keys.flatMap(signaturesOf))] as never };
}

function refused(
  options: SshOptions,
  wanted: readonly HostKey[] | undefined,
  shown: HostKey | undefined,
): BackstayError<"REMOTE_KEY_CHANGED" | "REMOTE_KEY_UNKNOWN"> {
  const address = at(options);
  const [pinned] = wanted ?? [];
  if (pinned === undefined && shown !== undefined)
    return new BackstayError("REMOTE_KEY_UNKNOWN", { address, shown });
  return new BackstayError("REMOTE_KEY_CHANGED", { address, pinned: pinned ?? "", shown: shown ?? "" });
}

function isOfAgent(error: unknown): boolean {
  return error instanceof Error && "level" in error && error.level === "agent";
}

/**
 * What the library throws has a `level` that says where it went wrong; only the first two are documented to stay.
 * @param wasUp whether the host had let us in before
 */
function translate(
  error: unknown,
  options: SshOptions,
  wanted: readonly HostKey[] | undefined,
  wasUp: boolean,
): unknown {
  if (error instanceof BackstayError || !(error instanceof Error)) return error;
  const level = "level" in error ? error.level : undefined;
  const address = at(options);
  if (level === "client-authentication") {
    return new BackstayError("REMOTE_SIGN_IN_REFUSED", { address, user: options.user }, { cause: error });
  }
  // a host without a key of the pinned type cannot be the one that was pinned, or has lost that key
  if (level === "handshake" && /host key/i.test(error.message)) return refused(options, wanted, undefined);
  const reason = whySilent(error, level, wasUp);
  return new BackstayError("REMOTE_SILENT", { address, reason }, { cause: error });
}

function whySilent(error: Error, level: unknown, wasUp: boolean) {
  if (hasSystemCode(error, "ECONNREFUSED")) return "refused";
  if (hasSystemCode(error, "ENOTFOUND") || hasSystemCode(error, "EAI_AGAIN")) return "not-found";
  if (level === "client-timeout" || hasSystemCode(error, "ETIMEDOUT")) return "timed-out";
  if (hasSystemCode(error, "EHOSTUNREACH") || hasSystemCode(error, "ENETUNREACH")) return "no-route";
  if (hasSystemCode(error, "ECONNRESET")) return "closed";
  // what breaks off in the middle of a packet looks like no SSH, but a host that let us in speaks it
  return wasUp ? "closed" : "no-ssh";
}

function at({ address, port }: Pick<SshAddress, "address" | "port">): string {
  return port === 22 ? address : `${address}:${port}`;
}
