import { expect, test } from "vitest";
import type { RepositoryId, SourceId } from "../../../../shared/ids.ts";
import { PlanDraft } from "../../../../shared/model/plan.ts";
import {
  draftOf,
  KEEP_EVERYTHING,
  missingParts,
  newDraft,
  presetOf,
  STANDARD_RETENTION,
} from "./plan-draft.ts";

const source = "00000000-0000-4000-8000-000000000001" as SourceId;
const repository = "ab".repeat(32) as RepositoryId;

test("a new plan lacks its name only, and fits the contract once it has one", () => {
  const draft = newDraft([source], repository);
  expect(missingParts(draft)).toEqual(["name"]);
  expect(PlanDraft.safeParse({ ...draft, name: "Office hours" }).success).toBe(true);
});

test("says everything that is missing, in the order of the form", () => {
  const draft = newDraft([], undefined);
  expect(
    missingParts({
      ...draft,
      name: "  ",
      schedule: { kind: "cron", expression: "* * " },
      retention: { ...STANDARD_RETENTION, daily: 1.5 },
    }),
  ).toEqual(["name", "sources", "repository", "schedule", "retention"]);
});

test("a plan's draft is what can be saved again", () => {
  const draft = { ...newDraft([source], repository), repositoryId: repository, name: "A" };
  const plan = { ...draft, id: "00000000-0000-4000-8000-000000000002" as never, isPaused: true };
  expect(draftOf(plan)).toEqual(draft);
});

test("presets are known by what they keep", () => {
  expect(presetOf({ ...STANDARD_RETENTION })).toBe("standard");
  expect(presetOf({ ...KEEP_EVERYTHING })).toBe("everything");
  expect(presetOf({ ...STANDARD_RETENTION, yearly: 10 })).toBe("own");
});
