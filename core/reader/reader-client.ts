import { Readable } from "node:stream";
import { z } from "zod";
import { BackstayError, fromWire } from "../../shared/errors.ts";
import type { Download, LogEntry } from "../api/backstay.ts";
import type { BadObject } from "../failover/read/bad-object.ts";
import type { SpawnJobProcess } from "../jobs/spawn-job-process.ts";
import { FromReader, type OpenReader, type ReaderCall } from "./messages.ts";

/** A process that reads one repository, as the host sees it. */
export type ReaderClient = {
  /**
   * @param limitMs from when the repository is open; opening has a limit of its own
   * @throws {BackstayError} what the call throws; READER_CRASHED, READER_SLOW, CANCELLED when it is stopped
   */
  call(name: ReaderCall, input: unknown, limitMs: number): Promise<unknown>;
  /** Begins a download. The stream ends with an error when anything could not be read. */
  download(input: unknown): Promise<Download>;
  refresh(): void;
  /** Nobody waits for anything from it. */
  isIdle(): boolean;
  /** Ends the process; who waits gets CANCELLED. Resolves when it has ended. */
  stop(): Promise<void>;
};

export type ReaderClientParts = {
  readonly spawn: SpawnJobProcess;
  readonly open: Omit<OpenReader, "type" | "work">;
  readonly log: (entry: LogEntry) => void;
  readonly onIndexWanted: () => void;
  /** A file that one of several replicas should have whole and has not. */
  readonly onBadObject: (object: BadObject) => void;
  /** The process has ended, by itself or not. Called once. */
  readonly onEnded: () => void;
  /** A call or a download is over. */
  readonly onCallOver: () => void;
};

/** To derive the key alone may take seconds, and a large index from a slow share minutes. */
const OPEN_LIMIT_MS = 10 * 60_000;
/** A process that does not even notice that a call was cancelled hangs somewhere. */
const CANCEL_GRACE_MS = 5_000;
/** Nobody takes the pieces of a download for so long: it is over. */
const DOWNLOAD_IDLE_MS = 10 * 60_000;
const BEGIN_LIMIT_MS = 60_000;

type Waiting = {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: BackstayError) => void;
  /** Starts the call's time limit. */
  readonly begin: () => void;
};

type Stream = { readonly content: Readable; isPulling: boolean; timer: NodeJS.Timeout };

const BeginAnswer = z.object({ fileName: z.string().min(1), sizeBytes: z.int().nonnegative().nullable() });

