/** Real servers by rclone, in front of a folder. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";

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
  const command = ["serve", protocol, "--config", "/dev/null", "--addr", "127.0.0.1:0", ...args, folder];
  const env = {
    PATH: process.env.PATH ?? "",
    ...(login === undefined ? {} : { RCLONE_USER: login.user, RCLONE_PASS: login.password }),
  };
  const child = spawn("rclone", command, { stdio: ["ignore", "ignore", "pipe"], env });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  onTestFinished(stop);
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
  return { url, freeze: () => void child.kill("SIGSTOP"), stop };
}
