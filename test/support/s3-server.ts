/** A server that speaks S3 and proves signatures, in front of a folder. */
import { fork } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, onTestFinished } from "vitest";
import { freezeProcess } from "./freeze-process.ts";
import { tempFolder } from "./temp-folder.ts";

export type S3Server = {
  /** Without a slash at its end. */
  readonly url: string;
  readonly bucket: string;
  readonly folder: string;
  /** What to sign in with. */
  readonly variables: { readonly AWS_ACCESS_KEY_ID: string; readonly AWS_SECRET_ACCESS_KEY: string };
  /** Stops answering without closing anything. */
  freeze(): void;
  stop(): Promise<void>;
};

/**
 * Ended with the running test.
 * @param tls files of a certificate and its key
 */
export async function startS3Server(tls?: Tls): Promise<S3Server> {
  const server = await startIn(await tempFolder(), tls);
  onTestFinished(server.stop);
  return server;
}

type Tls = { readonly cert: string; readonly key: string };

let shared: { readonly folder: string; readonly server: Promise<S3Server> } | undefined;
let buckets = 0;

/** One server for all tests of a file that neither stop nor disturb it, with a bucket of its own for each: to start it takes longer than many a test. */
export async function sharedS3Server(): Promise<S3Server> {
  if (shared === undefined) {
    const folder = mkdtempSync(join(tmpdir(), "backstay-s3-"));
    shared = { folder, server: startIn(folder, undefined) };
  }
  buckets += 1;
  const bucket = `office-${buckets}`;
  const server = await shared.server;
  mkdirSync(join(shared.folder, bucket));
  return { ...server, bucket };
}

afterAll(async () => {
  if (shared === undefined) return;
  await (await shared.server).stop();
  rmSync(shared.folder, { recursive: true, force: true });
  shared = undefined;
});

async function startIn(folder: string, tls: Tls | undefined): Promise<S3Server> {
  const bucket = "office";
  const args = [folder, bucket, ...(tls === undefined ? [] : [tls.cert, tls.key])];
  const child = fork(new URL("./s3-server-process.cjs", import.meta.url), args, {
    execArgv: [],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const port = await new Promise<number>((resolve, reject) => {
    child.once("message", (message) => resolve((message as { port: number }).port));
    child.once("exit", (status) => reject(new Error(`the S3 server ended with ${status}`)));
  });

  async function stop(): Promise<void> {
    for (const signal of ["SIGCONT", "SIGKILL"] as const) child.kill(signal);
    await ended;
  }
  return {
    url: `${tls === undefined ? "http" : "https"}://127.0.0.1:${port}`,
    bucket,
    folder,
    variables: { AWS_ACCESS_KEY_ID: "OFFICEKEY", AWS_SECRET_ACCESS_KEY: "open sesame/+" },
    freeze: () => freezeProcess(child.pid),
    stop,
  };
}
