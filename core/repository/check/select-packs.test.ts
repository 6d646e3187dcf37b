import { expect, test } from "vitest";
import type { PackId } from "../../../shared/ids.ts";
import type { InventoriedPack } from "../inventory/pack-inventory.ts";
import { type ReadData, selectPacks } from "./select-packs.ts";

const packs: readonly InventoriedPack[] = Array.from({ length: 256 }, (_, n) => ({
  id: n.toString(16).padStart(2, "0").padEnd(64, "0") as PackId,
  number: n + 1,
  fileBytes: 100,
  indexedBytes: 100,
  blobs: 1,
  treeBlobs: n === 7 ? 1 : 0,
  hasGaps: false,
}));

const select = (readData: ReadData) => selectPacks(packs, readData, Math.random);

test("always reads packs with trees", () => {
  expect(select({ kind: "none" })).toEqual([packs[7]]);
});

test("the parts of a subset are all packs together, each once", () => {
  const parts = [1, 2, 3].flatMap((part) => select({ kind: "part", part, of: 3 }));
  const withoutTrees = parts.filter(({ treeBlobs }) => treeBlobs === 0).map(({ number }) => number);
  expect(withoutTrees.toSorted((a = 0, b = 0) => a - b)).toEqual(
    packs.filter(({ treeBlobs }) => treeBlobs === 0).map(({ number }) => number),
  );
});

test("a part holds the packs whose first byte, divided by the number of parts, leaves its number less one", () => {
  const part = select({ kind: "part", part: 2, of: 128 });
  expect(part.map(({ id }) => id.slice(0, 2))).toEqual(["01", "07", "81"]);
});

test("a percentage and a number of bytes choose so many packs, at least one", () => {
  const chosen = (readData: ReadData) => select(readData).filter(({ treeBlobs }) => treeBlobs === 0).length;
  for (const share of [chosen({ kind: "percent", percent: 50 }), chosen({ kind: "bytes", bytes: 12_800 })]) {
    expect(share).toBeGreaterThanOrEqual(127); // one of the 128 may be the pack with trees
    expect(share).toBeLessThanOrEqual(128);
  }
  expect(selectPacks(packs.slice(0, 5), { kind: "percent", percent: 0.1 }, Math.random)).toHaveLength(1);
});
