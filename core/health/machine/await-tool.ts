import { createBoundedOutput } from "./bounded-output.ts";
import { gapOutput, type RunLimits, type ToolOutput } from "./machine.ts";

const STDERR_BYTES = 64 * 1024;

/** One run of a tool, wherever it runs: what it says is collected, and the first outcome counts. */
export type AwaitedTool = {
  readonly output: Promise<ToolOutput>;
  /** Nobody waits for it any more. */
  isOver(): boolean;
  addStdout(bytes: Uint8Array): void;
  addStderr(bytes: Uint8Array): void;
  /** It ended by itself. */
  end(exitStatus: number): void;
  /** It never ran, or did not end by itself. @param message its own words where left out */
  fail(reason: "tool-missing" | "permission-denied" | "tool-failed", message?: string): void;
};

/**
 * @param stop called once, when nobody waits for the tool any more, also when it has ended
 */
export function awaitTool(
  program: string,
  limits: RunLimits,
  signal: AbortSignal,
  stop: () => void,
): AwaitedTool {
  const { promise, resolve } = Promise.withResolvers<ToolOutput>();
  const stdout = createBoundedOutput(limits.outputBytes);
  const stderr = createBoundedOutput(STDERR_BYTES);
  let isGiven = false;
  const onTimeUp = () => give(gapOutput("timed-out", program, ""));
  const timer = setTimeout(onTimeUp, limits.timeMs);
  signal.addEventListener("abort", onTimeUp, { once: true });

  function give(output: ToolOutput): void {
    if (isGiven) return;
    isGiven = true;
    clearTimeout(timer);
    signal.removeEventListener("abort", onTimeUp);
    resolve(output);
    stop();
  }

  return {
    output: promise,
    isOver: () => isGiven,
    addStdout(bytes) {
      if (!stdout.add(bytes)) give(gapOutput("output-too-long", program, ""));
    },
    addStderr: (bytes) => void stderr.add(bytes),
    end: (exitStatus) => give({ kind: "said", exitStatus, stdout: stdout.text(), stderr: stderr.text() }),
    fail: (reason, message = stderr.text()) => give(gapOutput(reason, program, message)),
  };
}
