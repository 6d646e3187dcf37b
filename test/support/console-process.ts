/** A console host as its user starts it: a process of its own, with the built program. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { PROJECT_FOLDER } from "../../scripts/run-command.ts";

const Announcement = z.object({ message_type: z.literal("console"), url: z.string(), link: z.string() });

export type ConsoleHost = {
  readonly url: string;
  /** Signs in one browser, once. */
  readonly link: string;
  readonly pid: number;
  /** Everything it wrote to standard error so far. */
  errors(): string;
  /** Ends it as a service manager does. @returns its exit status */
  stop(): Promise<number | null>;
  /** Ends it at once, as a power cut does to a process. */
  kill(): Promise<void>;
};

/** A host that may not serve anything yet. */
export type ConsoleProcess = Pick<ConsoleHost, "pid" | "errors" | "stop" | "kill"> & {
  /** Resolves once it serves. @throws {Error} with what it said when it ends before */
  readonly served: Promise<Pick<ConsoleHost, "url" | "link">>;
};

/**
 * Starts `backstay console`. Whoever starts it ends it.
 *
 * @param home what `BACKSTAY_HOME` is to be
 * @param listen port 0 is a free one
 */
export function startConsoleProcess(
  home: string,
  env: Readonly<Record<string, string>> = {},
  listen = "127.0.0.1:0",
): ConsoleProcess {
  const args = [join(PROJECT_FOLDER, "bin", "backstay.js"), "console", "--listen", listen, "--json"];
  const child = spawn(process.execPath, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env.PATH, HOME: home, LANG: "en_US.UTF-8", BACKSTAY_HOME: home, ...env },
  });
  const ended = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
  let errors = "";
  child.stderr.on("data", (text) => {
    errors += text;
  });
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    return (await ended)[0];
  };
  const served = announcementOf(child, () => errors);
  served.catch(() => undefined); // it may be killed before anybody waits for it
  return {
    served,
    pid: child.pid ?? 0,
    errors: () => errors,
    stop: () => end("SIGTERM"),
    kill: async () => void (await end("SIGKILL")),
  };
}

async function announcementOf(child: ChildProcess, errors: () => string) {
  if (child.stdout === null) throw new Error("the host has no standard output");
  for await (const line of createInterface({ input: child.stdout })) {
    const announcement = Announcement.safeParse(JSON.parse(line));
    if (announcement.success) return announcement.data;
  }
  throw new Error(`the host ended before it served anything: ${errors()}`);
}

/** @returns ids of the processes that a process has started; none when it has ended. Linux */
export function childrenOf(pid: number): readonly number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
    return children === "" ? [] : children.split(" ").map(Number);
  } catch {
    return [];
  }
}