/** Starts a reader. */
export function startReader(parts: ReaderClientParts): ReaderClient {
  const { spawn, open, log, onCallOver } = parts;
  const waiting = new Map<number, Waiting>();
  const streams = new Map<number, Stream>();
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  let lastId = 0;
  let isOpen = false;
  let isOver = false;
  /** What everybody gets who waits when the process ends. */
  let reason: BackstayError | undefined;

  const child = spawn(
    {
      onMessage(raw) {
        const message = FromReader.safeParse(raw);
        if (message.success) receive(message.data);
        else log({ level: "error", text: `unreadable message of a reader: ${message.error.message}` });
      },
      onStderr: (text) => log({ level: "warning", text }),
      onEnded(exit) {
        isOver = true;
        clearTimeout(openTimer);
        failAll(reason ?? new BackstayError("READER_CRASHED", { exit }));
        end();
        parts.onEnded();
      },
    },
    "interactive",
  );
  child.send({ type: "open", work: "pages", ...open });
  const openTimer = setTimeout(() => giveUp(OPEN_LIMIT_MS), OPEN_LIMIT_MS);

  function giveUp(limitMs: number): void {
    reason ??= new BackstayError("READER_SLOW", { seconds: Math.round(limitMs / 1000) });
    child.kill("SIGKILL");
  }

  function failAll(error: BackstayError): void {
    for (const { reject } of [...waiting.values()]) reject(error);
    for (const [id, stream] of [...streams]) endStream(id, stream, error);
  }

  function receive(message: FromReader): void {
    switch (message.type) {
      case "opened":
        isOpen = true;
        clearTimeout(openTimer);
        for (const { begin } of waiting.values()) begin();
        break;
      case "failed":
        reason ??= fromWire(message.error);
        failAll(reason); // the process ends by itself
        break;
      case "answer":
        waiting.get(message.id)?.resolve(message.value);
        break;
      case "refused":
        refuse(message.id, fromWire(message.error));
        break;
      case "piece":
        takePiece(message.id, message.bytes);
        break;
      case "index-wanted":
        parts.onIndexWanted();
        break;
      case "bad-object":
        parts.onBadObject(message.object);
        break;
      case "log": {
        const { level, text, reference } = message;
        log({ level, text, ...(reference === "" ? {} : { facts: { reference } }) });
      }
    }
  }

  function refuse(id: number, error: BackstayError): void {
    const stream = streams.get(id);
    if (stream !== undefined) endStream(id, stream, error);
    else waiting.get(id)?.reject(error);
  }

  function send(name: ReaderCall, input: unknown, limitMs: number): { id: number; answer: Promise<unknown> } {
    if (isOver || reason !== undefined) {
      const answer = Promise.reject(reason ?? new BackstayError("READER_CRASHED", { exit: "" }));
      return { id: 0, answer };
    }
    lastId += 1;
    const id = lastId;
    const { promise: answer, resolve, reject } = Promise.withResolvers<unknown>();
    const timers: NodeJS.Timeout[] = [];
    const settle = () => {
      for (const timer of timers) clearTimeout(timer);
      waiting.delete(id);
      onCallOver();
    };
    const tooSlow = () => {
      reject(new BackstayError("READER_SLOW", { seconds: Math.round(limitMs / 1000) }));
      child.send({ type: "cancel", id });
      timers.push(setTimeout(() => giveUp(limitMs), CANCEL_GRACE_MS));
    };
    waiting.set(id, {
      resolve: (value) => {
        settle();
        resolve(value);
      },
      reject: (error) => {
        settle();
        reject(error);
      },
      begin: () => timers.push(setTimeout(tooSlow, limitMs)),
    });
    if (isOpen) waiting.get(id)?.begin();
    child.send({ type: "call", id, name, input });
    return { id, answer };
  }

  function pull(id: number, stream: Stream): void {
    if (stream.isPulling) return;
    stream.isPulling = true;
    stream.timer.refresh();
    child.send({ type: "pull", id });
  }

  function takePiece(id: number, bytes: Uint8Array | null): void {
    const stream = streams.get(id);
    if (stream === undefined) return;
    stream.isPulling = false;
    stream.timer.refresh();
    if (bytes === null) endStream(id, stream, undefined);
    // an empty piece would end the stream
    else if (bytes.length === 0 || stream.content.push(bytes)) pull(id, stream);
  }

  function endStream(id: number, stream: Stream, error: BackstayError | undefined): void {
    clearTimeout(stream.timer);
    streams.delete(id);
    if (error === undefined) stream.content.push(null);
    else stream.content.destroy(error);
    onCallOver();
  }

  return {
    call: (name, input, limitMs) => send(name, input, limitMs).answer,
    async download(input) {
      const { id, answer } = send("download.begin", input, BEGIN_LIMIT_MS);
      const { fileName, sizeBytes } = BeginAnswer.parse(await answer);
      const content = new Readable({
        read: () => pull(id, stream),
        destroy(error, done) {
          if (streams.has(id)) {
            child.send({ type: "cancel", id });
            clearTimeout(stream.timer);
            streams.delete(id);
            onCallOver();
          }
          done(error);
        },
      });
      const tooIdle = () => content.destroy(new BackstayError("CANCELLED", { reason: "person" }));
      const stream: Stream = { content, isPulling: false, timer: setTimeout(tooIdle, DOWNLOAD_IDLE_MS) };
      streams.set(id, stream);
      return { fileName, sizeBytes: sizeBytes ?? undefined, content };
    },
    refresh: () => child.send({ type: "refresh" }),
    isIdle: () => waiting.size === 0 && streams.size === 0,
    stop() {
      reason ??= new BackstayError("CANCELLED", { reason: "shutdown" });
      failAll(reason);
      child.kill("SIGKILL"); // it has nothing to put in order
      return ended;
    },
  };
}
