/** What tests want of a real server of databases, whichever it is. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, vi } from "vitest";
import type { DatabaseAccess } from "../../core/databases/access.ts";
import { tempFolder } from "./temp-folder.ts";

export type DatabaseServer = {
  /** By its socket. */
  readonly access: DatabaseAccess;
  /** By the network, on loopback. */
  readonly overNetwork: DatabaseAccess;
  /** Runs statements by a program that is not the one under test's. @returns what it printed */
  sql(text: string, database?: string): string;
  /** Runs statements that do not end, in a connection of their own. */
  hold(text: string, database: string): HeldStatements;
  /** Ends it as a power cut does. */
  kill(): void;
  stop(): Promise<void>;
};

export type HeldStatements = {
  readonly pid: number;
  /** Resolves when the last of the statements is under way. */
  holds(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * @param isUnderWay whether the server says so
 * @param end has the server end them: it may not notice that nobody is there any more
 */
export function holdStatements(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  text: string,
  isUnderWay: () => boolean,
  end: () => void,
): HeldStatements {
  const child = spawn(program, args, { env, stdio: ["pipe", "ignore", "ignore"] });
  child.stdin.end(text);
  const ended = once(child, "exit").catch(() => undefined);
  const kill = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
    await ended;
  };
  onTestFinished(kill);
  return {
    pid: child.pid ?? 0,
    holds: () => vi.waitFor(() => expect(isUnderWay()).toBe(true), { timeout: 60_000, interval: 50 }),
    async stop() {
      end();
      await kill();
    },
  };
}

/** A folder in which a server of another user may keep its things. */
export async function serverFolder(owner: { readonly uid?: number; readonly gid?: number }): Promise<string> {
  const folder = await tempFolder();
  chmodSync(folder, 0o711);
  const inner = join(folder, "server");
  mkdirSync(inner);
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(inner, owner.uid, owner.gid);
  chmodSync(inner, 0o755); // the socket is in there
  return inner;
}

/** Starts a server and has it ended with the test. */
export function startServer(
  program: string,
  args: readonly string[],
  options: {
    readonly uid?: number;
    readonly gid?: number;
    readonly cwd: string;
    readonly env?: NodeJS.ProcessEnv;
  },
): { readonly child: ChildProcess; readonly said: () => string; stop(): Promise<void> } {
  const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (text) => (said += String(text)));
  const ended = once(child, "exit").catch(() => undefined);
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
    await ended;
  };
  onTestFinished(stop);
  return { child, said: () => said, stop };
}
