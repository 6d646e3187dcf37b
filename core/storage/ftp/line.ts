/** Connections to an FTP server: each does one thing at a time, so there are a few. */
import { Client, FTPError } from "basic-ftp";
import { BackstayError, isBackstayError } from "../../../shared/errors.ts";
import { readNamedFile, type StoreVariables, secretOf, variableOf } from "../variables.ts";
import type { FtpPlace } from "./place.ts";
import { isCrowded, translateFtp } from "./refusal.ts";

export type FtpLine = {
  /**
   * Runs work on a connection of its own, and once more if the server had closed one that was kept. Aborting ends the connection.
   * @throws what the work throws; what connecting throws, in our words; the signal's reason
   */
  run<T>(work: (client: Client) => Promise<T>, signal: AbortSignal | undefined): Promise<T>;
  close(): void;
};

/** Servers of small machines let a user have five or ten. */
const CONNECTIONS = 4;
const MAX_LIST_BYTES = 64 * 1024 * 1024;

/**
 * @param user who signs in
 * @param variables `FTP_PASSWORD`, and `CACERT` with certificates to trust besides
 */
export function createFtpLine(
  place: FtpPlace,
  user: string | null,
  variables: StoreVariables,
  silenceMs: number,
): FtpLine {
  const { location } = place;
  const idle: Client[] = [];
  const open = new Set<Client>();
  const waiting: (() => void)[] = [];
  let most = CONNECTIONS;
  let taken = 0;
  let isClosed = false;

  async function connect(signal: AbortSignal | undefined): Promise<Client> {
    const client = new Client(silenceMs, {
      allowSeparateTransferHost: false,
      maxListingBytes: MAX_LIST_BYTES,
    });
    open.add(client);
    const onAbort = () => client.close();
    signal?.addEventListener("abort", onAbort, { once: true });
    try {
      const password = place.password ?? (await secretOf(variables, "FTP_PASSWORD"));
      signal?.throwIfAborted();
      await client.access({
        host: place.host,
        port: place.port,
        ...(user === null ? {} : { user }),
        ...(password === undefined ? {} : { password }),
        ...(place.security === "none"
          ? {}
          : {
              secure: place.security === "implicit" ? "implicit" : true,
              secureOptions: await tlsOptions(),
            }),
      });
      return client;
    } catch (error) {
      discard(client);
      signal?.throwIfAborted();
      if (isCrowded(error)) throw error;
      throw withoutTls(error) ?? translateFtp(error, "list", 0, location, user);
    } finally {
      signal?.removeEventListener("abort", onAbort);
    }
  }

  async function tlsOptions() {
    const authorities = variableOf(variables, "CACERT");
    const { rootCertificates } = await import("node:tls");
    const ca =
      authorities === undefined ? undefined : [...rootCertificates, await readNamedFile(authorities)];
    return { minVersion: "TLSv1.2" as const, ...(ca === undefined ? {} : { ca }) };
  }

  /** A server that does not know the command that begins TLS; nothing secret was said by then. */
  function withoutTls(error: unknown): BackstayError | undefined {
    const isUnknown = error instanceof FTPError && [500, 502, 504, 534].includes(error.code);
    if (place.security !== "explicit" || !isUnknown) return undefined;
    return new BackstayError("STORE_UNREACHABLE", { location, reason: "no-tls" }, { cause: error });
  }

  function discard(client: Client): void {
    open.delete(client);
    client.close();
  }

  /** Waits for a turn. */
  async function begin(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    while (taken >= most) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const onAbort = () => reject(signal?.reason);
      signal?.addEventListener("abort", onAbort, { once: true });
      waiting.push(resolve);
      try {
        await promise;
      } finally {
        signal?.removeEventListener("abort", onAbort);
        const at = waiting.indexOf(resolve);
        if (at >= 0) waiting.splice(at, 1);
      }
    }
    taken++;
  }

  function end(): void {
    taken--;
    waiting.shift()?.();
  }

  /** One that is kept, or a new one; where no more are let in, one of those that are at work must do. */
  async function connection(
    signal: AbortSignal | undefined,
  ): Promise<{ client: Client; isKept: boolean } | undefined> {
    if (isClosed) throw new BackstayError("CANCELLED", { reason: "shutdown" });
    for (let kept = idle.pop(); kept !== undefined; kept = idle.pop()) {
      if (!kept.closed) return { client: kept, isKept: true };
      discard(kept);
    }
    try {
      return { client: await connect(signal), isKept: false };
    } catch (error) {
      if (!isCrowded(error)) throw error;
      if (taken < 2) throw translateFtp(error, "list", 0, location, user);
      most = Math.max(1, taken - 1);
      return undefined;
    }
  }

  async function attempt<T>(
    work: (client: Client) => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly result: T } | "again"> {
    await begin(signal);
    try {
      const found = await connection(signal);
      if (found === undefined) return "again";
      const { client, isKept } = found;
      const { socket } = client.ftp;
      const heardBytes = socket.bytesRead;
      const onAbort = () => client.close();
      signal?.addEventListener("abort", onAbort, { once: true });
      try {
        signal?.throwIfAborted();
        return { result: await work(client) };
      } catch (error) {
        signal?.throwIfAborted();
        // a server may say farewell to a connection that rested, which shows only now
        const isSilent = client.closed && socket.bytesRead === heardBytes;
        const isGone = isSilent || (error instanceof FTPError && error.code === 421);
        if (isKept && isGone && !isBackstayError(error)) return "again";
        throw error;
      } finally {
        signal?.removeEventListener("abort", onAbort);
        if (client.closed || isClosed) discard(client);
        else idle.push(client);
      }
    } finally {
      end();
    }
  }

  return {
    async run(work, signal) {
      for (;;) {
        const done = await attempt(work, signal);
        if (done !== "again") return done.result;
      }
    },
    close() {
      isClosed = true;
      for (const client of open) client.close();
      open.clear();
    },
  };
}
