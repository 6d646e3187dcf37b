import { beforeEach, expect, onTestFinished, test } from "vitest";
import type { WireError } from "../../shared/errors.ts";
import type { PlanId, RunId } from "../../shared/ids.ts";
import type { RunState } from "../../shared/model/plan.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { openStores, type Stores } from "../catalog/open-stores.ts";
import { passingFailureOf } from "./passing-failure.ts";

const PLAN = "11111111-1111-4111-8111-111111111111" as PlanId;
const locked = {
  code: "STORE_VANISHED",
  details: { location: "/nas" },
} as const satisfies WireError;
const wrongPassword = {
  code: "WRONG_PASSWORD",
  details: { location: "/nas" },
} as const satisfies WireError;

let stores: Stores;
let nowMs: number;
beforeEach(async () => {
  stores = openStores(await tempFolder());
  onTestFinished(() => stores.close());
  nowMs = 1_000_000;
});

function noteRun(state: RunState, error: WireError | null = null): void {
  nowMs += 60_000;
  stores.runs.insert({
    ...{ id: `run ${nowMs}` as RunId, planId: PLAN, trigger: "schedule", state, dueMs: nowMs, error },
    ...{ startedMs: nowMs, endedMs: state === "running" ? null : nowMs + 1_000 },
    ...{
      filesNew: 0,
      filesChanged: 0,
      filesUnmodified: 0,
      filesGone: null,
      bytesProcessed: 0,
      bytesAdded: 0,
      problemCount: 0,
    },
  });
}
const failure = () => passingFailureOf(stores.runs, PLAN);

test("counts the runs that failed in a row, and passes over those that were missed", () => {
  noteRun("failed", locked);
  noteRun("done");
  expect(failure()).toBeUndefined();
  noteRun("failed", locked);
  noteRun("missed");
  noteRun("failed", locked);
  expect(failure()).toEqual({ endedMs: nowMs + 1_000, times: 2 });
  noteRun("running");
  expect(failure()).toBeUndefined();
});

test("what needs a person, and what a person ended, is not tried again", () => {
  expect(failure()).toBeUndefined();
  noteRun("failed", wrongPassword);
  expect(failure()).toBeUndefined();
  noteRun("failed", { code: "INTERNAL", details: { logReference: "x" } });
  expect(failure()).toBeUndefined();
  noteRun("failed", locked);
  noteRun("cancelled");
  expect(failure()).toBeUndefined();
});

test("a share that is not mounted looks like a repository that is gone, and comes back", () => {
  noteRun("failed", { code: "REPOSITORY_MISSING", details: { location: "/nas" } });
  expect(failure()).toMatchObject({ times: 1 });
});
