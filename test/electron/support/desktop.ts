import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { bundle, DESKTOP_ENTRIES } from "../../../scripts/build/bundle.ts";
import { PROJECT_FOLDER } from "../../../scripts/run-command.ts";
import type { DeskState } from "../stand-in/desk.ts";

/** A page that remembers what it hears, and does what a test cannot do from outside. Its script is a file: others are refused. */
const SMALL_PAGE = `<!doctype html><meta charset="utf-8"><title>Small</title><main id="main">Small page</main>
<script type="module" src="./page.js"></script>`;
const SMALL_SCRIPT = `window.heard = [];
window.backstay.on((event, ...more) => { window.heard.push(event, ...more); });
document.addEventListener("make-code", () => setTimeout(() => { window.ran = eval("true"); }));`;

export type Build = { readonly folder: string; remove(): void };

/** The desktop application as it is built, with a small page instead of the real ones. */
export async function buildDesktop(): Promise<Build> {
  const root = mkdtempSync(path.join(tmpdir(), "backstay-desktop-build-"));
  const dist = path.join(root, "dist");
  await bundle(dist, DESKTOP_ENTRIES);
  cpSync(path.join(PROJECT_FOLDER, "core/kernel/build"), path.join(dist, "build"), { recursive: true });
  symlinkSync(path.join(PROJECT_FOLDER, "node_modules"), path.join(root, "node_modules"));
  writeSmallPages(path.join(dist, "renderer"));
  writeFileSync(path.join(dist, "renderer/secret.key"), "not a page");
  return { folder: dist, remove: () => rmSync(root, { recursive: true, force: true }) };
}

export function writeSmallPages(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "index.html"), SMALL_PAGE);
  writeFileSync(path.join(folder, "page.js"), SMALL_SCRIPT);
}

/** Where the real pages have been built; undefined before the first `npm run build`. */
export function builtPages(): string | undefined {
  const folder = path.join(PROJECT_FOLDER, "dist/renderer");
  return existsSync(path.join(folder, "index.html")) ? folder : undefined;
}

export type Desktop = {
  readonly pid: number;
  /** What is on the desk now. */
  readonly desk: DeskState;
  /** Waits until the desk looks so. */
  until(what: string, isSo: (desk: DeskState) => boolean): Promise<DeskState>;
  /** Does something on the desk, by the name of a command of the stand-in. */
  act(name: string, ...args: readonly unknown[]): Promise<unknown>;
  /** Evaluates an expression in the page. */
  page<T>(expression: string): Promise<T>;
  /** Calls the engine as the page does. @throws {Error} with the code when the answer is an error */
  call<T>(name: string, input: unknown): Promise<T>;
  /** The exit status; what it wrote to standard error is in `stderr`. */
  readonly ended: Promise<number | string>;
  readonly stderr: string;
  /** Ends it, if it has not ended. */
  stop(): Promise<void>;
};

export type DesktopOptions = {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

const WAIT_MS = 90_000;

/** Starts the built application in a process of its own, with the stand-in for Electron. @param home its data folder */
export function startDesktop(build: Build, home: string, options: DesktopOptions = {}): Desktop {
  const register = path.join(PROJECT_FOLDER, "test/electron/stand-in/register.ts");
  const child = fork(path.join(build.folder, "desktop-main.cjs"), [...(options.args ?? [])], {
    execArgv: ["--import", register],
    env: { ...process.env, BACKSTAY_HOME: home, XDG_CONFIG_HOME: path.join(home, "config"), ...options.env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    serialization: "advanced",
  });
  const output = { stderr: "" };
  child.stdout?.on("data", (text) => (output.stderr += text));
  child.stderr?.on("data", (text) => (output.stderr += text));
  return talkTo(child, output);
}

function talkTo(child: ChildProcess, output: { stderr: string }): Desktop {
  let desk: DeskState | undefined;
  let lastId = 0;
  const answers = new Map<number, (answer: { value?: unknown; error?: string }) => void>();
  const watchers = new Set<() => void>();
  const ended = once(child, "exit").then(([code, signal]): number | string => code ?? signal);
  const hasEnded = { is: false };
  void ended.then(() => {
    hasEnded.is = true;
    for (const answer of answers.values()) answer({ error: `the application has ended\n${output.stderr}` });
    for (const look of watchers) look();
  });
  child.on("message", (message: { changed?: DeskState; id?: number; value?: unknown; error?: string }) => {
    if (message.changed !== undefined) {
      desk = message.changed;
      for (const look of watchers) look();
    } else if (message.id !== undefined) {
      answers.get(message.id)?.(message);
      answers.delete(message.id);
    }
  });

  async function act(name: string, ...args: readonly unknown[]): Promise<unknown> {
    lastId += 1;
    const id = lastId;
    const answer = await new Promise<{ value?: unknown; error?: string }>((resolve) => {
      answers.set(id, resolve);
      child.send({ id, name, args });
    });
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer.value;
  }

  return {
    pid: child.pid ?? 0,
    get desk() {
      if (desk === undefined) throw new Error("nothing is on the desk yet");
      return desk;
    },
    get stderr() {
      return output.stderr;
    },
    ended,
    act,
    until(what, isSo) {
      return new Promise((resolve, reject) => {
        const finish = (settle: () => void) => {
          clearTimeout(timer);
          watchers.delete(look);
          settle();
        };
        const fail = (why: string) =>
          finish(() =>
            reject(new Error(`${why}: ${what}\n${JSON.stringify(desk, undefined, 1)}\n${output.stderr}`)),
          );
        const look = () => {
          const seen = desk;
          if (seen !== undefined && isSo(seen)) finish(() => resolve(seen));
          else if (hasEnded.is) fail("the application ended before");
        };
        const timer = setTimeout(() => fail("did not happen"), WAIT_MS);
        watchers.add(look);
        look();
      });
    },
    page: (expression) => act("page.evaluate", expression) as never,
    async call(name, input) {
      const expression = `window.backstay.call(${JSON.stringify(name)}, ${JSON.stringify(input)})`;
      const answer = (await act("page.evaluate", expression)) as {
        kind: string;
        value: never;
        error: { code: string };
      };
      if (answer.kind === "error") throw new Error(answer.error.code);
      return answer.value;
    },
    async stop() {
      if (!hasEnded.is) child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), WAIT_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}
