import { describe, expect, test } from "vitest";
import { checkStore, listed, nameFor, rejectsWith, writePack } from "../../test/support/check-store.ts";
import { openMemoryStore } from "./memory.ts";

checkStore("memory", async () => openMemoryStore());

const BYTES = Uint8Array.of(1, 2, 3);
const INDEX = nameFor("index", BYTES);

describe("the memory store", () => {
  test("copies are independent of each other", async () => {
    const store = openMemoryStore();
    const id = await writePack(store, BYTES);
    const copy = store.copy();
    await store.remove("pack", id);
    await writePack(copy, Uint8Array.of(9));
    expect(await copy.read("pack", id)).toEqual(BYTES);
    expect(await listed(store, "pack")).toEqual([]);
  });

  test("a power cut may bring removed packs and locks back, but no other kind", async () => {
    const store = openMemoryStore();
    const id = await writePack(store, BYTES);
    await store.write("index", INDEX, BYTES);
    await store.remove("index", INDEX);
    await store.remove("pack", id);
    await rejectsWith("OBJECT_MISSING", store.read("pack", id));
    const after = store.asAfterPowerCut();
    expect(await after.read("pack", id)).toEqual(BYTES);
    await rejectsWith("OBJECT_MISSING", after.read("index", INDEX));
  });

  test("a pack written again after its removal is the new one after a power cut", async () => {
    const store = openMemoryStore();
    const id = await writePack(store, BYTES);
    await store.remove("pack", id);
    await store.write("pack", id, Uint8Array.of(7));
    expect(await store.asAfterPowerCut().read("pack", id)).toEqual(Uint8Array.of(7));
  });
});
