import { expect, test } from "vitest";
import { createSettling } from "./settling.ts";

const settling = () => createSettling(5_000, 45_000);

test("changes settle when nothing changed for a while", () => {
  const changes = settling();
  expect(changes.takeSettled(0)).toBe(false);
  changes.note(1_000);
  changes.note(4_000);
  expect([changes.takeSettled(8_999), changes.isPending]).toEqual([false, true]);
  expect([changes.takeSettled(9_000), changes.isPending]).toEqual([true, false]);
  expect(changes.takeSettled(99_000)).toBe(false);
});

test("what never comes to rest is taken all the same", () => {
  const changes = settling();
  const settledMs: number[] = [];
  for (let nowMs = 0; nowMs <= 120_000; nowMs += 1_000) {
    changes.note(nowMs);
    if (changes.takeSettled(nowMs)) settledMs.push(nowMs);
  }
  expect(settledMs).toEqual([45_000, 91_000]);
});

test("a clock that goes back holds nothing up", () => {
  const changes = settling();
  changes.note(1_000_000);
  expect(changes.takeSettled(10)).toBe(true);
});
