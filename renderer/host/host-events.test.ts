import { expect, test } from "vitest";
import type { BackstayEvent, NumberedEvent } from "../../shared/api/events.ts";
import { BackstayEvent as EventSchema } from "../../shared/api/events.ts";
import { methods } from "../../shared/api/methods.ts";
import { isOldAfter, methodsOldAfter } from "./event-invalidation.ts";
import { createEventSequence } from "./event-sequence.ts";
import { reconnectDelayMs } from "./reconnect-delay.ts";

const event = (number: number) => ({ number, event: { type: "plans" } }) as NumberedEvent;

test("a number that was left out, or that fell, is a gap; the first one is none", () => {
  const sequence = createEventSequence();
  expect([7, 8, 10, 11, 1, 2].map((number) => sequence.isGapBefore(event(number)))).toEqual([
    false,
    false,
    true,
    false,
    true,
    false,
  ]);
  sequence.reset();
  expect(sequence.isGapBefore(event(99))).toBe(false);
});

test("tries come later and later, up to ten seconds, and never at once", () => {
  expect([1, 2, 3, 10, 1000].map((attempts) => reconnectDelayMs(attempts, 0.999999))).toEqual([
    expect.closeTo(250, 0),
    expect.closeTo(500, 0),
    expect.closeTo(1000, 0),
    expect.closeTo(10_000, 0),
    expect.closeTo(10_000, 0),
  ]);
  expect(reconnectDelayMs(1, 0)).toBe(125);
});

test("every kind of event makes old only answers to methods that read", () => {
  for (const option of EventSchema.options) {
    const type = option.shape.type.value;
    for (const name of methodsOldAfter({ type } as BackstayEvent)) {
      expect(methods[name].right, `${type} ${name}`).toBe("read");
    }
  }
});

test("progress, four times a second, asks nothing again", () => {
  expect(methodsOldAfter({ type: "progress" } as BackstayEvent)).toEqual([]);
});

test("a search index that is being filled makes no folder old, and one that is full only those of its repository", () => {
  const filling = (snapshotsIndexed: number) =>
    ({ type: "search-index", repositoryId: "a", snapshotsIndexed, snapshotsTotal: 9 }) as BackstayEvent;
  const folder = { repositoryId: "a", snapshotId: "s", path: "/" };
  expect(isOldAfter(filling(8), "restore.folder", folder)).toBe(false);
  expect(isOldAfter(filling(9), "restore.folder", folder)).toBe(true);
  expect(isOldAfter(filling(9), "restore.folder", { ...folder, repositoryId: "b" })).toBe(false);
  expect(isOldAfter(filling(8), "restore.search", folder)).toBe(true);
  expect(isOldAfter(filling(9), "restore.versions", folder)).toBe(false);
});

test("an event of one job makes the log of no other old, but every list of jobs", () => {
  const job = { type: "job", job: { id: "j" } } as BackstayEvent;
  expect(isOldAfter(job, "jobs.log", { jobId: "j", afterNumber: 0, limit: 9 })).toBe(true);
  expect(isOldAfter(job, "jobs.log", { jobId: "k", afterNumber: 0, limit: 9 })).toBe(false);
  expect(isOldAfter(job, "jobs.list", { kinds: null })).toBe(true);
  expect(isOldAfter(job, "overview.get", {})).toBe(true);
});
