/** A server of databases that is started for a while, to see whether dumps become databases again. */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chownSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BackstayError, systemCodeOf } from "../../../shared/errors.ts";
import type { DatabaseKind } from "../../../shared/model/source.ts";
import type { DatabaseAccess } from "../access.ts";
import { clientEnvironment, lastLines, runToEnd } from "../run-to-end.ts";
import type { ServerPrograms } from "./find-server.ts";
import { BESIDE_PREFIX, dataFolderOf, endServer, forgetServer, noteServer } from "./left-servers.ts";
import { mariadbServer } from "./mariadb-server.ts";
import { postgresqlServer } from "./postgresql-server.ts";
import type { ServerHome } from "./server-kind.ts";
import { type ServerUser, serverUser } from "./server-user.ts";

export type ScratchServer = {
  readonly access: DatabaseAccess;
  /** Ended by itself, or by somebody else. */
  hasEnded(): boolean;
  /** Ends it with all that it started, and removes what it had. */
  stop(): Promise<void>;
};

const PREPARE_MS = 5 * 60_000;
const START_MS = 2 * 60_000;
const MAX_SAID = 4000;

/** Where a server can be that may not enter the folder of the drill, which is root's. */
export function roomFor(drillFolder: string, user: ServerUser | undefined): string {
  if (user === undefined) return drillFolder;
  return existsSync("/var/tmp") ? "/var/tmp" : tmpdir(); // the other one may be in memory
}

/**
 * Starts a server of its own: in new folders that only its user may enter, reached by a socket there and by nothing else, with a password
 * that nobody knows. What of it is left when this process is killed, `endLeftServers` ends.
 *
 * @param drillFolder exists, and is removed by whoever made it
 * @throws {BackstayError} COMMAND_FAILED with what it said, COMMAND_SILENT, COMMAND_NOT_RUN; the signal's reason; the system's error for
 * a folder that cannot be made
 */
export async function startScratchServer(
  kind: DatabaseKind,
  programs: ServerPrograms,
  drillFolder: string,
  signal: AbortSignal,
): Promise<ScratchServer> {
  const user = serverUser(kind);
  if (user === null)
    throw new BackstayError("COMMAND_FAILED", { program: programs.server, status: "", said: "no user" });
  const name = randomBytes(8).toString("hex");
  const base = user === undefined ? tmpdir() : roomFor(drillFolder, user);
  const beside = join(base, `${BESIDE_PREFIX}${name}`);
  const data = user === undefined ? dataFolderOf(drillFolder, name) : join(beside, "data");
  const home: ServerHome = { data, beside, user, password: randomBytes(24).toString("hex") };
  const { prepare, files, endSignal, isReady, ...server } =
    programs.flavour === "postgresql" ? postgresqlServer(programs) : mariadbServer(programs);
  const note = { data, beside, user: user ?? null, endSignal };
  await noteServer(drillFolder, name, { ...note, pid: null });
  const remove = async (pid: number | null) => {
    await endServer({ ...note, pid });
    await forgetServer(drillFolder, name);
  };
  let pid: number | null = null;
  try {
    makeBeside(beside, files(home), user);
    for (const [program, ...rest] of prepare(home))
      await runToEnd({
        ...{ program, arguments: rest, limitMs: PREPARE_MS, signal },
        // a server of MariaDB that starts removes what others have in a folder for what is needed for a while
        ...{ as: user, cwd: beside, temporaryFolder: beside },
      });
    signal.throwIfAborted();
    const child = spawn(programs.server, server.arguments(home), {
      ...{ env: clientEnvironment(), cwd: beside, stdio: ["ignore", "pipe", "pipe"], ...user },
      ...{ detached: true, windowsHide: true },
    });
    pid = child.pid ?? null;
    // also when this process is ended in a way that leaves no time for more
    const endWithUs = () => void child.kill(endSignal);
    process.once("exit", endWithUs);
    signal.addEventListener("abort", endWithUs, { once: true }); // nobody waits for what it does for somebody who has cancelled
    const ended = once(child, "exit").catch(() => undefined); // of one that cannot be started
    void ended.then(() => {
      process.off("exit", endWithUs);
      signal.removeEventListener("abort", endWithUs);
    });
    const ready = untilReady(child, isReady, programs.server, signal); // it may end before its note is written
    ready.catch(() => undefined); // asked for below
    await noteServer(drillFolder, name, { ...note, pid });
    await ready;
    let isStopped = false;
    return {
      access: {
        ...server.access(home),
        ...{ password: home.password, tls: "offered", caFile: null, programFolder: null },
      },
      hasEnded: () => child.exitCode !== null || child.signalCode !== null,
      async stop() {
        if (isStopped) return;
        await remove(pid);
        await ended;
        isStopped = true;
      },
    };
  } catch (error) {
    await remove(pid);
    throw error;
  }
}

/** @throws {BackstayError} COMMAND_FAILED, COMMAND_SILENT, COMMAND_NOT_RUN; the signal's reason */
async function untilReady(
  child: ReturnType<typeof spawn>,
  isReady: RegExp,
  program: string,
  signal: AbortSignal,
): Promise<void> {
  let said = "";
  const done = new AbortController();
  const limit = AbortSignal.timeout(START_MS);
  try {
    await new Promise<void>((resolve, reject) => {
      const listen = (text: unknown) => {
        said = (said + String(text)).slice(-MAX_SAID);
        if (isReady.test(said)) resolve();
      };
      // heard to the end: a server whose words nobody takes stands still
      for (const stream of [child.stdout, child.stderr]) stream?.on("data", listen);
      child.once("error", (error) => {
        const systemCode = systemCodeOf(error) ?? "";
        reject(new BackstayError("COMMAND_NOT_RUN", { program, systemCode }, { cause: error }));
      });
      child.once("exit", (status, killedBy) => {
        const details = { program, status: String(status ?? killedBy), said: lastLines(said) };
        reject(new BackstayError("COMMAND_FAILED", details));
      });
      const stop = AbortSignal.any([signal, limit]);
      const give = () =>
        reject(
          signal.aborted
            ? signal.reason
            : new BackstayError("COMMAND_SILENT", { program, seconds: START_MS / 1000 }),
        );
      stop.addEventListener("abort", give, { once: true, signal: done.signal });
      if (stop.aborted) give();
    });
  } finally {
    done.abort();
  }
}

/** Handed over when all is in it: what root does in a folder of somebody else may be turned against others. */
function makeBeside(
  beside: string,
  files: Readonly<Record<string, string>>,
  user: ServerUser | undefined,
): void {
  mkdirSync(beside, { mode: 0o700 });
  const paths = Object.entries(files).map(([name, text]) => {
    const path = join(beside, name);
    writeFileSync(path, text, { mode: 0o600, flag: "wx" });
    return path;
  });
  if (user !== undefined) for (const path of [...paths, beside]) chownSync(path, user.uid, user.gid);
}
