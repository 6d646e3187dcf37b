import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rawPathFromText } from "../../platform/raw-path.ts";
import { randomFrom } from "./random.ts";
import { allocate, choose, createSampler } from "./sample.ts";
import { ageClassOf, sizeClassOf } from "./strata.ts";

const DAY_NS = 24n * 3_600n * 1_000_000_000n;
const NOW_NS = 20_000n * DAY_NS;
const fileOf = (name: string, sizeBytes: number, ageDays = 0n) => ({
  path: rawPathFromText(`/${name}`),
  ...{ sizeBytes, mtimeNs: NOW_NS - ageDays * DAY_NS, ctimeNs: 0n },
});

test("files are told apart by size and by how long ago they were changed", () => {
  expect([0, 1, 16_383, 16_384, 524_288, 16_777_216, 268_435_456].map(sizeClassOf)).toEqual([
    ...["empty", "tiny", "tiny", "small", "medium", "large", "huge"],
  ]);
  expect([-1n, 0n, 29n, 30n, 364n, 365n].map((days) => ageClassOf(NOW_NS - days * DAY_NS, NOW_NS))).toEqual([
    ...["month", "month", "month", "year", "year", "older"],
  ]);
});

test("each file of a stratum is drawn first equally often, wherever it lies", () => {
  const firsts = new Map<string, number>();
  for (let n = 0; n < 4000; n += 1) {
    const sampler = createSampler(randomFrom(`seed ${n}`), NOW_NS, 3);
    for (let k = 0; k < 10; k += 1) sampler.add(fileOf(`${k}`, 100));
    const [drawn] = sampler.strata()[0]?.drawn ?? [];
    firsts.set(drawn?.path ?? "", (firsts.get(drawn?.path ?? "") ?? 0) + 1);
  }
  // 400 each are expected, with a deviation of 19
  expect([...firsts.values()].every((count) => count > 300 && count < 500)).toBe(true);
  expect(firsts.size).toBe(10);
});

test("the same seed draws the same files", () => {
  const drawn = (seed: string) => {
    const sampler = createSampler(randomFrom(seed), NOW_NS, 5);
    for (let n = 0; n < 1000; n += 1) sampler.add(fileOf(`${n}`, n * 50));
    return sampler.strata().flatMap((stratum) => stratum.drawn.map(({ path }) => path));
  };
  expect(drawn("0badcafe")).toEqual(drawn("0badcafe"));
  expect(drawn("0badcafe")).not.toEqual(drawn("0badcaff"));
});

describe("how many of each stratum are tried", () => {
  test("one of each, and the rest by what it holds of all files and bytes", () => {
    const strata = [
      { files: 900, bytes: 1_000 },
      { files: 100, bytes: 1_000 },
      { files: 1, bytes: 998_000 },
      { files: 5, bytes: 0 },
    ];
    expect(allocate(strata, 20)).toEqual([17, 1, 1, 1]);
    expect(allocate(strata, 2)).toEqual([1, 0, 1, 0]);
  });

  test("never more than there are, never more than asked for, and all that can be", () => {
    const stratum = fc.record({ files: fc.integer({ min: 1, max: 50 }), bytes: fc.nat(1_000_000) });
    fc.assert(
      fc.property(
        fc.array(stratum, { minLength: 1, maxLength: 18 }),
        fc.integer({ min: 1, max: 200 }),
        (strata, most) => {
          const counts = allocate(strata, most);
          const all = strata.reduce((sum, { files }) => sum + files, 0);
          expect(counts.every((count, n) => count >= 0 && count <= (strata[n]?.files ?? 0))).toBe(true);
          expect(counts.reduce((sum, count) => sum + count, 0)).toBe(Math.min(most, all));
          if (most >= strata.length) expect(counts.every((count) => count > 0)).toBe(true);
        },
      ),
    );
  });
});

test("what has no room is left out, and takes no other stratum's place", () => {
  const stratum = (sizes: readonly number[]) => ({
    ...({ size: "tiny", age: "month", files: sizes.length, bytes: 0 } as const),
    drawn: sizes.map((size, n) => fileOf(`${size} ${n}`, size)),
  });
  const { chosen, leftOut } = choose(
    [stratum([10, 10, 10]), stratum([1000]), stratum([50, 50])],
    [3, 1, 2],
    120,
  );
  expect(chosen.map((files) => files.map(({ sizeBytes }) => sizeBytes))).toEqual([[10, 10], [], [50, 50]]);
  expect(leftOut).toBe(2);
});
