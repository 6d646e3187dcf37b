import { expect, test } from "vitest";
import { checkStore, nameFor, rejectsWith, writePack } from "../../test/support/check-store.ts";
import { measured } from "./measured-store.ts";
import { openMemoryStore } from "./memory.ts";
import type { Store } from "./store.ts";

checkStore("measured memory", async () => measured(openMemoryStore()));

const MIB = 1024 * 1024;

/** A place whose answers take as long as told, in time that passes only so. */
function slow(figures: { roundTripMs: number; msPerMib: number }) {
  const memory = openMemoryStore();
  let nowMs = 0;
  const take = (bytes: number) => {
    nowMs += figures.roundTripMs + (bytes / MIB) * figures.msPerMib;
  };
  const below: Store = {
    ...memory,
    size: async (...args) => memory.size(...args).finally(() => take(0)),
    read: async (...args) => {
      const bytes = await memory.read(...args);
      take(bytes.length);
      return bytes;
    },
    write: async (...args) => {
      take(args[2].length);
      await memory.write(...args);
    },
  };
  return { store: measured(below, () => nowMs), figures };
}

test("nothing is known of a place that has not answered", async () => {
  const { store } = slow({ roundTripMs: 20, msPerMib: 100 });
  expect(store.figures()).toEqual({
    roundTripMs: undefined,
    spreadMs: undefined,
    downBytesPerSecond: undefined,
    upBytesPerSecond: undefined,
    answers: 0,
  });
  expect(store.expectedReadMs(MIB)).toBeUndefined();
  await rejectsWith("OBJECT_MISSING", store.size("pack", nameFor("pack", new Uint8Array(1))));
  expect(store.figures().answers).toBe(0); // what fails tells nothing
});

test("round trips and speed are told apart", async () => {
  const { store } = slow({ roundTripMs: 20, msPerMib: 100 });
  const id = await writePack(store, new Uint8Array(8 * MIB));
  for (let n = 0; n < 5; n++) await store.size("pack", id);
  expect(store.expectedReadMs(100)).toBeCloseTo(20);
  expect(store.expectedReadMs(MIB)).toBeUndefined();
  await store.read("pack", id);
  const { roundTripMs, downBytesPerSecond, upBytesPerSecond } = store.figures();
  expect(roundTripMs).toBeCloseTo(20);
  expect(downBytesPerSecond).toBeCloseTo(10 * MIB, -3);
  expect(upBytesPerSecond).toBeGreaterThan(9 * MIB);
  expect(store.expectedReadMs(MIB)).toBeCloseTo(120);
});

test("the last answers count most, and how much they differ is known", async () => {
  const { store, figures } = slow({ roundTripMs: 10, msPerMib: 100 });
  const id = await writePack(store, new Uint8Array(100));
  for (let n = 0; n < 30; n++) await store.size("pack", id);
  expect(store.figures().spreadMs).toBeLessThan(1);
  figures.roundTripMs = 200;
  await store.size("pack", id);
  expect(store.figures().roundTripMs).toBeCloseTo(48);
  expect(store.figures().spreadMs).toBeGreaterThan(30);
  for (let n = 0; n < 30; n++) await store.read("pack", id, { offset: 0, length: 10 });
  expect(store.figures().roundTripMs).toBeGreaterThan(199);
});
