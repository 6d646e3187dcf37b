/** Files of another machine, read over SFTP; a connection that is lost is made again, and what was being done goes on. */
import { setTimeout as sleep } from "node:timers/promises";
import type { RawPath } from "../../platform/raw-path.ts";
import type { SftpAttributes, SftpEntry } from "../../remote/sftp/packets.ts";
import { isConnectionLost, type SftpHandle, type SftpSession } from "../../remote/sftp/session.ts";
import type { Pace } from "../../storage/pace.ts";

export type MachineFiles = {
  lstat(path: RawPath): Promise<SftpAttributes>;
  /** Follows links. */
  stat(path: RawPath): Promise<SftpAttributes>;
  readLink(path: RawPath): Promise<RawPath>;
  /** All that is in a folder, in no order. @throws {@link TooManyEntries} */
  list(path: RawPath): Promise<readonly SftpEntry[]>;
  open(path: RawPath): Promise<MachineFile>;
  /** Names of users and groups; undefined where the server cannot tell. */
  namesOf: SftpSession["namesOf"];
  /** How much one request for bytes should be for. */
  readonly maxReadBytes: number;
  close(): void;
};

/** One that is open. After a lost connection it is opened anew where it stands. */
export type MachineFile = {
  /** As the file was when it was opened first. */
  readonly attributes: SftpAttributes;
  /** @returns fewer bytes than there is room for only at the end of the file. @throws {@link FileReplaced} */
  read(position: number, into: Uint8Array): Promise<number>;
  /** The same from its beginning, with what the file is like after that. */
  readWhole(into: Uint8Array): Promise<{ readonly count: number; readonly after: SftpAttributes }>;
  attributesNow(): Promise<SftpAttributes>;
  close(): void;
};

/** What is at a path is no longer the file that was opened there. */
export class FileReplaced extends Error {
  override readonly name = "FileReplaced";
}

/** A folder that no memory would hold, as a server that means ill may make up. */
export class TooManyEntries extends Error {
  override readonly name = "TooManyEntries";
}

export type MachineFilesOptions = {
  /** Signs in and opens a session. */
  readonly connect: (signal: AbortSignal) => Promise<SftpSession>;
  readonly pace: Pace | undefined;
  readonly signal: AbortSignal;
  /** Told each time that the machine went away, and is waited for. */
  readonly onOutage?: ((error: unknown) => void) | undefined;
  /** For how long a machine that went away is waited for, and how long between the tries. */
  readonly outageMs?: number | undefined;
  readonly retryMs?: readonly number[];
  /** Of one folder. */
  readonly maxEntries?: number | undefined;
};

const OUTAGE_MS = 10 * 60_000;
const RETRY_MS = [500, 1_000, 2_000, 5_000, 10_000, 20_000] as const;
const MAX_ENTRIES = 2_000_000;
/** Under a limit requests are small, so that a slow line is not filled for seconds. */
const PACED_BYTES = 32 * 1024;

