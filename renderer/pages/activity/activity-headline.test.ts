import { expect, test } from "vitest";
import type { JobId } from "../../../shared/ids.ts";
import type { JobView } from "../../../shared/model/job.ts";
import { activityHeadline } from "./activity-headline.ts";

const NOW_MS = Date.UTC(2026, 10, 19, 14);
const HOUR_MS = 3_600_000;
let made = 0;

function job(state: JobView["state"], endedHoursAgo: number | null = 1): JobView {
  made += 1;
  const endedMs = endedHoursAgo === null ? null : NOW_MS - endedHoursAgo * HOUR_MS;
  return {
    ...{
      id: String(made) as JobId,
      kind: "backup",
      state,
      isPaused: false,
      createdMs: NOW_MS,
      startedMs: NOW_MS,
      endedMs,
    },
    ...{ repositoryId: null, planId: null, sourceId: null, runId: null, attempt: 1, progress: null },
    ...{ counts: null, problemCount: 0, problems: [], renamed: [], error: null },
  };
}

test("what is at work comes first, then failures, then problems", () => {
  const running = job("running", null);
  expect(activityHeadline([running, job("failed")], NOW_MS)).toEqual({
    ...{ kind: "at-work", running: 1, first: running, isPaused: false },
  });
  const paused = { ...job("running", null), isPaused: true };
  expect(activityHeadline([paused, running], NOW_MS)).toMatchObject({ running: 1, first: running });
  expect(activityHeadline([paused, job("done")], NOW_MS)).toMatchObject({ first: paused, isPaused: true });
  const mixed = [job("done"), job("done-with-problems"), job("failed"), job("interrupted")];
  expect(activityHeadline(mixed, NOW_MS)).toEqual({ kind: "failed", count: 2, total: 4 });
  expect(activityHeadline(mixed.slice(0, 2), NOW_MS)).toEqual({ kind: "problems", count: 1, total: 2 });
});

test("what a person cancelled is neither a failure nor a success", () => {
  expect(activityHeadline([job("cancelled"), job("done")], NOW_MS)).toEqual({ kind: "fine", total: 1 });
  expect(activityHeadline([job("cancelled")], NOW_MS)).toEqual({ kind: "quiet" });
});

test("old failures are history, and an empty history is said to be one", () => {
  expect(activityHeadline([job("failed", 25)], NOW_MS)).toEqual({ kind: "quiet" });
  expect(activityHeadline([], NOW_MS)).toEqual({ kind: "never" });
});
