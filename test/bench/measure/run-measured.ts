import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { peakResident, processTree, proportionalMemory } from "./process-tree.ts";

/** A command line with the environment it needs on top of ours. */
export type Command = {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
};

export type Measurement = {
  readonly wallSeconds: number;
  /** User and system time of the program and all it started. */
  readonly cpuSeconds: number;
  /** The most memory that the program and all it started had together. */
  readonly peakBytes: number;
};

const SAMPLE_MS = 50;
/** bash's own clock knows the time of all that ran below it; it is written where the program cannot write. */
const TIMED = 'TIMEFORMAT="%3U %3S"; { time "$@" 2>&4 3>&- 4>&-; } 2>&3';

/**
 * Runs a command to its end and measures it. What was written before goes to the disk first, so that nobody pays for the
 * one before.
 *
 * @throws {Error} with what the command said when it fails
 */
export async function runMeasured(command: Command, signal: AbortSignal): Promise<Measurement> {
  await run({ program: "sync", args: [], environment: {} }, signal);
  let peakBytes = 0;
  const { wallSeconds, times } = await run(command, signal, (bytes) => {
    peakBytes = Math.max(peakBytes, bytes);
  });
  const cpuSeconds = times.split(" ").reduce((sum, seconds) => sum + Number(seconds), 0);
  return { wallSeconds, cpuSeconds, peakBytes };
}

/** Runs a command to its end. */
export async function run(command: Command, signal: AbortSignal, onMemory?: (bytes: number) => void) {
  const { program, args, environment } = command;
  const started = performance.now();
  const shell = spawn("bash", ["-c", `exec 4>&2; ${TIMED}`, "bash", program, ...args], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "ignore", "pipe", "pipe"],
    detached: true, // so that the whole group can be stopped
  });
  const stop = () => shell.pid !== undefined && process.kill(-shell.pid, "SIGTERM");
  signal.addEventListener("abort", stop, { once: true });
  const sampler = onMemory && setInterval(() => onMemory(memoryBelow(shell.pid)), SAMPLE_MS);
  try {
    const [, , errors, clock] = shell.stdio;
    const said = text(errors as NodeJS.ReadableStream);
    const times = text(clock as NodeJS.ReadableStream);
    const [status] = await once(shell, "exit");
    const wallSeconds = (performance.now() - started) / 1000;
    signal.throwIfAborted();
    if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status}:\n${await said}`);
    return { wallSeconds, times: (await times).trim() };
  } finally {
    clearInterval(sampler);
    signal.removeEventListener("abort", stop);
  }
}

/**
 * Of everything the shell started. A single process's own record says more than any look at it, and looking is not free: to
 * divide shared pages the system has to stop the program and walk through its memory.
 */
function memoryBelow(shell: number | undefined): number {
  if (shell === undefined) return 0;
  const [, ...pids] = processTree(shell);
  const records = pids.map(peakResident);
  if (records.length < 2) return records[0] ?? 0;
  const together = pids.reduce((sum, pid) => sum + proportionalMemory(pid), 0);
  return Math.max(together, ...records);
}
