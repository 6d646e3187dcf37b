import { expect, test } from "vitest";
import type { Alert } from "../../../shared/model/alert.ts";
import { stepsOf } from "./steps.ts";

const NOW = 1_000_000;

function alert(id: string, subject: object, over: Partial<Alert> = {}): Alert {
  return {
    id: id as Alert["id"],
    severity: "failing",
    subject: subject as Alert["subject"],
    firstMs: NOW - 1000,
    lastMs: NOW,
    occurrences: 1,
    resolvedMs: null,
    acknowledgedMs: null,
    snoozedUntilMs: null,
    ...over,
  };
}
const overdue = (sourceId: string) => ({ code: "SOURCE_OVERDUE", sourceId });
const failed = (sourceId: string | null) => ({ code: "JOB_FAILED", sourceId });
const ids = (alerts: readonly Alert[]) => stepsOf(alerts, NOW).shown.map(({ id }) => id);

test("the gravest is step one, then the oldest", () => {
  const alerts = [
    alert("new", failed("a"), { firstMs: NOW - 1 }),
    alert("warning", failed("b"), { severity: "warning" }),
    alert("old", failed("c"), { firstMs: NOW - 5000 }),
    alert("worst", failed("d"), { severity: "failed" }),
  ];
  expect(ids(alerts)).toEqual(["worst", "old", "new"]);
  expect(stepsOf(alerts, NOW).others).toBe(1);
});

test("an overdue source whose backup fails is one step", () => {
  expect(ids([alert("late", overdue("a")), alert("failed", failed("a"))])).toEqual(["failed"]);
  expect(ids([alert("late", overdue("a")), alert("failed", failed("b"))])).toEqual(["late", "failed"]);
});

test("what was acknowledged, snoozed or is over is no step, until its snooze ends", () => {
  expect(
    ids([
      alert("seen", failed("a"), { acknowledgedMs: NOW }),
      alert("later", failed("b"), { snoozedUntilMs: NOW + 1 }),
      alert("over", failed("c"), { resolvedMs: NOW }),
      alert("note", failed("d"), { severity: "notice" }),
      alert("awake", failed("e"), { snoozedUntilMs: NOW }),
    ]),
  ).toEqual(["awake"]);
});
