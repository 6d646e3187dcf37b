import { expect, test } from "vitest";
import { checkStore, listed, nameFor, writePack } from "../../test/support/check-store.ts";
import { createPause } from "../jobs/pause.ts";
import { openMemoryStore } from "./memory.ts";
import { pausable } from "./pausable-store.ts";

checkStore("pausable memory", async () => pausable(openMemoryStore(), createPause()));

const BYTES = Uint8Array.of(1, 2, 3);

/** Lets everything run that waits for nothing. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test("a paused store neither reads nor writes, and goes on where it was", async () => {
  const memory = openMemoryStore();
  const pause = createPause();
  const store = pausable(memory, pause);
  const id = await writePack(store, BYTES);
  pause.set(true);
  const done: string[] = [];
  const read = store.read("pack", id).then(() => done.push("read"));
  const write = store.write("index", nameFor("index", BYTES), BYTES).then(() => done.push("write"));
  await settled();
  expect(done).toEqual([]);
  expect(await listed(memory, "index")).toEqual([]);
  pause.set(false);
  await Promise.all([read, write]);
  expect(await listed(memory, "index")).toHaveLength(1);
});

test("locks are refreshed during a pause", async () => {
  const memory = openMemoryStore();
  const pause = createPause();
  pause.set(true);
  await pausable(memory, pause).write("lock", nameFor("lock", BYTES), BYTES);
  expect(await listed(memory, "lock")).toHaveLength(1);
});

test("what waits in a pause can be called off", async () => {
  const pause = createPause();
  const stop = new AbortController();
  pause.set(true);
  const waiting = pausable(openMemoryStore(), pause).read("config", "config", undefined, stop.signal);
  stop.abort(new Error("enough"));
  await expect(waiting).rejects.toThrow("enough");
});

test("a pause that follows at once on another one still holds", async () => {
  const pause = createPause();
  pause.set(true);
  let isOpen = false;
  const waiting = pause.whenOpen(undefined).then(() => {
    isOpen = true;
  });
  pause.set(false);
  pause.set(true);
  await settled();
  expect(isOpen).toBe(false);
  pause.set(false);
  await waiting;
});
