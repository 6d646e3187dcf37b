import { expect, test } from "vitest";
import type { PackId } from "../../../shared/ids.ts";
import { type DecideOptions, decidePacks } from "./decide-packs.ts";
import type { PackUse } from "./prune-report.ts";

const MIB = 1024 * 1024;

/** A pack of 16 blobs of 1 MiB. */
function pack(number: number, keptBlobs: number, rest: Partial<PackUse> = {}): PackUse {
  const id = String(number).padStart(64, "0") as PackId;
  return {
    id,
    number,
    blobs: 16,
    blobBytes: 16 * MIB,
    treeBlobs: 0,
    keptBlobs,
    keptBytes: keptBlobs * MIB,
    ...rest,
  };
}

function decide(packs: readonly PackUse[], options: DecideOptions) {
  const { keep, repack, remove } = decidePacks(packs, options);
  const numbers = (some: readonly PackUse[]) => some.map(({ number }) => number);
  return { keep: numbers(keep), repack: numbers(repack), remove: numbers(remove) };
}

const packs = [pack(1, 16), pack(2, 15), pack(3, 8), pack(4, 0), pack(5, 2)];

test("repacks the most wasteful packs until what is left is within the limit", () => {
  const bytes = (limit: number): DecideOptions => ({ maxUnused: { kind: "bytes", bytes: limit * MIB } });
  expect(decide(packs, bytes(0))).toEqual({ keep: [1], repack: [5, 3, 2], remove: [4] });
  expect(decide(packs, bytes(1))).toEqual({ keep: [1, 2], repack: [5, 3], remove: [4] });
  expect(decide(packs, bytes(9))).toEqual({ keep: [1, 2, 3], repack: [5], remove: [4] });
});

test("a percentage is one of what the repository holds afterwards", () => {
  // 41 MiB are used: with 9 MiB unused, 18 % of 50 MiB would be
  const percent = (limit: number): DecideOptions => ({ maxUnused: { kind: "percent", percent: limit } });
  expect(decide(packs, percent(18)).repack).toEqual([5]);
  expect(decide(packs, percent(17.9)).repack).toEqual([5, 3]);
});

test("without a limit only packs nobody needs go", () => {
  expect(decide(packs, { maxUnused: { kind: "unlimited" } })).toEqual({
    keep: [1, 2, 3, 5],
    repack: [],
    remove: [4],
  });
});

test("never repacks more than allowed", () => {
  const options = { maxUnused: { kind: "bytes", bytes: 0 }, maxRepackBytes: 40 * MIB } as const;
  expect(decide(packs, options).repack).toEqual([5, 3]);
});

test("always repacks packs that mix data and trees", () => {
  const mixed = [pack(1, 16), pack(2, 16, { treeBlobs: 3 }), pack(3, 16, { treeBlobs: 16 })];
  expect(decide(mixed, { maxUnused: { kind: "unlimited" } }).repack).toEqual([2]);
});

test("joins small packs when there are ten of them", () => {
  const small = Array.from({ length: 10 }, (_, n) => pack(n, 1, { blobs: 1, blobBytes: MIB }));
  const options = { maxUnused: { kind: "unlimited" } } as const;
  expect(decide(small, options).repack).toHaveLength(10);
  expect(decide(small.slice(1), options).repack).toEqual([]);
});
