/** Runs a program of a database to its end. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { BackstayError, systemCodeOf } from "../../shared/errors.ts";
import { killGroup } from "../platform/kill-group.ts";

export type ClientRun = {
  readonly program: string;
  /** As they are: no shell comes between. Never a password: others see them. */
  readonly arguments: readonly string[];
  /** What comes on its standard input. */
  readonly input?: AsyncIterable<Uint8Array> | string | undefined;
  readonly limitMs: number;
  readonly signal: AbortSignal;
  /** Where it is to put what it needs for a while, if not where the system has that. */
  readonly temporaryFolder?: string | undefined;
  /** Runs it in this folder. */
  readonly cwd?: string | undefined;
  /** Runs it as somebody else; only root may. */
  readonly as?: { readonly uid: number; readonly gid: number } | undefined;
};

export type ClientEnd = {
  readonly output: string;
  /** What it said to its standard error, the last of it. */
  readonly said: string;
};

const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;
const MAX_SAID = 2000;
/** Nothing else of Backstay's own, which may hold passwords, nor settings of databases that somebody has in his shell. */
const PASSED_ON = ["PATH", "HOME", "USER", "LOGNAME", "SystemRoot", "TEMP", "TMP", "TMPDIR", "APPDATA"];

/** The programs are to speak English: what they say is looked through, and shown beside words of ours. */
export function clientEnvironment(): NodeJS.ProcessEnv {
  const passed = PASSED_ON.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(passed), LC_ALL: "C.UTF-8" };
}

/**
 * @throws {BackstayError} COMMAND_FAILED with what it said, COMMAND_NOT_RUN, COMMAND_SILENT when it took longer than its limit; the
 * signal's reason; what the input throws
 */
export async function runToEnd(run: ClientRun): Promise<ClientEnd> {
  const { program, input, signal } = run;
  signal.throwIfAborted();
  const child = spawn(program, run.arguments, {
    env: {
      ...clientEnvironment(),
      ...(run.temporaryFolder === undefined ? {} : { TMPDIR: run.temporaryFolder }),
    },
    ...{ cwd: run.cwd, ...run.as },
    stdio: ["pipe", "pipe", "pipe"],
    windowsHide: true,
    detached: process.platform !== "win32", // so that what it started ends with it
  });
  let output = "";
  let bytes = 0;
  let said = "";
  let isLate = false;
  const ended = once(child, "close");
  ended.catch(() => undefined); // asked for below, if nothing else is wrong before
  const stop = () => {
    killGroup(child.pid);
    child.kill("SIGKILL");
    child.stdout.destroy();
    child.stderr.destroy();
  };
  const timer = setTimeout(() => {
    isLate = true;
    stop();
  }, run.limitMs);
  signal.addEventListener("abort", stop, { once: true });
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    bytes += text.length;
    if (bytes <= MAX_OUTPUT_BYTES) output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-MAX_SAID);
  });
  try {
    const fed = feed(child.stdin, input, stop);
    const [status, killedBy] = await ended;
    signal.throwIfAborted();
    const failure = await fed;
    if (failure !== undefined) throw failure.error;
    if (isLate)
      throw new BackstayError("COMMAND_SILENT", { program, seconds: Math.round(run.limitMs / 1000) });
    if (status !== 0) {
      const details = { program, status: String(status ?? killedBy), said: lastLines(said) };
      throw new BackstayError("COMMAND_FAILED", details);
    }
    return { output, said: lastLines(said) };
  } catch (error) {
    signal.throwIfAborted();
    const systemCode = child.pid === undefined ? systemCodeOf(error) : undefined;
    if (systemCode !== undefined)
      throw new BackstayError("COMMAND_NOT_RUN", { program, systemCode }, { cause: error });
    throw error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
    if (child.exitCode === null && child.signalCode === null) stop();
  }
}

/** @returns why the input ended badly. That a program did not read all of it is not told: what it says itself is. */
async function feed(
  stdin: Writable,
  input: ClientRun["input"],
  stop: () => void,
): Promise<{ readonly error: unknown } | undefined> {
  if (input === undefined || typeof input === "string") {
    stdin.on("error", () => undefined);
    stdin.end(input ?? "");
    return undefined;
  }
  let failure: { readonly error: unknown } | undefined;
  const watched = async function* () {
    try {
      yield* input;
    } catch (error) {
      failure = { error };
      stop(); // what was cut off must not look like the end
      throw error;
    }
  };
  try {
    await pipeline(watched, stdin);
  } catch {
    // the program has closed its input, or `failure` says why
  }
  return failure;
}

const LINE_CHARACTERS = 400;

/** The last lines are what a program gave up for; one that shows the row it failed at is as long as that row. */
export function lastLines(said: string): string {
  const lines = said.split("\n").map((line) => line.trim());
  return lines
    .filter((line) => line !== "")
    .slice(-3)
    .map((line) =>
      line.length <= LINE_CHARACTERS
        ? line
        : `${line.slice(0, LINE_CHARACTERS / 2)} … ${line.slice(-LINE_CHARACTERS / 2)}`,
    )
    .join("; ");
}
