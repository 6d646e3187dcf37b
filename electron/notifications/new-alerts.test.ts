import { expect, test } from "vitest";
import type { AlertId, JobId } from "../../shared/ids.ts";
import type { Alert } from "../../shared/model/alert.ts";
import { createAlertMemory } from "./new-alerts.ts";

const START = 1_000;
const alert = (part: Partial<Alert> = {}): Alert => ({
  id: "a" as AlertId,
  severity: "warning",
  subject: {
    code: "JOB_FAILED",
    jobId: "j" as JobId,
    kind: "backup",
    planId: null,
    sourceId: null,
    about: "Documents",
    error: { code: "STORE_VANISHED", details: { location: "/nas" } },
  },
  firstMs: 2_000,
  lastMs: 2_000,
  occurrences: 1,
  resolvedMs: null,
  acknowledgedMs: null,
  snoozedUntilMs: null,
  ...part,
});

test("a new alert is told once, however often it happens", () => {
  const pick = createAlertMemory(START);
  expect(pick([alert()], 2_000)).toHaveLength(1);
  expect(pick([alert({ lastMs: 9_000, occurrences: 40 })], 9_000)).toEqual([]);
});

test("it is told again when it got worse, and when it came back after it was over", () => {
  const pick = createAlertMemory(START);
  pick([alert()], 2_000);
  expect(pick([alert({ severity: "failed" })], 3_000)).toHaveLength(1);
  expect(pick([alert({ severity: "warning" })], 4_000)).toEqual([]);
  expect(pick([], 5_000)).toEqual([]);
  expect(pick([alert({ firstMs: 6_000, lastMs: 6_000 })], 6_000)).toHaveLength(1);
});

test("what was there before the start was told then; unless it happened again", () => {
  const pick = createAlertMemory(START);
  expect(pick([alert({ firstMs: 10, lastMs: 500 })], START)).toEqual([]);
  expect(createAlertMemory(START)([alert({ firstMs: 10, lastMs: 1_500 })], 2_000)).toHaveLength(1);
});

test("one that a person has acknowledged or put off is not told", () => {
  const pick = createAlertMemory(START);
  expect(pick([alert({ acknowledgedMs: 2_500 })], 3_000)).toEqual([]);
  expect(createAlertMemory(START)([alert({ snoozedUntilMs: 9_000 })], 3_000)).toEqual([]);
  expect(createAlertMemory(START)([alert({ snoozedUntilMs: 9_000 })], 9_001)).toHaveLength(1);
});
