import { expect, test } from "vitest";
import type { JobId } from "../../shared/ids.ts";
import type { JobRecord } from "../jobs/job.ts";
import { sumRun } from "./sum-run.ts";

const second = 1_000_000_000n;

function job(state: JobRecord["state"], rest: Partial<JobRecord> = {}): JobRecord {
  const isOver = state !== "queued" && state !== "running";
  return {
    id: `job ${Math.random()}` as string as JobId,
    kind: "backup",
    origin: {},
    repository: "/srv/nas",
    access: "shared",
    input: {},
    priority: "normal",
    restartWhenInterrupted: true,
    attempt: 1,
    restartOf: undefined,
    state,
    createdNs: second,
    startedNs: state === "queued" ? undefined : 2n * second,
    endedNs: isOver ? 3n * second : undefined,
    progress: undefined,
    result: undefined,
    error: undefined,
    ...rest,
  };
}

const good = (filesNew: number, bytesStored: number, problemCount = 0) => ({
  result: {
    problemCount,
    summary: {
      snapshotId: "a".repeat(64),
      counts: { filesNew, filesChanged: 1, filesUnmodified: 2, totalBytesProcessed: 100 },
      bytesStored,
    },
  },
});

test("a run is as its worst job is", () => {
  const state = (...states: JobRecord["state"][]) => sumRun(states.map((one) => job(one))).state;
  expect(state("done", "done")).toBe("done");
  expect(state("done", "done-with-problems")).toBe("done-with-problems");
  expect(state("cancelled", "done-with-problems")).toBe("cancelled");
  expect(state("interrupted", "done")).toBe("interrupted");
  expect(state("failed", "cancelled", "interrupted")).toBe("failed");
});

test("it runs as long as one of its jobs runs or waits", () => {
  const state = (...states: JobRecord["state"][]) => sumRun(states.map((one) => job(one))).state;
  expect(state("queued", "queued")).toBe("queued");
  expect(state("failed", "running")).toBe("running");
  expect(state("done", "queued")).toBe("running");
  expect(sumRun([job("done"), job("running")]).endedMs).toBeNull();
});

test("its numbers are sums, its times the first and the last", () => {
  expect(
    sumRun([
      job("done", good(1, 10)),
      job("done-with-problems", { ...good(2, 20, 3), endedNs: 9n * second }),
    ]),
  ).toEqual({
    state: "done-with-problems",
    startedMs: 2_000,
    endedMs: 9_000,
    filesNew: 3,
    filesChanged: 2,
    filesUnmodified: 4,
    filesGone: null,
    bytesProcessed: 200,
    bytesAdded: 30,
    problemCount: 3,
    error: null,
  });
});

test("how many files are gone is known when all of its jobs know it", () => {
  const gone = (filesGone?: number) => {
    const { result } = good(1, 10);
    return job("done", {
      result: {
        ...result,
        summary: { ...result.summary, ...(filesGone === undefined ? {} : { filesGone }) },
      },
    });
  };
  expect(sumRun([gone(2), gone(3)]).filesGone).toBe(5);
  expect(sumRun([gone(2), gone()]).filesGone).toBeNull();
  expect(sumRun([gone(2), job("running")]).filesGone).toBeNull();
});

test("a job that was interrupted and started again counts by its last attempt", () => {
  const first = job("interrupted");
  expect(sumRun([first, job("done", { ...good(1, 10), restartOf: first.id, attempt: 2 })]).state).toBe(
    "done",
  );
  expect(sumRun([first, job("queued", { restartOf: first.id, attempt: 2 })]).state).toBe("running");
});

test("a run without jobs was interrupted before it had any", () => {
  expect(sumRun([])).toMatchObject({ state: "interrupted", startedMs: null });
});
