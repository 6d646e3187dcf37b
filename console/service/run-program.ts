import { execFile } from "node:child_process";
import { hasSystemCode } from "../../shared/errors.ts";
import type { Environment } from "../environment.ts";

export type ProgramResult = {
  /** Undefined when the program is not there. */
  readonly status: number | undefined;
  /** What it printed, whether to standard output or standard error, without blanks around. */
  readonly output: string;
};

const TIMEOUT_MS = 60_000;

/** Runs a short program to its end. It answers in English, which its output is compared in. */
export function runProgram(
  program: string,
  args: readonly string[],
  env: Environment,
): Promise<ProgramResult> {
  const options = {
    env: { ...env, LC_ALL: "C", SYSTEMD_PAGER: "" },
    timeout: TIMEOUT_MS,
    encoding: "utf8",
  } as const;
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, options, (error, stdout, stderr) => {
      const output = `${stdout}${stderr}`.trim();
      if (hasSystemCode(error, "ENOENT", "EACCES")) resolve({ status: undefined, output });
      else if (error !== null && child.exitCode === null)
        reject(error); // it took too long
      else resolve({ status: child.exitCode ?? 0, output });
    });
  });
}
