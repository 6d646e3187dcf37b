import { type BackstayError, fromWire } from "../../shared/errors.ts";
import type { LogEntry } from "../api/backstay.ts";
import type { BadObject } from "../failover/read/bad-object.ts";
import type { SpawnJobProcess } from "../jobs/spawn-job-process.ts";
import { FromReader, type OpenReader } from "./messages.ts";

export type IndexProgress = { readonly snapshotsIndexed: number; readonly snapshotsTotal: number };

export type IndexerParts = {
  readonly spawn: SpawnJobProcess;
  readonly open: Omit<OpenReader, "type" | "work">;
  readonly log: (entry: LogEntry) => void;
  readonly onProgress: (progress: IndexProgress) => void;
  readonly onBadObject: (object: BadObject) => void;
};

export type RunningIndexer = {
  /** Resolves when the process has ended; never rejects. What went wrong is in the log, and tried again the next time. */
  readonly ended: Promise<void>;
  stop(): void;
};

/** Twice a second is what a person can follow. */
const REPORT_INTERVAL_MS = 500;

/** Brings the search index of a repository up to date, in a process of its own that takes nothing from what people wait for. */
export function runIndexer({ spawn, open, log, onProgress, onBadObject }: IndexerParts): RunningIndexer {
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  let reportedMs = Number.NEGATIVE_INFINITY;
  let last: IndexProgress | undefined;
  let isUnreported = false;
  let isStopped = false;
  let failure: BackstayError | undefined;
  let isDone = false;

  function report(isLast: boolean): void {
    const nowMs = performance.now();
    if (last === undefined || !isUnreported || (!isLast && nowMs - reportedMs < REPORT_INTERVAL_MS)) return;
    reportedMs = nowMs;
    isUnreported = false;
    onProgress(last);
  }

  const child = spawn(
    {
      onMessage(raw) {
        const message = FromReader.safeParse(raw);
        if (!message.success) {
          return log({ level: "error", text: `unreadable message of an indexer: ${message.error.message}` });
        }
        const { data } = message;
        if (data.type === "index-progress") {
          last = { snapshotsIndexed: data.snapshotsIndexed, snapshotsTotal: data.snapshotsTotal };
          isUnreported = true;
          report(false);
        } else if (data.type === "log") {
          log({
            level: data.level,
            text: data.text,
            ...(data.reference === "" ? {} : { facts: { reference: data.reference } }),
          });
        } else if (data.type === "bad-object") onBadObject(data.object);
        else if (data.type === "failed") failure = fromWire(data.error);
        else if (data.type === "indexed") isDone = true;
      },
      onStderr: (text) => log({ level: "warning", text }),
      onEnded(exit) {
        if (!isStopped) report(true);
        if (!isDone && !isStopped) {
          log({ level: "warning", text: `the search index was not filled: ${failure?.message ?? exit}` });
        }
        resolve();
      },
    },
    "background",
  );
  child.send({ type: "open", work: "search-index", ...open });

  return {
    ended,
    stop() {
      isStopped = true;
      child.kill("SIGKILL"); // it goes on from where it was
    },
  };
}
