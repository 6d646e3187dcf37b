/** A server that speaks S3 and proves signatures, in front of a folder. */
import { fork } from "node:child_process";
import { onTestFinished } from "vitest";
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
export async function startS3Server(tls?: {
  readonly cert: string;
  readonly key: string;
}): Promise<S3Server> {
  const folder = await tempFolder();
  const bucket = "office";
  const args = [folder, bucket, ...(tls === undefined ? [] : [tls.cert, tls.key])];
  const child = fork(new URL("./s3-server-process.cjs", import.meta.url), args, {
    execArgv: [],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  onTestFinished(stop);
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
    freeze: () => void child.kill("SIGSTOP"),
    stop,
  };
}
