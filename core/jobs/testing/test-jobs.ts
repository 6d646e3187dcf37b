/** Kinds of jobs that behave well or badly on purpose. */
import { once } from "node:events";
import { connect } from "node:net";
import { z } from "zod";
import { BackstayError } from "../../../shared/errors.ts";
import { defineJob, type JobContext } from "../define-job.ts";
import type { JobResult } from "../job.ts";

const Input = z.strictObject({
  repository: z.string().optional(),
  /** Unix socket that the job connects to, so that a test sees it begin and, whatever happens to it, end. */
  beacon: z.string().optional(),
  /** For the job `count`. */
  reports: z.number().optional(),
});
type Input = z.infer<typeof Input>;

const DONE: JobResult = { problemCount: 0, summary: {} };

function define(
  kind: string,
  run: (input: Input, context: JobContext) => Promise<JobResult>,
  access: "shared" | "exclusive" = "shared",
) {
  return defineJob({
    kind,
    access,
    input: Input,
    repositoryOf: (input) => input.repository,
    async run(input, context) {
      if (input.beacon !== undefined) await lightBeacon(input.beacon);
      return run(input, context);
    },
  });
}

async function lightBeacon(socketPath: string): Promise<void> {
  const socket = connect(socketPath);
  await once(socket, "connect");
  socket.write(`${process.pid}\n`);
}

async function waitForCancel(_: Input, context: JobContext): Promise<JobResult> {
  context.reportProgress({ phase: "wait", filesDone: 0, bytesDone: 0 });
  await once(context.signal, "abort");
  throw context.signal.reason;
}

export const testJobs = [
  define("quick", async () => DONE),
  define("with-problems", async () => ({ problemCount: 2, summary: { first: "a.txt" } })),
  define("wait", waitForCancel),
  define("wait-alone", waitForCancel, "exclusive"),
  define("stubborn", async (_, context) => {
    context.reportProgress({ phase: "stubborn", filesDone: 0, bytesDone: 0 });
    return new Promise(() => setInterval(() => {}, 1_000));
  }),
  define("blocked", async (_, context) => {
    context.reportProgress({ phase: "blocked", filesDone: 0, bytesDone: 0 });
    await new Promise((resolve) => setTimeout(resolve, 20)); // lets the report out before nothing gets out any more
    for (;;);
  }),
  define("fails", async () => {
    throw new BackstayError("STORE_VANISHED", { location: "/mnt/gone" });
  }),
  define("has-a-bug", async () => {
    throw new TypeError("the text of a mistake");
  }),
  define("throws-later", async () => {
    setImmediate(() => {
      throw new TypeError("thrown where nobody awaits");
    });
    return new Promise(() => setInterval(() => {}, 1_000));
  }),
  define("exits", async () => process.exit(7)),
  define("count", async ({ reports = 0 }, context) => {
    const endMs = performance.now() + 1_000;
    for (let n = 1; n <= reports; n++) {
      context.reportProgress({ phase: "count", filesDone: n, bytesDone: 0 });
      if (n % 100 === 0 && performance.now() < endMs) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    return DONE;
  }),
  define("looks-around", async (_, context) => ({
    problemCount: 0,
    summary: {
      password: context.secrets.password ?? null,
      elsewhere: JSON.stringify([process.argv, process.execArgv, process.env]),
    },
  })),
];
