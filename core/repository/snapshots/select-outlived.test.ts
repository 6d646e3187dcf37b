import { expect, test } from "vitest";
import { selectOutlived } from "./select-outlived.ts";
import { sampleSnapshot } from "./testing/sample-snapshot.ts";

const clock = { nowNs: BigInt(Date.parse("2026-06-10T00:00:00Z")) * 1_000_000n };
const days = [1, 2, 3, 4, 5].map((day) => sampleSnapshot(`2026-06-0${day}T12:00:00Z`));
const daysLeftOut = (policies: Parameters<typeof selectOutlived>[1]) =>
  selectOutlived(days, policies, clock).map(({ time }) => Number(time.slice(8, 10)));

test("what no policy keeps is chosen", () => {
  expect(daysLeftOut([{ last: 2 }])).toEqual([1, 2, 3]);
});

test("what one of several plans keeps is kept", () => {
  expect(daysLeftOut([{ last: 1 }, { daily: 3 }])).toEqual([1, 2]);
});

test("a plan that asks for nothing keeps everything", () => {
  expect(daysLeftOut([{ last: 1 }, {}])).toEqual([]);
  expect(daysLeftOut([{ last: 0, hourly: 0, daily: 0, weekly: 0, monthly: 0, yearly: 0 }])).toEqual([]);
});

test("without any plan everything stays", () => {
  expect(daysLeftOut([])).toEqual([]);
});

test("what is not complete pushes nothing out, and goes when something complete follows", () => {
  const half = (day: number) => ({
    ...sampleSnapshot(`2026-06-0${day}T12:00:00Z`),
    tags: ["backstay:incomplete"],
  });
  const whole = (day: number) => sampleSnapshot(`2026-06-0${day}T12:00:00Z`);
  const outlived = (
    snapshots: Parameters<typeof selectOutlived>[0],
    keep: Parameters<typeof selectOutlived>[1],
  ) => selectOutlived(snapshots, keep, clock).map(({ time }) => Number(time.slice(8, 10)));
  expect(outlived([whole(1), whole(2), half(3), half(4), half(5)], [{ last: 2 }])).toEqual([]);
  expect(outlived([whole(1), whole(2), half(3), whole(4), half(5)], [{ last: 2 }])).toEqual([1, 3]);
  expect(outlived([half(1), half(2)], [{ last: 1 }])).toEqual([]);
  expect(outlived([half(1), whole(2)], [{}])).toEqual([]);
});
