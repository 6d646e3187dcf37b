/**
 * Reading another machine's files over SFTP. It is our own as names have to come as bytes, which the library for SSH makes text of,
 * and as the names of owners are an extension that it does not know.
 */
import type { ClientChannel } from "ssh2";
import { BackstayError, isBackstayError } from "../../../shared/errors.ts";
import type { RawPath } from "../../platform/raw-path.ts";
import type { SshConnection } from "../ssh-connection.ts";
import { createAnswerStream } from "./answer-stream.ts";
import {
  ANSWER,
  BadAnswer,
  encodeRequest,
  type FieldReader,
  pathPart,
  READ_ONLY,
  REQUEST,
  readFields,
  readNames,
  type SftpAttributes,
  type SftpEntry,
  STATUS,
  textPart,
} from "./packets.ts";

/** What the server calls something that it has open. */
export type SftpHandle = Uint8Array & { readonly brand: "SftpHandle" };

/** Its methods throw {@link SftpRefusal} when the server says no, and REMOTE_SILENT once the connection is over. */
export type SftpSession = {
  /** The most that one request for bytes should ask for. */
  readonly maxReadBytes: number;
  readonly isOver: boolean;
  lstat(path: RawPath): Promise<SftpAttributes>;
  /** Follows links. */
  stat(path: RawPath): Promise<SftpAttributes>;
  readLink(path: RawPath): Promise<RawPath>;
  /** Where a path leads, without links in it. */
  realPath(path: RawPath): Promise<RawPath>;
  /** Entries of a folder in parts, in no order, those for itself and the one above it among them. */
  list(path: RawPath): AsyncGenerator<readonly SftpEntry[]>;
  open(path: RawPath): Promise<SftpHandle>;
  fstat(handle: SftpHandle): Promise<SftpAttributes>;
  /** @returns how many bytes there were, which may be fewer than there is room for; 0 at the end of the file */
  read(handle: SftpHandle, position: number, into: Uint8Array): Promise<number>;
  /** Nobody waits for the answer. */
  close(handle: SftpHandle): void;
  /**
   * Names of users and groups by their numbers, as the machine knows them; empty where it knows none.
   * @returns undefined where the server cannot tell
   */
  namesOf(
    users: readonly number[],
    groups: readonly number[],
  ): Promise<{ readonly users: readonly string[]; readonly groups: readonly string[] } | undefined>;
  /** Ends the session, and with it what it waits for. */
  end(reason: unknown): void;
};

/** The server's own no. */
export class SftpRefusal extends Error {
  override readonly name = "SftpRefusal";
  /** See `STATUS`. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const VERSION = 3;
/** What every server takes. */
const USUAL_READ_BYTES = 32 * 1024;
/** More in one request makes the others wait, and is not faster. */
const MOST_READ_BYTES = 255 * 1024;
const LIMITS = "limits@openssh.com";
const NAMES_BY_ID = "users-groups-by-id@openssh.com";
/** Of a machine that a disk hangs on, though its SSH lives. A disk that has to wake up first needs half a minute. */
const SILENCE_MS = 90_000;

type Waiting = {
  readonly into: Uint8Array | undefined;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: unknown) => void;
};
type Answer = { readonly type: number; readonly fields: FieldReader; readonly count: number };

const NOTHING = readFields(Buffer.alloc(0));

/**
 * Opens a session, with whose end the connection ends; so it does when there is no SFTP.
 *
 * @param address for what is said when the machine falls silent
 * @throws {BackstayError} REMOTE_NO_SFTP, REMOTE_SILENT
 * @throws the signal's reason
 */
