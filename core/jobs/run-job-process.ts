import { randomUUID } from "node:crypto";
import { BackstayError, type CancelReason, toWire } from "../../shared/errors.ts";
import type { FromReader } from "../reader/messages.ts";
import type { JobContext, JobDefinition } from "./define-job.ts";
import { type FromJobProcess, ToJobProcess } from "./messages.ts";
import { createPause, type PauseGate } from "./pause.ts";
import { limitProgress } from "./progress-limiter.ts";

/** Four a second: what a person can follow, and next to no work for the host. */
export const PROGRESS_INTERVAL_MS = 250;
/** How long a job may take to clean up after its host has gone, before the process ends anyway. */
const ORPHAN_GRACE_MS = 2_000;

/** The line to the host: the IPC channel of a forked process, or what stands in for it elsewhere. */
export type HostLine = {
  onMessage(listener: (message: unknown) => void): void;
  /** The host has gone. */
  onClosed(listener: () => void): void;
  /** Resolves when the message has been handed over; rejects when the host has gone. */
  send(message: FromJobProcess | FromReader): Promise<void>;
};

/**
 * The whole life of a job process: waits for `start`, runs that job, says how it ended, and ends the process.
 *
 * @param exit ends the process at once, with a status
 */
export function runJobProcess(
  definitions: readonly JobDefinition[],
  line: HostLine,
  exit: (status: number) => void,
): void {
  const stop = new AbortController();
  const pause = createPause();
  const cancel = (reason: CancelReason) => stop.abort(new BackstayError("CANCELLED", { reason }));
  const send = (message: FromJobProcess) => {
    line.send(message).catch(() => cancel("shutdown")); // nobody is listening any more
  };
  const finish = (message: FromJobProcess, status: number) => {
    line.send(message).then(
      () => exit(status),
      () => exit(1), // the host has gone, so there is nobody to tell
    );
  };
  let isStarted = false;

  line.onMessage((raw) => {
    const message = ToJobProcess.parse(raw);
    if (message.type === "cancel") return cancel(message.reason);
    if (message.type === "pause") return pause.set(message.isPaused);
    if (isStarted) throw new Error("a job process runs one job");
    isStarted = true;
    runJob(definitions, message, { signal: stop.signal, pause }, send).then(
      (result) => finish({ type: "result", result }, 0),
      (error: unknown) => finish(describeFailure(error, stop.signal, send), 1),
    );
  });
  line.onClosed(() => {
    cancel("shutdown");
    setTimeout(() => exit(1), isStarted ? ORPHAN_GRACE_MS : 0);
  });
  process.on("SIGTERM", () => {
    if (stop.signal.aborted)
      exit(1); // it was asked before and has not stopped
    else cancel("shutdown");
  });
  process.on("uncaughtException", (error) => finish(describeFailure(error, undefined, send), 1));
}

async function runJob(
  definitions: readonly JobDefinition[],
  { kind, input, secrets }: Extract<ToJobProcess, { type: "start" }>,
  { signal, pause }: { readonly signal: AbortSignal; readonly pause: PauseGate },
  send: (message: FromJobProcess) => void,
) {
  const definition = definitions.find((candidate) => candidate.kind === kind);
  if (definition === undefined) throw new Error(`no job of the kind "${kind}" is known`);
  const progress = limitProgress<FromJobProcess>(send, PROGRESS_INTERVAL_MS);
  const context: JobContext = {
    signal,
    pause,
    secrets,
    reportProgress: (numbers) => progress.report({ type: "progress", progress: numbers }),
    log: (entry) => send({ type: "log", entry }),
  };
  try {
    return await definition.run(input, context);
  } finally {
    progress.flush();
  }
}

/**
 * Puts what is not a BackstayError into the log, which is the only place for its text.
 *
 * @returns the message for an error; what a cancelled job throws is its cancellation, whatever it looks like
 */
function describeFailure(
  error: unknown,
  signal: AbortSignal | undefined,
  send: (message: FromJobProcess) => void,
): FromJobProcess {
  const isCancelled = signal?.aborted === true;
  const isAbort = isCancelled && error instanceof Error && error.name === "AbortError"; // Node's own word for it
  const reference = randomUUID();
  if (!(error instanceof BackstayError) && !isAbort) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    send({ type: "log", entry: { level: isCancelled ? "warning" : "error", text, facts: { reference } } });
  }
  return { type: "error", error: toWire(isCancelled ? signal.reason : error, reference) };
}
