import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openLocalStore } from "../../core/storage/local.ts";
import { openMemoryStore } from "../../core/storage/memory.ts";
import type { Store } from "../../core/storage/store.ts";
import { checkStore, listed, nameFor, rejectsWith, writePack } from "./check-store.ts";
import { countWrites, failAfter } from "./faulty-store.ts";
import { tempFolder } from "./temp-folder.ts";

checkStore("a faulty store whose time has not come", async () => failAfter(1_000_000, openMemoryStore()));

const A = Uint8Array.of(1, 2, 3, 4);
const B = Uint8Array.of(5, 6, 7, 8);

/** Three mutating operations. */
async function work(store: Store): Promise<void> {
  const id = await writePack(store, A);
  await writePack(store, B);
  await store.remove("pack", id);
}

describe("failAfter", () => {
  test.each([
    { passed: 0, moment: "before", packs: [] },
    { passed: 0, moment: "after", packs: [A] },
    { passed: 1, moment: "before", packs: [A] },
    { passed: 1, moment: "torn", packs: [A] },
    { passed: 2, moment: "before", packs: [A, B] },
    { passed: 2, moment: "after", packs: [B] },
  ] as const)(
    "stops $moment the operation that follows $passed others",
    async ({ passed, moment, packs }) => {
      const below = openMemoryStore();
      await rejectsWith("STORE_FAILED", work(failAfter(passed, below, { moment })));
      const names = (await listed(below, "pack")).map((file) => file.name);
      expect(names.sort()).toEqual(packs.map((bytes) => nameFor("pack", bytes)).sort());
    },
  );

  test("fails everything after the first failure", async () => {
    const below = openMemoryStore();
    const store = failAfter(1, below);
    const id = await writePack(store, A);
    await rejectsWith("STORE_FAILED", writePack(store, B));
    await rejectsWith("STORE_FAILED", store.read("pack", id));
    await rejectsWith("STORE_FAILED", store.size("pack", id));
    await rejectsWith("STORE_FAILED", store.remove("pack", id));
    await rejectsWith("STORE_FAILED", listed(store, "pack"));
    await rejectsWith("STORE_FAILED", store.create());
    expect(await store.asAfterPowerCut().read("pack", id)).toEqual(A);
  });

  test("lets all pass when there are no more operations than allowed", async () => {
    await work(failAfter(3, openMemoryStore()));
  });

  test("leaves half a file under a temporary name in a folder, where no listing shows it", async () => {
    const folder = await tempFolder();
    const below = openLocalStore(folder);
    await below.create();
    const leaveTorn = (_kind: string, _name: string, half: Uint8Array) =>
      writeFile(join(folder, "data", "00", ".tmp-torn"), half);
    await rejectsWith("STORE_FAILED", work(failAfter(1, below, { moment: "torn", leaveTorn })));
    expect(await listed(below, "pack")).toEqual([{ name: nameFor("pack", A), sizeBytes: A.length }]);
  });
});

test("countWrites counts writes and removals", async () => {
  expect(await countWrites(openMemoryStore(), work)).toBe(3);
});
