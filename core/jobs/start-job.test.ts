import { mkdtempSync, rmSync } from "node:fs";
import { constants, getPriority, tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { busyness } from "../../test/support/processor-time.ts";
import type { JobLogEntry, JobProgress } from "./job.ts";
import { forkJobProcesses } from "./spawn-job-process.ts";
import { startJob } from "./start-job.ts";
import { type Beacons, listenForBeacons } from "./testing/beacons.ts";

const spawn = forkJobProcesses(new URL("./testing/test-job-process.ts", import.meta.url));

let folder: string;
let beacons: Beacons;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "backstay-job-"));
  beacons = await listenForBeacons(folder);
});
afterEach(async () => {
  await beacons.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts a test job and collects what it says; `reported` resolves with its first report. */
function start(kind: string, input: object = {}, secrets: Record<string, string> = {}) {
  const progress: JobProgress[] = [];
  const log: JobLogEntry[] = [];
  const { promise: reported, resolve } = Promise.withResolvers<void>();
  const job = startJob(
    spawn,
    { kind, input, secrets },
    {
      onProgress(numbers) {
        progress.push(numbers);
        resolve();
      },
      onLog: (entry) => void log.push(entry),
    },
  );
  return { ...job, progress, log, reported };
}

describe("how a job ends", () => {
  test("done, with what it has to say", async () => {
    expect(await start("quick").ended).toEqual({ state: "done", result: { problemCount: 0, summary: {} } });
  });

  test("done with problems", async () => {
    expect(await start("with-problems").ended).toEqual({
      state: "done-with-problems",
      result: { problemCount: 2, summary: { first: "a.txt" } },
    });
  });

  test("failed, with the error's code and facts", async () => {
    expect(await start("fails").ended).toEqual({
      state: "failed",
      error: { code: "STORE_VANISHED", details: { location: "/mnt/gone" } },
    });
  });

  test.each([
    ["has-a-bug", "the text of a mistake"],
    ["throws-later", "thrown where nobody awaits"],
    ["unknown-kind", "no job of the kind"],
  ])("a mistake of ours (%s) is INTERNAL, and its text only in the log", async (kind, text) => {
    const job = start(kind);
    const end = await job.ended;
    const [entry] = job.log.filter(({ level }) => level === "error");
    expect(end).toMatchObject({
      state: "failed",
      error: { code: "INTERNAL", details: { logReference: entry?.facts?.reference } },
    });
    expect(entry?.text).toContain(text);
    expect(JSON.stringify(end)).not.toContain(text);
  });

  test("an input of the wrong shape fails before the job begins", async () => {
    expect(await start("quick", { surprise: 1 }).ended).toMatchObject({ state: "failed" });
  });

  test("crashed, when the process ends without a word", async () => {
    expect(await start("exits").ended).toEqual({
      state: "failed",
      error: { code: "JOB_CRASHED", details: { exit: "exit status 7" } },
    });
  });

  test("crashed, when somebody kills the process", async () => {
    const job = start("wait", { beacon: beacons.socketPath });
    process.kill((await beacons.next()).pid, "SIGKILL");
    expect(await job.ended).toEqual({
      state: "failed",
      error: { code: "JOB_CRASHED", details: { exit: "SIGKILL" } },
    });
  });
});

describe("cancelling", () => {
  test.each(["wait", "stubborn", "blocked"])("stops a job that is %s within a second", async (kind) => {
    const job = start(kind, { beacon: beacons.socketPath });
    const { gone } = await beacons.next();
    await job.reported;
    const startMs = performance.now();
    job.cancel("fenced");
    job.cancel("person");
    expect(await job.ended).toEqual({
      state: "cancelled",
      error: { code: "CANCELLED", details: { reason: "fenced" } },
    });
    await gone;
    expect(performance.now() - startMs).toBeLessThan(1_000 * busyness());
  });

  test("before the job has begun works as well", async () => {
    const job = start("wait");
    job.cancel("person");
    expect(await job.ended).toMatchObject({ state: "cancelled" });
  });
});

test("a job with thousands of reports sends at most five a second, and the last", async () => {
  const job = start("count", { reports: 50_000 });
  const startMs = performance.now();
  await job.ended;
  const seconds = (performance.now() - startMs) / 1000;
  expect(job.progress.at(-1)?.filesDone).toBe(50_000);
  expect(job.progress.length).toBeGreaterThan(1);
  expect(job.progress.length).toBeLessThanOrEqual(5 * seconds + 2); // one more at once, and one more at the end
});

test("secrets reach the job by message only, and the host's own are not in its environment", async () => {
  process.env.BACKSTAY_PASSWORD = "sesame of the host";
  try {
    const end = await start("looks-around", {}, { password: "sesame of the job" }).ended;
    const summary = end.state === "done" ? end.result.summary : {};
    expect(summary.password).toBe("sesame of the job");
    expect(summary.elsewhere).not.toContain("sesame");
  } finally {
    delete process.env.BACKSTAY_PASSWORD;
  }
});

test.each([
  {
    urgency: "background" as const,
    expected: () => Math.max(getPriority(), constants.priority.PRIORITY_BELOW_NORMAL),
  },
  { urgency: "interactive" as const, expected: () => getPriority() },
])(
  "a job in the background runs at a lower priority than its host, one that is waited for does not: $urgency",
  async ({ urgency, expected }) => {
    const job = startJob(
      spawn,
      { kind: "wait", input: { beacon: beacons.socketPath }, secrets: {} },
      { onProgress: () => {}, onLog: () => {} },
      urgency,
    );
    const { pid } = await beacons.next();
    const priority = getPriority(pid);
    job.cancel("person");
    await job.ended;
    expect(priority).toBe(expected());
  },
);
