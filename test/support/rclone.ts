/** Real servers by rclone, in front of a folder. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, onTestFinished } from "vitest";
import { freezeProcess } from "./freeze-process.ts";

export type RcloneServer = {
  /** With a slash at its end. */
  readonly url: string;
  /** Stops answering without closing anything. */
  freeze(): void;
  stop(): Promise<void>;
};

/**
 * Starts `rclone serve`, which must be there, see `tools.ts`. It is ended with the running test.
 * @param args more of its options
 * @param login user and password to ask for; it gets them by its environment
 */
export async function serveByRclone(
  protocol: "restic" | "webdav",
  folder: string,
  args: readonly string[] = [],
  login?: { readonly user: string; readonly password: string },
): Promise<RcloneServer> {
  const server = await start(protocol, folder, args, login);
  onTestFinished(server.stop);
  return server;
}

type Shared = { readonly folder: string; readonly server: Promise<RcloneServer> };

const shared = new Map<string, Shared>();
let folders = 0;

/**
 * One server for all tests of a file that neither stop nor disturb it, with a folder of its own for each: to start it takes longer than
 * many a test.
 * @returns the address of the folder, with a slash at its end
 */
export async function sharedRclone(protocol: "restic" | "webdav"): Promise<string> {
  let known = shared.get(protocol);
  if (known === undefined) {
    const folder = mkdtempSync(join(tmpdir(), "backstay-rclone-"));
    known = { folder, server: start(protocol, folder, [], undefined) };
    shared.set(protocol, known);
  }
  folders += 1;
  mkdirSync(join(known.folder, `${folders}`));
  return `${(await known.server).url}${folders}/`;
}

afterAll(async () => {
  for (const { folder, server } of shared.values()) {
    await (await server).stop();
    rmSync(folder, { recursive: true, force: true });
  }
  shared.clear();
});

async function start(
  protocol: "restic" | "webdav",
  folder: string,
  args: readonly string[],
  login: { readonly user: string; readonly password: string } | undefined,
): Promise<RcloneServer> {
  const command = ["serve", protocol, "--config", "/dev/null", "--addr", "127.0.0.1:0", ...args, folder];
  const env = {
    PATH: process.env.PATH ?? "",
    ...(login === undefined ? {} : { RCLONE_USER: login.user, RCLONE_PASS: login.password }),
  };
  const child = spawn("rclone", command, { stdio: ["ignore", "ignore", "pipe"], env });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const said: string[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (status) => reject(new Error(`rclone ended with ${status}: ${said.join("\n")}`)));
    createInterface({ input: child.stderr }).on("line", (line) => {
      said.push(line);
      const [found] = /https?:\/\/127\.0\.0\.1:\d+\/$/.exec(line) ?? [];
      if (found !== undefined) resolve(found);
    });
  });

  async function stop(): Promise<void> {
    for (const signal of ["SIGCONT", "SIGKILL"] as const) child.kill(signal);
    await ended;
  }
  return { url, freeze: () => freezeProcess(child.pid), stop };
}
