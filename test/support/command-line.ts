import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { PROJECT_FOLDER } from "../../scripts/run-command.ts";

export type Ended = {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

type How = {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly input?: string;
};

/** Starts `backstay` from its sources, in a process of its own. Only PATH is taken over from this process. */
export function startBackstay(args: readonly string[], { env, cwd }: Omit<How, "input">) {
  const { PATH = "" } = process.env;
  return spawn(process.execPath, [`${PROJECT_FOLDER}/console/main.ts`, ...args], {
    cwd,
    env: { PATH, LANG: "C.UTF-8", TZ: "UTC", ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
}

/** Runs `backstay` to its end, whatever that is. */
export async function backstay(args: readonly string[], how: How): Promise<Ended> {
  const child = startBackstay(args, how);
  child.stdin.end(how.input ?? "");
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
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
