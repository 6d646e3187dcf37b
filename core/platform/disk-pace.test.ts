import { expect, test } from "vitest";
import { createDiskPace } from "./disk-pace.ts";

const PIECE_BYTES = 4 * 1024 * 1024;
const FAST_MS = 5;
const SLOW_MS = 100;

/** @returns for each of these pieces whether it went past the cache, on a disk that takes this long for one that did */
function pieces(pace: ReturnType<typeof createDiskPace>, count: number, milliseconds: number): boolean[] {
  return Array.from({ length: count }, () => {
    const isDirect = pace.isNextDirect();
    if (isDirect) pace.took(PIECE_BYTES, milliseconds);
    return isDirect;
  });
}

test("a disk that keeps up gets every piece past the cache", () => {
  expect(pieces(createDiskPace(), 50, FAST_MS)).not.toContain(false);
});

test("a slow disk is asked less and less often, but asked", () => {
  const asked = pieces(createDiskPace(), 1000, SLOW_MS).flatMap((isDirect, n) => (isDirect ? [n] : []));
  const pauses = asked.slice(1).map((piece, n) => piece - (asked[n] ?? 0) - 1);
  expect(pauses.slice(0, 7)).toEqual([2, 4, 8, 16, 32, 64, 64]);
});

test("a disk that was slow once is used again as soon as it keeps up", () => {
  const pace = createDiskPace();
  pieces(pace, 1, SLOW_MS);
  expect(pieces(pace, 6, FAST_MS)).toEqual([false, false, true, true, true, true]);
  pieces(pace, 1, SLOW_MS);
  expect(pieces(pace, 3, FAST_MS)).toEqual([false, false, true]);
});

test("a disk that was slow for long is not trusted for one quick answer", () => {
  const pace = createDiskPace();
  pieces(pace, 200, SLOW_MS);
  while (!pace.isNextDirect());
  pace.took(PIECE_BYTES, FAST_MS);
  pace.took(PIECE_BYTES, SLOW_MS);
  expect(pieces(pace, 33, FAST_MS).indexOf(true)).toBe(32);
});

test("a small piece is not slow for the time that any needs", () => {
  const pace = createDiskPace();
  pace.took(4096, FAST_MS);
  expect(pace.isNextDirect()).toBe(true);
  pace.took(4096, 2 * FAST_MS);
  expect(pace.isNextDirect()).toBe(false);
});