/** @throws what connecting throws at first: a machine that was not there yet is not waited for */
export async function openMachineFiles(options: MachineFilesOptions): Promise<MachineFiles> {
  const { connect, pace } = options;
  const closing = new AbortController();
  const signal = AbortSignal.any([options.signal, closing.signal]);
  const { outageMs = OUTAGE_MS, retryMs = RETRY_MS, maxEntries = MAX_ENTRIES } = options;
  let current = await connect(signal);
  let again: Promise<SftpSession> | undefined;
  const maxReadBytes =
    pace === undefined ? current.maxReadBytes : Math.min(current.maxReadBytes, PACED_BYTES);

  /** All who find the session over wait for the same new one. */
  function session(): SftpSession | Promise<SftpSession> {
    if (!current.isOver) return current;
    again ??= connectAgain().finally(() => {
      again = undefined;
    });
    return again;
  }

  async function connectAgain(): Promise<SftpSession> {
    const sinceMs = performance.now();
    for (let n = 0; ; n += 1) {
      const waitMs = retryMs[Math.min(n, retryMs.length - 1)];
      await sleep(waitMs, undefined, { signal }).catch(() => undefined);
      signal.throwIfAborted();
      try {
        current = await connect(signal);
        return current;
      } catch (error) {
        signal.throwIfAborted();
        if (!isConnectionLost(error) || performance.now() - sinceMs > outageMs) throw error;
      }
    }
  }

  /** Nothing that is asked changes anything: it may be asked again. */
  async function attempt<T>(work: (open: SftpSession) => Promise<T>): Promise<T> {
    for (;;) {
      signal.throwIfAborted();
      const used = await session();
      try {
        return await work(used);
      } catch (error) {
        signal.throwIfAborted();
        if (!isConnectionLost(error) || !used.isOver) throw error;
        if (used === current && again === undefined) options.onOutage?.(error);
      }
    }
  }

  async function listAll(path: RawPath, open: SftpSession): Promise<readonly SftpEntry[]> {
    const all: SftpEntry[] = [];
    for await (const part of open.list(path)) {
      for (const entry of part) if (entry.name !== "." && entry.name !== "..") all.push(entry);
      if (all.length > maxEntries) throw new TooManyEntries();
      signal.throwIfAborted();
    }
    return all;
  }

  async function open(path: RawPath): Promise<MachineFile> {
    type Opened = { readonly of: SftpSession; readonly handle: Promise<SftpHandle> };
    let opened: Opened | undefined;
    let first: SftpAttributes | undefined;

    async function openIn(of: SftpSession): Promise<SftpHandle> {
      const handle = await of.open(path);
      const now = await of.fstat(handle);
      first ??= now;
      if (!isSameFile(first, now)) throw new FileReplaced(path);
      return handle;
    }

    /** The handle in this session, in which it may have to be opened anew: once, whoever asks. */
    function handleIn(of: SftpSession): Promise<SftpHandle> {
      if (opened?.of !== of) opened = { of, handle: openIn(of) };
      return opened.handle;
    }

    /** @param done so many bytes are there already */
    async function readFully(of: SftpSession, position: number, into: Uint8Array, done = 0): Promise<number> {
      const handle = await handleIn(of);
      let filled = done;
      while (filled < into.length) {
        const count = await of.read(handle, position + filled, into.subarray(filled));
        if (count === 0) break;
        filled += count;
      }
      return filled;
    }

    await attempt(handleIn);
    if (first === undefined) throw new Error("a file was opened that nobody looked at");
    return {
      attributes: first,
      async read(position, into) {
        await pace?.down(into.length, signal);
        return await attempt((of) => readFully(of, position, into));
      },
      async readWhole(into) {
        await pace?.down(into.length, signal);
        return await attempt(async (of) => {
          const handle = await handleIn(of);
          // a server does what concerns one file in the order in which it was asked for
          const [count, after] = await Promise.all([of.read(handle, 0, into), of.fstat(handle)]);
          if (count === into.length) return { count, after };
          return { count: await readFully(of, 0, into, count), after: await of.fstat(handle) };
        });
      },
      attributesNow: () => attempt(async (of) => of.fstat(await handleIn(of))),
      close() {
        const { of, handle } = opened ?? {};
        handle?.then(
          (one) => of?.close(one),
          () => undefined, // told to whoever asked for it
        );
      },
    };
  }

  return {
    maxReadBytes,
    lstat: (path) => attempt((of) => of.lstat(path)),
    stat: (path) => attempt((of) => of.stat(path)),
    readLink: (path) => attempt((of) => of.readLink(path)),
    list: (path) => attempt((of) => listAll(path, of)),
    namesOf: (users, groups) => attempt((of) => of.namesOf(users, groups)),
    open,
    close() {
      closing.abort(new Error("nobody reads from this machine any more"));
      current.end(closing.signal.reason);
    },
  };
}

/** By what the protocol tells: size and time. */
export function isSameFile(before: SftpAttributes, now: SftpAttributes): boolean {
  return before.sizeBytes === now.sizeBytes && before.mtimeSeconds === now.mtimeSeconds;
}
