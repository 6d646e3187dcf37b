import { BackstayError, hasSystemCode } from "../shared/errors.ts";
import { EXIT } from "./exit-codes.ts";
import type { OutputStream } from "./output/output-stream.ts";

/** Turns the signals that ask a program to stop into an abort, so that locks are released and temporary files removed. */
export type StopSignals = {
  readonly signal: AbortSignal;
  /** True when whoever read our output has left, as `head` does. */
  isReaderGone(): boolean;
  /** Gives the signals their usual effect back. */
  dispose(): void;
};

/**
 * Ctrl-C, SIGTERM and SIGHUP stop the work in an orderly way; a second Ctrl-C ends the process at once, for whoever does not
 * want to wait for a disk that hangs.
 */
export function listenForStop(stdout: OutputStream): StopSignals {
  const stop = new AbortController();
  let isReaderGone = false;
  const onInterrupt = () => {
    if (stop.signal.aborted) process.exit(EXIT.interrupted);
    stop.abort(new BackstayError("CANCELLED", { reason: "person" }));
  };
  const onTerminate = () => stop.abort(new BackstayError("CANCELLED", { reason: "shutdown" }));
  const onBrokenOutput = (error: Error) => {
    isReaderGone ||= hasSystemCode(error, "EPIPE");
    stop.abort(error);
  };
  stdout.on("error", onBrokenOutput);
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onTerminate);
  process.on("SIGHUP", onTerminate);
  return {
    signal: stop.signal,
    isReaderGone: () => isReaderGone,
    dispose() {
      process.off("SIGINT", onInterrupt);
      process.off("SIGTERM", onTerminate);
      process.off("SIGHUP", onTerminate);
    },
  };
}
