import { expect, test } from "vitest";
import type { JobView } from "../../../../shared/model/job.ts";
import { resultFacts } from "./result-facts.ts";

const job = (state: JobView["state"], counts: JobView["counts"]): JobView => ({
  id: "00000000-0000-4000-8000-000000000000" as JobView["id"],
  kind: "restore",
  state,
  isPaused: false,
  repositoryId: null,
  planId: null,
  sourceId: null,
  runId: null,
  attempt: 1,
  createdMs: 0,
  startedMs: 0,
  endedMs: 0,
  progress: null,
  counts,
  problemCount: 0,
  problems: [],
  renamed: [],
  error: null,
});

test("all is proven only when everything was read back and nothing went wrong", () => {
  const counts = { filesRestored: 3, filesVerified: 5, filesUnchanged: 2 };
  expect(resultFacts(job("done", counts)).proof).toBe("all");
  expect(resultFacts(job("done-with-problems", counts)).proof).toBe("some");
  expect(resultFacts(job("done", { ...counts, filesVerified: 4 })).proof).toBe("some");
});

test("what is not said is not proven", () => {
  expect(resultFacts(job("done", { filesRestored: 3 })).proof).toBe("none");
  expect(resultFacts(job("failed", null))).toMatchObject({ filesRestored: 0, proof: "none" });
});
