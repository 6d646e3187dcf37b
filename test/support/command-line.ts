import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { PROJECT_FOLDER } from "../../scripts/run-command.ts";
import { builtPrograms } from "./built-programs.ts";

export type Ended = {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

type How = {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly input?: string;
  /** A file standard output goes to, instead of being returned. */
  readonly stdoutTo?: string;
};

/** What Node.js is to run. */
export const MAIN =
  builtPrograms === undefined ? `${PROJECT_FOLDER}/console/main.ts` : join(builtPrograms, "main.cjs");

/** Starts `backstay` in a process of its own. Only PATH and what Node made of the sources is taken over from this process. */
export function startBackstay(args: readonly string[], { env, cwd }: How) {
  return spawn(process.execPath, [MAIN, ...args], { cwd, env: environment(env), stdio: "pipe" });
}

function environment(env: How["env"]): Readonly<Record<string, string>> {
  const { PATH = "", NODE_COMPILE_CACHE } = process.env;
  const compiled = NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }; // a third of a short command
  return { PATH, ...compiled, LANG: "C.UTF-8", TZ: "UTC", ...env };
}

/** Runs `backstay` to its end, whatever that is. */
export async function backstay(args: readonly string[], how: How): Promise<Ended> {
  const { cwd, stdoutTo } = how;
  const file = stdoutTo === undefined ? undefined : openSync(stdoutTo, "w");
  const stdio = ["pipe", file ?? "pipe", "pipe"] as const;
  const child: ChildProcess = spawn(process.execPath, [MAIN, ...args], {
    cwd,
    env: environment(how.env),
    stdio: [...stdio],
  });
  if (file !== undefined) closeSync(file); // the child has one of its own
  child.stdin?.end(how.input ?? "");
  const [stdout, stderr, [exitCode]] = await Promise.all([
    child.stdout === null ? "" : text(child.stdout),
    child.stderr === null ? "" : text(child.stderr),
    once(child, "close"),
  ]);
  return { exitCode, stdout, stderr };
}

/** @returns the JSON values of a text with one per line */
export function jsonLines(output: string): readonly Readonly<Record<string, unknown>>[] {
  return output
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}
