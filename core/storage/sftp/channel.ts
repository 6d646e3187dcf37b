/** One SFTP session in a connection of its own. */
import type { SFTPWrapper } from "ssh2";
import { BackstayError } from "../../../shared/errors.ts";
import { connectBySsh, type SshOptions } from "../../remote/ssh-connection.ts";
import { PACED_BYTES } from "../pace.ts";
import { type Answer, type SftpChannel, type SftpLimits, statusOf, unreachableOf } from "./protocol.ts";

/** What every server takes: less than 34 000 bytes in a packet. */
const SMALL_CHUNK_BYTES = 30 * 1024;
/** Until a connection that nobody answers on is cut. */
const FAREWELL_MS = 1_000;

/**
 * @throws {BackstayError} STORE_UNREACHABLE, and what signing in throws
 * @throws the signal's reason
 */
export async function openSftpChannel(
  options: SshOptions,
  location: string,
  { silenceMs, pace }: SftpLimits,
  signal: AbortSignal,
): Promise<SftpChannel> {
  const connection = await connectBySsh({ ...options, silenceMs: 2 * silenceMs }, signal);
  const { client } = connection;
  const pending = new Set<(reason: unknown) => void>();
  let over: { readonly reason: unknown } | undefined;
  let heardMs = performance.now();
  let watch: NodeJS.Timeout | undefined;

  function end(reason: unknown): void {
    if (over !== undefined) return;
    over = { reason };
    clearTimeout(watch);
    for (const reject of pending) reject(reason);
    pending.clear();
    client.end();
    // referenced by nothing but the socket, which is what would keep the process alive
    setTimeout(() => client.destroy(), FAREWELL_MS).unref();
  }
  const unreachable = (reason: "closed" | "timed-out" | "no-sftp", cause?: unknown) =>
    new BackstayError("STORE_UNREACHABLE", { location, reason }, { cause });

  function watchSilence(): void {
    if (watch !== undefined || over !== undefined) return;
    const leftMs = heardMs + silenceMs - performance.now();
    watch = setTimeout(
      () => {
        watch = undefined;
        if (pending.size === 0) return;
        if (performance.now() - heardMs >= silenceMs) return end(unreachable("timed-out"));
        watchSilence();
      },
      Math.max(leftMs, 1),
    );
  }

  function ask<T>(send: (answer: Answer<T>) => void): Promise<T> {
    if (over !== undefined) return Promise.reject(over.reason);
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    if (pending.size === 0) heardMs = performance.now(); // before that there was nothing to say
    pending.add(reject);
    watchSilence();
    try {
      send((error, value) => {
        heardMs = performance.now();
        pending.delete(reject);
        if (error === undefined || error === null) return resolve(value as T);
        // without a status it is the library's own word for a connection that is gone
        if (statusOf(error) === undefined) end(unreachable("closed", error));
        reject(over?.reason ?? error);
      });
    } catch (error) {
      pending.delete(reject);
      reject(error);
    }
    return promise;
  }

  connection.signal.addEventListener("abort", () => end(unreachableOf(connection.signal.reason, location)));
  if (connection.signal.aborted) end(unreachableOf(connection.signal.reason, location));
  const onAbort = () => end(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    const sftp = await ask<SFTPWrapper>((answer) =>
      client.sftp((error, opened) => {
        // whatever its form, an error here comes from a server that let us in
        if (error !== undefined) end(over?.reason ?? unreachable("no-sftp", error));
        answer(error, opened);
      }),
    );
    sftp.on("error", (error: unknown) => end(unreachable("closed", error)));
    sftp.on("end", () => end(unreachable("closed")));
    sftp.on("close", () => end(unreachable("closed")));
    const { chunkBytes, knows } = abilitiesOf(sftp);
    return {
      chunkBytes: pace === undefined ? chunkBytes : Math.min(chunkBytes, PACED_BYTES),
      knows,
      pace,
      get isOver() {
        return over !== undefined;
      },
      ask: (send) => ask((answer) => send(sftp, answer)),
      close: () => end(unreachable("closed")),
    };
  } catch (error) {
    end(error);
    throw error;
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

/** The library knows these and does not tell; the version we use is a certain one. */
type Inside = {
  readonly _maxReadLen?: unknown;
  readonly _maxWriteLen?: unknown;
  readonly _extensions?: Readonly<Record<string, unknown>>;
};

function abilitiesOf(sftp: SFTPWrapper): Pick<SftpChannel, "chunkBytes" | "knows"> {
  const { _maxReadLen: read, _maxWriteLen: write, _extensions: extensions = {} } = sftp as unknown as Inside;
  const hasBoth = typeof read === "number" && typeof write === "number";
  const has = (name: string, version: string) => extensions[name] === version;
  return {
    chunkBytes: hasBoth ? Math.min(read, write) : SMALL_CHUNK_BYTES,
    knows: {
      fsync: has("fsync@openssh.com", "1"),
      posixRename: has("posix-rename@openssh.com", "1"),
      statvfs: has("statvfs@openssh.com", "2"),
    },
  };
}
