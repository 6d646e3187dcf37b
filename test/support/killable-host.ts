/** One engine over a folder, in a host process that is killed again and again with nothing but SIGKILL. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";
import { bundle } from "../../scripts/build/bundle.ts";
import { PROJECT_FOLDER } from "../../scripts/run-command.ts";
import type { Input, MethodName, Output } from "../../shared/api/methods.ts";
import type { FromLoadedHost, ToLoadedHost } from "./loaded-host-process.ts";

const PROGRAM = "test/support/loaded-host-process.ts";
const CACHE = path.join(PROJECT_FOLDER, "node_modules/.cache");

/**
 * The host and its job processes as few large files: a hundred hosts load in the time of some dozens then. For one test file.
 * @returns the program
 */
export async function bundleKillableHost(): Promise<string> {
  await mkdir(CACHE, { recursive: true });
  const folder = await mkdtemp(path.join(CACHE, "killable-host-")); // where packages are found
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await bundle(folder, [PROGRAM]);
  await cp(path.join(PROJECT_FOLDER, "core/kernel/build"), path.join(folder, "build"), { recursive: true });
  return path.join(folder, "loaded-host-process.cjs");
}

export type KillableHost = {
  /** Asks the host that runs now; one that still opens answers when it has. */
  call<N extends MethodName>(name: N, input: Input<N>): Promise<Output<N>>;
  /** Kills the process in the middle of whatever it does, and has the next one open the engine. Resolves when that one has begun to. */
  kill(): Promise<void>;
  /** Whether the host that runs now has opened the engine. */
  readonly isOpen: boolean;
  /** Lets so much time pass, as far as the hosts know that open from now on. */
  later(ms: number): void;
  /** Lets the last host end in peace. */
  stop(): Promise<void>;
  /** Warnings and errors that any of the hosts logged. */
  readonly logged: readonly string[];
};

type Answer = Extract<FromLoadedHost, { type: "answer" }>;

type Process = {
  readonly child: ChildProcess;
  readonly loaded: Promise<void>;
  readonly opened: Promise<void>;
  isOpen: boolean;
  readonly waiting: Map<number, (answer: Answer) => void>;
};

/**
 * @param program as it was bundled
 * @param folder of the engine's data
 */
export async function openKillableHost(program: string, folder: string): Promise<KillableHost> {
  const logged: string[] = [];
  let calls = 0;
  let aheadMs = 0;

  function load(): Process {
    const child = spawn(process.execPath, [program, folder], { stdio: ["pipe", "pipe", "inherit"] });
    onTestFinished(() => void child.kill("SIGKILL"));
    child.stdin.on("error", () => undefined); // killed while it was told something
    const said = { loaded: Promise.withResolvers<void>(), open: Promise.withResolvers<void>() };
    const one: Process = {
      ...{ child, loaded: said.loaded.promise, opened: said.open.promise },
      ...{ isOpen: false, waiting: new Map() },
    };
    said.open.promise.then(
      () => {
        one.isOpen = true;
      },
      () => undefined,
    );
    said.loaded.promise.catch(() => undefined); // told to whoever waits for it
    createInterface({ input: child.stdout }).on("line", (line) => {
      const message = JSON.parse(line) as FromLoadedHost;
      if (message.type === "logged") logged.push(`${message.level}: ${message.text}`);
      else if (message.type === "answer") one.waiting.get(message.id)?.(message);
      else said[message.type].resolve();
    });
    child.once("exit", (status, signal) => {
      const error = `the host ended: ${signal ?? status}`;
      for (const { reject } of Object.values(said)) reject(new Error(error));
      for (const [id, settle] of one.waiting) settle({ type: "answer", id, error });
    });
    return one;
  }

  const tell = ({ child }: Process, message: ToLoadedHost) =>
    void child.stdin?.write(`${JSON.stringify(message)}\n`);

  async function end({ child }: Process, how: () => void): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`the host had ended: ${child.signalCode ?? child.exitCode}`);
    const exit = once(child, "exit");
    how();
    await exit;
  }

  let current = load();
  let next = load();
  await current.loaded;
  tell(current, { type: "open", aheadMs });
  await current.opened;

  return {
    logged,
    call: (name, input) =>
      new Promise((resolve, reject) => {
        calls += 1;
        const id = calls;
        const { waiting } = current;
        waiting.set(id, ({ value, error }) => {
          waiting.delete(id);
          if (error === undefined) resolve(value as never);
          else reject(new Error(error));
        });
        tell(current, { type: "call", id, name, input });
      }),
    async kill() {
      await next.loaded;
      await end(current, () => current.child.kill("SIGKILL"));
      current = next;
      tell(current, { type: "open", aheadMs });
      next = load();
    },
    get isOpen() {
      return current.isOpen;
    },
    later(ms) {
      aheadMs += ms;
    },
    async stop() {
      next.child.kill("SIGKILL");
      await end(current, () => tell(current, { type: "stop" }));
    },
  };
}
