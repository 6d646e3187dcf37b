import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { hasSystemCode } from "../../../shared/errors.ts";
import type { StoreVariables } from "../variables.ts";

export type RunningRclone = {
  readonly kind: "running";
  readonly url: URL;
  /** What it wants to see with each request: other users of this machine may reach its port. */
  readonly authorization: string;
  readonly isOver: boolean;
  end(): Promise<void>;
};

/** `said` is the last thing it said; empty when there is no such program. */
export type FailedRclone = { readonly kind: "failed"; readonly said: string };

/** Its settings may have to be unlocked, or its remote to be found. */
const START_LIMIT_MS = 60_000;
const FAREWELL_MS = 3_000;
const SAID_CHARACTERS = 200;
const USER = "backstay";
/** What a program needs of this machine, whatever else it is given. */
const OF_THIS_MACHINE = [
  ...["PATH", "HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "LANG", "TMPDIR"],
  ...["APPDATA", "LOCALAPPDATA", "SystemRoot", "TEMP"],
];
/** Our own variables are none of rclone's business, and with some of its own it would not say where it listens. */
const NOT_FOR_RCLONE =
  /^(?:(?:BACKSTAY|RESTIC)_|RCLONE_(?:LOG|QUIET|VERBOSE|USE_JSON_LOG|SYSLOG|USER$|PASS$|HTPASSWD|ADDR))/;
/**
 * Ends rclone when its standard input ends, which it does with this process however that ends; rclone itself would stay for ever.
 * The shell ends with rclone's own status.
 */
const WITH_US =
  'exec 3<&0; "$@" 3<&- </dev/null & child=$!; (cat; kill "$child") <&3 >/dev/null 2>&1 & exec 3<&-; wait "$child"';

/** Starts an rclone that serves a remote, and waits until it does. */
export async function startRclone(
  program: string,
  remote: string,
  variables: StoreVariables,
  signal: AbortSignal,
): Promise<RunningRclone | FailedRclone> {
  const password = randomBytes(24).toString("base64url");
  // B2 would only hide what is removed, which is why restic says that, too
  const args = ["serve", "restic", "--addr", "127.0.0.1:0", "--b2-hard-delete", "--", remote];
  const child = spawnWithUs(program, args, {
    ...environmentOf(variables),
    RCLONE_USER: USER,
    RCLONE_PASS: password,
  });
  let said = "";
  let isOver = false;
  const { promise: url, resolve, reject } = Promise.withResolvers<URL>();
  const ended = new Promise<void>((done) => {
    const onEnd = (text: string) => {
      isOver = true;
      child.stdin?.destroy();
      reject(new Error(text));
      done();
    };
    child.once("error", (error) => onEnd(hasSystemCode(error, "ENOENT") ? "" : error.message));
    // all it said has come by then, unlike at its exit
    child.once("close", (status) => onEnd(status === NOT_FOUND ? "" : lastLine(said) || `${status}`));
  });
  url.catch(() => undefined);
  child.stdin?.on("error", () => undefined);
  child.stderr?.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString("utf8")).slice(-10 * SAID_CHARACTERS);
    const [found] = /http:\/\/127\.0\.0\.1:\d+\//.exec(said) ?? [];
    if (found !== undefined) resolve(new URL(found));
  });
  const onAbort = () => reject(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  const timer = setTimeout(() => reject(new Error(lastLine(said))), START_LIMIT_MS);

  async function end(): Promise<void> {
    child.stdin?.destroy();
    const last = setTimeout(() => killAll(child), FAREWELL_MS);
    await ended;
    clearTimeout(last);
  }

  try {
    return {
      kind: "running",
      url: await url,
      authorization: `Basic ${Buffer.from(`${USER}:${password}`).toString("base64")}`,
      get isOver() {
        return isOver;
      },
      end,
    };
  } catch (error) {
    await end();
    signal.throwIfAborted();
    return { kind: "failed", said: error instanceof Error ? error.message : "" };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
  }
}

/** What a shell says of a program that is not there. */
const NOT_FOUND = 127;

function spawnWithUs(program: string, args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  const stdio = ["pipe", "ignore", "pipe"] as const;
  if (process.platform === "win32")
    return spawn(program, args, { env, stdio: [...stdio], windowsHide: true });
  // in a group of its own, or Ctrl-C would end it before our lock is removed
  return spawn("/bin/sh", ["-c", WITH_US, "sh", program, ...args], {
    env,
    stdio: [...stdio],
    detached: true,
  });
}

/** Of the shell that leads its group, and rclone in it. */
function killAll(child: ChildProcess): void {
  if (process.platform === "win32" || child.pid === undefined) return void child.kill("SIGKILL");
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    if (!hasSystemCode(error, "ESRCH")) throw error; // it has ended meanwhile
  }
}

function environmentOf(variables: StoreVariables): NodeJS.ProcessEnv {
  const machine = OF_THIS_MACHINE.map((name) => [name, process.env[name]] as const);
  const given = Object.entries(variables).filter(([name]) => !NOT_FOR_RCLONE.test(name));
  return Object.fromEntries([...machine, ...given]);
}

/** @returns what rclone said last, without the time and level in front */
function lastLine(text: string): string {
  const line = text.trim().split(/\r?\n/).at(-1) ?? "";
  return line.replace(/^[\d/]+ [\d:]+ (?:[A-Z]+ *: )?/, "").slice(0, SAID_CHARACTERS);
}
