import { expect, test } from "vitest";
import { BackstayError } from "../../shared/errors.ts";
import { checkStore, listed, nameFor, writePack } from "../../test/support/check-store.ts";
import { openMemoryStore } from "./memory.ts";
import { type RetryOptions, retrying } from "./retrying-store.ts";
import type { Store } from "./store.ts";

checkStore("retrying memory", async () => retrying(openMemoryStore()));

const BYTES = Uint8Array.of(1, 2, 3);
const CUT = new BackstayError("STORE_UNREACHABLE", { location: "memory", reason: "closed" });
const DENIED = new BackstayError("STORE_DENIED", { location: "memory", operation: "write" });

/** A place whose next calls fail, and time that only passes by waiting. */
function trouble(options: RetryOptions = {}) {
  const memory = openMemoryStore();
  const failures: Error[] = [];
  const waits: number[] = [];
  let now = 0;
  const failing = async () => {
    const next = failures.shift();
    if (next !== undefined) throw next;
  };
  const below: Store = {
    ...memory,
    read: async (...args) => failing().then(() => memory.read(...args)),
    write: async (...args) => {
      await memory.write(...args); // it was stored, and nobody heard of it
      await failing();
    },
    async *list(kind, signal) {
      let count = 0;
      for await (const file of memory.list(kind, signal)) {
        if (count++ === 2) await failing();
        yield file;
      }
    },
  };
  const store = retrying(below, {
    nowMs: () => now,
    random: () => 0.5,
    wait: async (ms) => {
      waits.push(ms);
      now += ms;
    },
    ...options,
  });
  return { memory, store, waits, failures };
}

test("what was cut off is done again, after waiting longer each time", async () => {
  const { store, waits, failures, memory } = trouble();
  await writePack(store, Uint8Array.of(0));
  failures.push(CUT, CUT, CUT);
  const id = await writePack(store, BYTES);
  expect(await memory.read("pack", id)).toEqual(BYTES);
  expect(waits).toEqual([500, 1000, 2000]);
});

const REFUSED = new BackstayError("STORE_WRITE_REFUSED", { location: "memory", said: "500" });

test("a write that is refused after it was cut off is tried again a few times: the server may still be clearing away", async () => {
  const { store, waits, failures, memory } = trouble();
  await writePack(store, Uint8Array.of(0));
  failures.push(CUT, REFUSED, REFUSED, REFUSED);
  const id = await writePack(store, BYTES);
  expect(await memory.read("pack", id)).toEqual(BYTES);
  expect(waits).toHaveLength(4);
  failures.push(CUT, REFUSED, REFUSED, REFUSED, REFUSED);
  await expect(writePack(store, Uint8Array.of(4))).rejects.toBe(REFUSED);
  expect(failures).toEqual([]);
});

test("a write that is refused at once is not tried again", async () => {
  const { store, waits, failures } = trouble();
  await writePack(store, Uint8Array.of(0));
  failures.push(REFUSED);
  await expect(writePack(store, BYTES)).rejects.toBe(REFUSED);
  expect(waits).toEqual([]);
});

test("waits are spread, so that many do not come back in step", async () => {
  const { store, waits, failures } = trouble({ random: () => 0.999 });
  const id = await writePack(store, BYTES);
  failures.push(CUT);
  await store.read("pack", id);
  expect(waits[0]).toBeCloseTo(749.5);
});

test("a place that stays away is given up after a while, with its own error", async () => {
  const { store, waits, failures } = trouble({ giveUpAfterMs: 60_000 });
  const id = await writePack(store, BYTES);
  failures.push(...Array(100).fill(CUT));
  await expect(store.read("pack", id)).rejects.toBe(CUT);
  const total = waits.reduce((sum, ms) => sum + ms, 0);
  expect(total).toBeLessThanOrEqual(60_000);
  expect(total).toBeGreaterThan(30_000);
});

test("a place that never answered is asked once", async () => {
  const { store, waits, failures } = trouble();
  failures.push(CUT);
  await expect(store.read("config", "config")).rejects.toBe(CUT);
  expect(waits).toEqual([]);
});

test("that a file is missing is an answer", async () => {
  const { store, failures } = trouble();
  await expect(store.read("config", "config")).rejects.toMatchObject({ code: "OBJECT_MISSING" });
  failures.push(CUT);
  await expect(store.read("config", "config")).rejects.toMatchObject({ code: "OBJECT_MISSING" });
});

test("what was refused is not asked for again", async () => {
  const { store, waits, failures } = trouble();
  const id = await writePack(store, BYTES);
  failures.push(DENIED);
  await expect(store.read("pack", id)).rejects.toBe(DENIED);
  expect(waits).toEqual([]);
});

test("that a place is away is told once, until it has answered", async () => {
  const told: Error[] = [];
  const { store, failures } = trouble({ onOutage: (error) => void told.push(error) });
  const id = await writePack(store, BYTES);
  failures.push(CUT, CUT, CUT);
  await Promise.all([store.read("pack", id), store.read("pack", id)]);
  expect(told).toEqual([CUT]);
  failures.push(CUT);
  await store.read("pack", id);
  expect(told).toEqual([CUT, CUT]);
});

test("a list that breaks off goes on, and names nothing twice", async () => {
  const { store, waits, failures } = trouble();
  const ids = await Promise.all([1, 2, 3, 4].map((n) => writePack(store, Uint8Array.of(n))));
  failures.push(CUT, CUT);
  expect((await listed(store, "pack")).map(({ name }) => name).sort()).toEqual(ids.sort());
  expect(waits).toHaveLength(2);
});

test("waiting can be called off", async () => {
  const stop = new AbortController();
  const { store, failures } = trouble({
    wait: async () => stop.abort(new Error("enough")),
  });
  const id = await writePack(store, BYTES);
  failures.push(CUT);
  await expect(store.read("pack", id, undefined, stop.signal)).rejects.toThrow("enough");
  expect(nameFor("pack", BYTES)).toBe(id);
});