export async function openSftpSession(
  connection: SshConnection,
  address: string,
  signal: AbortSignal,
  silenceMs = SILENCE_MS,
): Promise<SftpSession> {
  const { client, signal: over } = connection;
  const waiting = new Map<number, Waiting>();
  let unsent: Buffer[] = [];
  let nextId = 0;
  let ended: { readonly reason: unknown } | undefined;
  let heardMs = performance.now();
  let watch: NodeJS.Timeout | undefined;
  let hello: ((body: { version: number; fields: FieldReader }) => void) | undefined;
  const channel = await openChannel();
  const take = createAnswerStream({
    roomFor: (id) => waiting.get(id)?.into,
    onData(id, count) {
      const request = waiting.get(id);
      waiting.delete(id);
      request?.resolve({ type: ANSWER.data, fields: NOTHING, count });
    },
    onAnswer(type, id, body) {
      if (type === ANSWER.version) return hello?.({ version: id, fields: readFields(body) });
      const request = waiting.get(id);
      if (request === undefined) throw new BadAnswer("an answer came that nobody asked for");
      waiting.delete(id);
      request.resolve({ type, fields: readFields(body), count: 0 });
    },
  });

  async function openChannel() {
    const { promise, resolve, reject } = Promise.withResolvers<ClientChannel>();
    const onOver = () => reject(over.reason);
    const onAbort = () => reject(signal.reason);
    over.addEventListener("abort", onOver, { once: true });
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      if (over.aborted) throw over.reason;
      signal.throwIfAborted();
      client.subsys("sftp", (error, opened) => {
        if (error === undefined) resolve(opened);
        else reject(new BackstayError("REMOTE_NO_SFTP", { address }, { cause: error }));
      });
      return await promise;
    } catch (error) {
      connection.close();
      throw error;
    } finally {
      over.removeEventListener("abort", onOver);
      signal.removeEventListener("abort", onAbort);
    }
  }

  function end(reason: unknown): void {
    if (ended !== undefined) return;
    ended = { reason };
    clearTimeout(watch);
    over.removeEventListener("abort", onOver);
    for (const { reject } of waiting.values()) reject(reason);
    waiting.clear();
    channel.destroy();
    connection.close();
  }
  const silent = (reason: "closed" | "timed-out", cause?: unknown) =>
    new BackstayError("REMOTE_SILENT", { address, reason }, { cause });
  const onOver = () => end(over.reason);
  over.addEventListener("abort", onOver, { once: true });
  if (over.aborted) end(over.reason);
  channel.on("data", (piece: Buffer) => {
    heardMs = performance.now();
    try {
      take(piece);
    } catch (error) {
      end(
        error instanceof BadAnswer
          ? new BackstayError("REMOTE_NO_SFTP", { address }, { cause: error })
          : error,
      );
    }
  });
  channel.on("error", (error: unknown) => end(silent("closed", error)));
  channel.on("close", () => end(silent("closed")));
  // what a server says beside is for its log
  channel.stderr.resume();

  function watchSilence(): void {
    if (watch !== undefined || ended !== undefined) return;
    const leftMs = heardMs + silenceMs - performance.now();
    watch = setTimeout(
      () => {
        watch = undefined;
        if (waiting.size === 0) return;
        if (performance.now() - heardMs >= silenceMs) return end(silent("timed-out"));
        watchSilence();
      },
      Math.max(leftMs, 1),
    );
  }

  /** What is asked in one go is sent in one go. */
  function send(request: Buffer): void {
    unsent.push(request);
    if (unsent.length > 1) return;
    queueMicrotask(() => {
      const all = unsent;
      unsent = [];
      if (ended === undefined) channel.write(Buffer.concat(all));
    });
  }

  function ask(
    type: number,
    parts: readonly (number | bigint | Uint8Array)[],
    into?: Uint8Array,
  ): Promise<Answer> {
    if (ended !== undefined) return Promise.reject(ended.reason);
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    nextId = (nextId + 1) >>> 0;
    if (waiting.size === 0) heardMs = performance.now(); // before that there was nothing to say
    waiting.set(nextId, { into, resolve, reject });
    send(encodeRequest(type, nextId, parts));
    watchSilence();
    return promise;
  }

  async function expect(
    wanted: number,
    type: number,
    parts: readonly (number | bigint | Uint8Array)[],
  ): Promise<FieldReader> {
    const { type: got, fields } = await ask(type, parts);
    if (got === wanted) return fields;
    throw refusalOf(got, fields);
  }

  /** Fields are read in here, so that what is no SFTP ends the session wherever it is found. */
  async function reading<T>(answer: Promise<FieldReader>, read: (fields: FieldReader) => T): Promise<T> {
    const fields = await answer;
    try {
      return read(fields);
    } catch (error) {
      if (!(error instanceof BadAnswer)) throw error;
      end(new BackstayError("REMOTE_NO_SFTP", { address }, { cause: error }));
      throw ended?.reason ?? error;
    }
  }

  const attributesOf = (type: number, what: Uint8Array) =>
    reading(expect(ANSWER.attributes, type, [what]), (fields) => fields.attributes());
  const oneName = (type: number, path: RawPath) =>
    reading(expect(ANSWER.names, type, [pathPart(path)]), (fields) => {
      const [entry] = readNames(fields);
      if (entry === undefined) throw new BadAnswer("a path without a name");
      return entry.name;
    });
  const handleOf = (type: number, parts: readonly (number | Uint8Array)[]) =>
    reading(expect(ANSWER.handle, type, parts), (fields) => new Uint8Array(fields.bytes()) as SftpHandle);
  const close = (handle: SftpHandle) => {
    if (ended === undefined) ask(REQUEST.close, [handle]).catch(() => undefined); // nothing depends on it
  };

  const greeting = new Promise<ReadonlyMap<string, string>>((resolve, reject) => {
    waiting.set(-1, { into: undefined, resolve: () => undefined, reject });
    hello = ({ version, fields }) => {
      waiting.delete(-1);
      if (version < VERSION) return reject(new BackstayError("REMOTE_NO_SFTP", { address }));
      const extensions = new Map<string, string>();
      while (!fields.isAtEnd())
        extensions.set(fields.bytes().toString("latin1"), fields.bytes().toString("latin1"));
      resolve(extensions);
    };
  });
  const onAbort = () => end(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  let extensions: ReadonlyMap<string, string>;
  let maxReadBytes = USUAL_READ_BYTES;
  try {
    // it has the version where the others have their number
    channel.write(encodeRequest(REQUEST.init, VERSION, []));
    watchSilence();
    extensions = await greeting;
    if (extensions.get(LIMITS) === "1") {
      maxReadBytes = await reading(
        expect(ANSWER.extended, REQUEST.extended, [textPart(LIMITS)]),
        (fields) => {
          fields.uint64(); // of any message
          const most = Number(fields.uint64());
          return most > 0 ? Math.min(most, MOST_READ_BYTES) : USUAL_READ_BYTES;
        },
      );
    }
  } catch (error) {
    end(error);
    throw error;
  } finally {
    signal.removeEventListener("abort", onAbort);
  }

  return {
    maxReadBytes,
    get isOver() {
      return ended !== undefined;
    },
    lstat: (path) => attributesOf(REQUEST.lstat, pathPart(path)),
    stat: (path) => attributesOf(REQUEST.stat, pathPart(path)),
    readLink: (path) => oneName(REQUEST.readLink, path),
    realPath: (path) => oneName(REQUEST.realPath, path),
    async *list(path) {
      const handle = await handleOf(REQUEST.openFolder, [pathPart(path)]);
      try {
        for (;;) {
          let part: readonly SftpEntry[];
          try {
            part = await reading(expect(ANSWER.names, REQUEST.readFolder, [handle]), readNames);
          } catch (error) {
            if (error instanceof SftpRefusal && error.status === STATUS.endOfFile) return;
            throw error;
          }
          yield part;
        }
      } finally {
        close(handle);
      }
    },
    open: (path) => handleOf(REQUEST.open, [pathPart(path), READ_ONLY, 0]),
    fstat: (handle) => attributesOf(REQUEST.fstat, handle),
    async read(handle, position, into) {
      const { type, fields, count } = await ask(REQUEST.read, [handle, BigInt(position), into.length], into);
      if (type === ANSWER.data) return count;
      const refusal = refusalOf(type, fields);
      if (refusal instanceof SftpRefusal && refusal.status === STATUS.endOfFile) return 0;
      throw refusal;
    },
    close,
    async namesOf(users, groups) {
      if (extensions.get(NAMES_BY_ID) !== "1") return undefined;
      const parts = [textPart(NAMES_BY_ID), numbersPart(users), numbersPart(groups)];
      return await reading(expect(ANSWER.extended, REQUEST.extended, parts), (fields) => ({
        users: textsIn(fields.bytes(), users.length),
        groups: textsIn(fields.bytes(), groups.length),
      }));
    },
    end,
  };

  function refusalOf(type: number, fields: FieldReader): unknown {
    try {
      if (type !== ANSWER.status) throw new BadAnswer(`answer ${type} where another was asked for`);
      const status = fields.uint32();
      const message = fields.isAtEnd() ? "" : fields.bytes().toString("utf8");
      return new SftpRefusal(status, message.slice(0, 200));
    } catch (error) {
      if (!(error instanceof BadAnswer)) return error;
      end(new BackstayError("REMOTE_NO_SFTP", { address }, { cause: error }));
      return ended?.reason ?? error;
    }
  }
}

function numbersPart(numbers: readonly number[]): Uint8Array {
  const bytes = Buffer.allocUnsafe(numbers.length * 4);
  for (const [n, number] of numbers.entries()) bytes.writeUInt32BE(number >>> 0, n * 4);
  return bytes;
}

function textsIn(bytes: Buffer, count: number): readonly string[] {
  const fields = readFields(bytes);
  return Array.from({ length: count }, () => (fields.isAtEnd() ? "" : fields.bytes().toString("utf8")));
}

/** Whether an error says that the machine, and not something on it, is the trouble: another connection may do. */
export function isConnectionLost(error: unknown): boolean {
  return isBackstayError(error, "REMOTE_SILENT");
}
