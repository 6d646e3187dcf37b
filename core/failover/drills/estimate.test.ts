import { expect, test } from "vitest";
import { estimateFullRestore } from "./estimate.ts";
import { randomFrom } from "./random.ts";

/** Parts that cost half a second each, 2 ms a file and 10 ns a byte, give or take some of it. */
function parts(noise: number) {
  const random = randomFrom(`noise ${noise}`);
  const shapes = [
    ...[
      [20, 200_000],
      [20, 150_000],
      [30, 4_000_000],
      [25, 6_000_000],
    ],
    ...[
      [5, 80_000_000],
      [4, 60_000_000],
      [2, 200_000_000],
      [1, 150_000_000],
    ],
  ] as const;
  return shapes.map(([files, bytes]) => {
    const seconds = 0.5 + files * 0.002 + bytes * 1e-8;
    return { files, bytes, seconds: seconds * (1 + (noise * (random.below(2001) - 1000)) / 1000) };
  });
}
const ALL = { files: 100_000, bytes: 500_000_000_000 };
const TRUE_SECONDS = 0.5 + 200 + 5000;

test("costs that are what they seem give the time of everything, and hardly an error", () => {
  const estimate = estimateFullRestore(parts(0), ALL, 3);
  expect(estimate?.seconds).toBeCloseTo(TRUE_SECONDS + 3, 3);
  expect(estimate?.highSeconds).toBeCloseTo(TRUE_SECONDS + 3, 3);
  expect(estimate?.lowSeconds).toBeCloseTo(TRUE_SECONDS + 3, 3);
});

test("the bounds grow with the noise, and hold the truth nearly always", () => {
  let held = 0;
  let width = 0;
  for (let n = 0; n < 200; n += 1) {
    const estimate = estimateFullRestore(parts(0.1 + n / 1e6), ALL, 0);
    if (estimate === undefined) throw new Error("there is no estimate");
    if (estimate.lowSeconds <= TRUE_SECONDS && TRUE_SECONDS <= estimate.highSeconds) held += 1;
    width += estimate.highSeconds - estimate.lowSeconds;
    expect(estimate.lowSeconds).toBeGreaterThanOrEqual(0);
  }
  expect(held).toBeGreaterThan(170);
  expect(width / 200).toBeGreaterThan(100);
});

test("too little to tell is told as nothing, and what is odd gives no nonsense", () => {
  expect(estimateFullRestore(parts(0).slice(0, 2), ALL, 0)).toBeUndefined();
  const same = Array.from({ length: 4 }, () => ({ files: 3, bytes: 3, seconds: 1 }));
  const estimate = estimateFullRestore(same, { files: 3, bytes: 3 }, 0);
  expect(estimate?.seconds).toBeCloseTo(1);
  const none = Array.from({ length: 4 }, () => ({ files: 0, bytes: 0, seconds: 0 }));
  expect(estimateFullRestore(none, ALL, 0)).toEqual({ seconds: 0, lowSeconds: 0, highSeconds: 0 });
});
