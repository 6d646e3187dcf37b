import { spawn } from "node:child_process";
import { systemCodeOf } from "../../../shared/errors.ts";
import { killGroup } from "../../platform/kill-group.ts";

export type ProgramRun = {
  readonly program: string;
  /** As they are: no shell comes between. */
  readonly arguments: readonly string[];
  /** Besides what programs need to find others and to write text. */
  readonly env: Readonly<Record<string, string>>;
  /** Comes on its standard input. */
  readonly input: string;
  readonly limitMs: number;
  readonly signal: AbortSignal;
};

export type ProgramEnd =
  | { readonly is: "done"; readonly output: string }
  | { readonly is: "failed"; readonly status: string; readonly output: string }
  | { readonly is: "stopped"; readonly output: string }
  /** `code`: why it could not be run, like `ENOENT`. */
  | { readonly is: "missing"; readonly code: string };

const MAX_OUTPUT_BYTES = 16 * 1024;
/** What programs need to find others and to write text; nothing else of Backstay's own, which may hold passwords. */
const PASSED_ON = ["PATH", "HOME", "LANG", "LC_ALL", "TZ", "USER", "LOGNAME", "SystemRoot", "TEMP", "TMPDIR"];

/** Runs a program to its end, or to its limit; then it is killed with all that it started. Never rejects. */
export function runProgram(run: ProgramRun): Promise<ProgramEnd> {
  return new Promise((resolve) => {
    let output = "";
    let isStopped = false;
    const child = spawn(run.program, run.arguments, {
      env: environmentOf(run.env),
      stdio: ["pipe", "pipe", "pipe"],
      shell: false,
      windowsHide: true,
      detached: process.platform !== "win32", // so that what it started ends with it
    });
    const stop = () => {
      isStopped = true;
      killGroup(child.pid);
      child.kill("SIGKILL");
      // what escaped the group may hold the pipes open for ever
      child.stdout.destroy();
      child.stderr.destroy();
    };
    const timer = setTimeout(stop, run.limitMs);
    run.signal.addEventListener("abort", stop, { once: true });
    if (run.signal.aborted) stop();
    const settle = (end: ProgramEnd) => {
      clearTimeout(timer);
      run.signal.removeEventListener("abort", stop);
      resolve(end);
    };
    const listen = (chunk: Buffer) => {
      if (output.length < MAX_OUTPUT_BYTES) output += chunk.toString("utf8");
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.stdin.on("error", () => undefined); // it need not read what it is given
    child.stdin.end(run.input);
    child.once("error", (error) => settle({ is: "missing", code: systemCodeOf(error) ?? "" }));
    child.once("close", (status, signal) => {
      if (isStopped) settle({ is: "stopped", output });
      else if (status === 0) settle({ is: "done", output });
      else settle({ is: "failed", status: String(status ?? signal), output });
    });
  });
}

/** Of a program that Backstay starts. */
export function environmentOf(given: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const passed = PASSED_ON.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  const plain = Object.entries(given).map(([name, value]) => [name, value.replaceAll("\0", "")]);
  return { ...Object.fromEntries(passed), ...Object.fromEntries(plain) };
}
