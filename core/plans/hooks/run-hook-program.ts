import { ChildProcess, spawn } from "node:child_process";
import { parse } from "node:path";
import { systemCodeOf } from "../../../shared/errors.ts";
import type { PlanHook, PlanHookProblem } from "../../../shared/model/plan-hooks.ts";
import { environmentOf } from "../../alerts/channels/run-program.ts";
import { createHookOutput } from "./hook-output.ts";

export type HookProgram = Pick<PlanHook, "program" | "arguments" | "limitSeconds">;

export type HookListener = {
  /** It runs. */
  onStarted?(pid: number): void;
  /** A line it wrote, without control characters. */
  onLine(line: string): void;
  /** How much it wrote that is in no line. */
  onLeftOut(bytes: number): void;
};

export type HookEnd = {
  readonly problem: PlanHookProblem | null;
  /** Its exit status, the signal that ended it, or why it could not be started, like `ENOENT`. */
  readonly status: string;
  /** The last it wrote. */
  readonly lastLines: readonly string[];
};

/** From the request to end to the end by force, of what is to clean up after itself. */
const TERMINATE_GRACE_MS = 2_000;
/** How long what was written is read once the program has ended: what it left running may write for ever. */
const DRAIN_MS = 1_000;
/** A program that writes without end must not take all of the processor. */
const BYTES_BEFORE_REST = 16 * 1024 * 1024;
const REST_MS = 20;

/**
 * Runs the program of a hook to its end, or to its limit, or until the signal aborts; then it is ended with all that it started. What
 * it leaves behind when it ends by itself goes on: it may have started a service. Never rejects.
 */
export function runHookProgram(
  { program, arguments: args, limitSeconds }: HookProgram,
  variables: Readonly<Record<string, string>>,
  listener: HookListener,
  signal: AbortSignal,
): Promise<HookEnd> {
  const output = createHookOutput(listener.onLine, listener.onLeftOut);
  const { promise, resolve } = Promise.withResolvers<HookEnd>();
  const timers: NodeJS.Timeout[] = [];
  let stoppedBy: "timed-out" | "stopped" | undefined;
  let status: string | undefined;
  let isSettled = false;

  const child = start(program, args, variables);
  if (!(child instanceof ChildProcess))
    return Promise.resolve({ problem: "program-missing", status: child.code, lastLines: [] });
  // where nothing more could be opened there are none
  const streams = [child.stdout, child.stderr].filter((stream) => stream != null);
  const settle = (end: Omit<HookEnd, "lastLines">) => {
    if (isSettled) return;
    isSettled = true;
    for (const timer of timers) clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
    for (const stream of streams) {
      // where something was left running, it must not break because nobody reads; nor may it keep Backstay from ending
      stream.removeAllListeners("data").resume();
      if (stoppedBy !== undefined) stream.destroy();
      else if ("unref" in stream && typeof stream.unref === "function") stream.unref();
    }
    resolve({ ...end, lastLines: output.end() });
  };
  const settleAsEnded = () => {
    if (stoppedBy !== undefined) settle({ problem: stoppedBy, status: status ?? "" });
    else settle({ problem: status === "0" ? null : "program-failed", status: status ?? "" });
  };
  const later = (ms: number, act: () => void) => void timers.push(setTimeout(act, ms));
  const stop = (by: "timed-out" | "stopped") => {
    if (stoppedBy !== undefined || isSettled) return;
    stoppedBy = by;
    signalGroup(child.pid, "SIGTERM");
    later(TERMINATE_GRACE_MS, () => {
      signalGroup(child.pid, "SIGKILL");
      later(DRAIN_MS, settleAsEnded); // a program in the midst of a call to a dead share does not end
    });
  };
  const onAbort = () => stop("stopped");

  let unrestedBytes = 0;
  for (const stream of streams) {
    stream.on("data", (chunk: Buffer) => {
      output.add(chunk);
      unrestedBytes += chunk.length;
      if (unrestedBytes < BYTES_BEFORE_REST) return;
      unrestedBytes = 0;
      stream.pause();
      setTimeout(() => stream.resume(), REST_MS);
    });
    stream.on("error", () => undefined); // what it wrote until then is there
  }
  child.once("error", (error) => {
    if (child.pid === undefined) settle({ problem: "program-missing", status: systemCodeOf(error) ?? "" });
  });
  child.once("exit", (code, by) => {
    status = by ?? String(code);
    if (stoppedBy !== undefined) signalGroup(child.pid, "SIGKILL"); // those that did not heed the request
    later(DRAIN_MS, settleAsEnded);
  });
  child.once("close", settleAsEnded);
  if (child.pid !== undefined) listener.onStarted?.(child.pid);
  later(limitSeconds * 1000, () => stop("timed-out"));
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();
  return promise;
}

/** @returns why not, where the system says it at once, as when there are too many arguments */
function start(program: string, args: readonly string[], variables: Readonly<Record<string, string>>) {
  try {
    return spawn(program, args, {
      env: environmentOf(variables),
      cwd: parse(program).root, // not where Backstay was started: nothing there is to be kept from being removed
      stdio: ["ignore", "pipe", "pipe"],
      shell: false,
      windowsHide: true,
      detached: process.platform !== "win32", // so that what it started ends with it
    });
  } catch (error) {
    return { code: systemCodeOf(error) ?? "" };
  }
}

/** To a program that was started `detached`, and to all that it started in turn; where there are no groups, to itself. */
export function signalGroup(pid: number | undefined, by: "SIGTERM" | "SIGKILL"): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? pid : -pid, by);
  } catch {
    // it has ended
  }
}
