import { expect, test } from "vitest";
import { judgeProtection, type ProtectionFacts } from "./judge-protection.ts";

const HOUR = 3_600_000;
const nowMs = 1_000 * HOUR;
const within = (minutes: number) => (afterMs: number) => afterMs + minutes * 60_000;
const never = () => undefined;
const usual: ProtectionFacts = {
  cares: [{ sinceMs: nowMs - 100 * HOUR, deadlineMs: within(120) }],
  newestGoodMs: nowMs - HOUR,
  isDamaged: false,
  isReachable: true,
  hasFailed: false,
  nowMs,
};
const judge = (facts: Partial<ProtectionFacts>) => judgeProtection({ ...usual, ...facts });

test("a backup younger than the deadline protects", () => {
  expect(judge({})).toEqual({ protection: "protected", deadlineMs: nowMs + HOUR });
});

test("an older one is overdue, whether or not anything failed or can be reached", () => {
  for (const rest of [{}, { hasFailed: true }, { isReachable: false }])
    expect(judge({ newestGoodMs: nowMs - 3 * HOUR, ...rest }).protection).toBe("overdue");
});

test("the strictest plan counts, and a newer failure does not make an older backup vanish", () => {
  const cares = [
    { sinceMs: 0, deadlineMs: within(6_000) },
    { sinceMs: 0, deadlineMs: within(30) },
    { sinceMs: 0, deadlineMs: never },
  ];
  expect(judge({ cares }).protection).toBe("overdue");
  expect(judge({ hasFailed: true }).protection).toBe("protected");
});

test("a repository that does not answer makes it unknown, never fine", () => {
  expect(judge({ isReachable: false }).protection).toBe("unknown");
});

test("backups that lie among damage protect nobody, however new they are", () => {
  for (const newestGoodMs of [nowMs - HOUR, nowMs - 3 * HOUR])
    expect(judge({ isDamaged: true, newestGoodMs }).protection).toBe("damaged");
});

test("before the first backup it waits, until the deadline is over or the first run failed", () => {
  const fresh = { newestGoodMs: null, cares: [{ sinceMs: nowMs - HOUR, deadlineMs: within(120) }] };
  expect(judge(fresh).protection).toBe("waiting");
  expect(judge({ ...fresh, hasFailed: true }).protection).toBe("never");
  expect(judge({ newestGoodMs: null }).protection).toBe("never");
});

test("without a plan that is not paused nobody takes care", () => {
  expect(judge({ cares: [] })).toEqual({ protection: "unplanned", deadlineMs: null });
});

test("a plan without a schedule agrees on no deadline", () => {
  const cares = [{ sinceMs: 0, deadlineMs: never }];
  expect(judge({ cares })).toEqual({ protection: "protected", deadlineMs: null });
  expect(judge({ cares, newestGoodMs: null }).protection).toBe("waiting");
});

test("a backup from the future has no age: the clock was put back", () => {
  expect(judge({ newestGoodMs: nowMs + HOUR }).protection).toBe("unknown");
});
