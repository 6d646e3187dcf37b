import { BackstayError, hasSystemCode, systemCodeOf } from "../shared/errors.ts";
import type { Surroundings } from "./context.ts";
import { EXIT } from "./exit-codes.ts";

/** Turns the signals that ask a program to stop into an abort, so that locks are released and temporary files removed. */
export type StopSignals = {
  readonly signal: AbortSignal;
  /** True when whoever read our output has left, as `head` does. */
  isReaderGone(): boolean;
  /** @throws {BackstayError} OUTPUT_FAILED when something that was printed has not arrived */
  throwIfOutputFailed(): void;
  /** Why something that was printed has not arrived. */
  outputFailure(): Error | undefined;
  /** Gives the signals their usual effect back. */
  dispose(): void;
};

/**
 * Ctrl-C, SIGTERM and SIGHUP stop the work in an orderly way; a second Ctrl-C ends the process at once, for whoever does not
 * want to wait for a disk that hangs.
 */
export function listenForStop({ stdout, stderr }: Pick<Surroundings, "stdout" | "stderr">): StopSignals {
  const stop = new AbortController();
  let isReaderGone = false;
  let outputFailure: Error | undefined;
  const onInterrupt = () => {
    if (stop.signal.aborted) process.exit(EXIT.interrupted);
    stop.abort(new BackstayError("CANCELLED", { reason: "person" }));
  };
  const onTerminate = () => stop.abort(new BackstayError("CANCELLED", { reason: "shutdown" }));
  const onBrokenOutput = (error: Error) => {
    isReaderGone ||= hasSystemCode(error, "EPIPE", "EIO"); // the latter from a terminal that was closed
    const systemCode = systemCodeOf(error);
    outputFailure ??=
      systemCode === undefined
        ? error
        : new BackstayError("OUTPUT_FAILED", { path: "", systemCode }, { cause: error });
    stop.abort(outputFailure);
  };
  const onBrokenComplaint = () => undefined; // whoever was to be told has left; the work is still wanted
  stdout.on("error", onBrokenOutput);
  stderr.on("error", onBrokenComplaint);
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onTerminate);
  process.on("SIGHUP", onTerminate);
  return {
    signal: stop.signal,
    isReaderGone: () => isReaderGone,
    throwIfOutputFailed() {
      if (outputFailure !== undefined) throw outputFailure;
    },
    outputFailure: () => outputFailure,
    dispose() {
      process.off("SIGINT", onInterrupt);
      process.off("SIGTERM", onTerminate);
      process.off("SIGHUP", onTerminate);
    },
  };
}
