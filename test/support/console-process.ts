/** A console host as its user starts it: a process of its own, with the built program. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { PROJECT_FOLDER } from "../../scripts/run-command.ts";
import { freezeProcess } from "./freeze-process.ts";
import { type KnownProcess, killWithChildren, startedBy } from "./process-tree.ts";

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
  /** Ends it at once, as a power cut does to a process. What it has started goes by itself, a while later. */
  kill(): Promise<void>;
  /** Ends it at once with all it has started: nobody writes into its folder any more. */
  killAll(): Promise<void>;
};

/** A host that may not serve anything yet. */
export type ConsoleProcess = Pick<ConsoleHost, "pid" | "errors" | "stop" | "kill" | "killAll"> & {
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
  /** What it had started when it was killed. */
  let left: readonly KnownProcess[] = [];
  const kill = async () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      freezeProcess(child.pid); // so that it starts nothing unseen
      left = startedBy(child.pid);
    }
    await end("SIGKILL");
  };
  const served = announcementOf(child, () => errors);
  served.catch(() => undefined); // it may be killed before anybody waits for it
  return {
    served,
    pid: child.pid ?? 0,
    errors: () => errors,
    stop: () => end("SIGTERM"),
    kill,
    async killAll() {
      await kill();
      await killWithChildren(left);
    },
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
