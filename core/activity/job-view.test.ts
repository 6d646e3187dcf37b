import { expect, test } from "vitest";
import type { JobId } from "../../shared/ids.ts";
import { JobView } from "../../shared/model/job.ts";
import type { JobRecord } from "../jobs/job.ts";
import { jobView } from "./job-view.ts";

const id = "00000000-0000-4000-8000-000000000001" as string as JobId;

function record(rest: Partial<JobRecord>): JobRecord {
  return {
    ...{ id, kind: "backup", origin: {}, repository: undefined, access: "shared", input: { secret: "no" } },
    ...{ priority: "normal", restartWhenInterrupted: true, attempt: 1, restartOf: undefined },
    ...{ state: "done", createdNs: 1_999_999n, startedNs: 2_000_000n, endedNs: undefined },
    ...{ progress: undefined, result: undefined, error: undefined },
    ...rest,
  };
}
const viewOf = (rest: Partial<JobRecord>, maxProblems = 9) => {
  const view = jobView(record(rest), { progress: undefined, isPaused: false }, maxProblems);
  return view === undefined ? undefined : JobView.parse(view);
};

test("a backup's numbers and problems are told by their names", () => {
  const problems = [
    { path: "/a", reason: "denied", systemCode: "EACCES" },
    { path: "/b", reason: "changed", systemCode: "" },
    { path: "/c", reason: "changed", systemCode: "" },
  ];
  const summary = { snapshotId: "x", mode: "full", counts: { filesNew: 3 }, bytesStored: 70, problems };
  expect(viewOf({ state: "done-with-problems", result: { problemCount: 3, summary } }, 2)).toMatchObject({
    createdMs: 1,
    startedMs: 2,
    counts: { filesNew: 3, bytesStored: 70 },
    problemCount: 3,
    problems: [
      { path: "/a", reason: "denied", systemCode: "EACCES" },
      { path: "/b", reason: "changed", systemCode: null },
    ],
  });
});

test("what a check found names what it is about", () => {
  const problems = [
    { code: "pack-missing", packId: "ab".repeat(32), blobs: 7 },
    { code: "file-without-content", treeId: "cd".repeat(32), name: "letter.txt" },
  ];
  const result = { problemCount: 2, summary: { counts: { packs: 3 }, suggestRebuildIndex: true, problems } };
  expect(viewOf({ kind: "check", result })?.problems).toEqual([
    { path: "abababab", reason: "pack-missing", systemCode: null },
    { path: "letter.txt", reason: "file-without-content", systemCode: null },
  ]);
});

test("what was forgotten is a number", () => {
  const result = { problemCount: 0, summary: { removed: ["a", "b"] } };
  expect(viewOf({ kind: "forget", result })?.counts).toEqual({ removed: 2 });
});

test("a job of a kind that a newer version knows is not shown, and inputs never are", () => {
  expect(viewOf({ kind: "of a later version" })).toBeUndefined();
  expect(JSON.stringify(viewOf({}))).not.toContain("secret");
});

test("a job that was interrupted shows how far it had come", () => {
  const progress = { phase: "save", filesDone: 3, bytesDone: 10, bytesTotal: 20, problemCount: 1 };
  expect(viewOf({ state: "interrupted", progress })).toMatchObject({
    progress: { filesDone: 3, filesTotal: null, bytesPerSecond: null, remainingMs: null },
    problemCount: 1,
    counts: null,
  });
});
