import { expect, test } from "vitest";
import { beginRound, nextPartMs, roundEndMs, roundNow, withPartRead } from "./reading-round.ts";

const DAY = 24 * 3_600_000;
const START = Date.UTC(2026, 0, 1);

test("a round that nothing keeps reads a part a day, and everything within its days", () => {
  let round = beginRound(30, START);
  let nowMs = START;
  const readAt: number[] = [];
  while (readAt.length < 31) {
    nowMs = Math.max(nowMs, nextPartMs(round, nowMs));
    readAt.push(nowMs);
    round = withPartRead({ ...round, askedMs: nowMs }, nowMs);
    if (readAt.length === 30)
      expect(round).toMatchObject({ partsRead: 0, allReadMs: START + 30 * DAY, beganMs: START + 30 * DAY });
  }
  expect(readAt.slice(0, 30)).toEqual(Array.from({ length: 30 }, (_, n) => START + (n + 1) * DAY));
  expect(readAt[30]).toBe(START + 31 * DAY);
});

test("days that were missed are made up for, four parts a day, so that the round ends in time", () => {
  let round = beginRound(30, START);
  let nowMs = START + 26 * DAY; // four weeks on holiday
  let parts = 0;
  while (parts < 30) {
    nowMs = Math.max(nowMs, nextPartMs(round, nowMs));
    round = withPartRead({ ...round, askedMs: nowMs }, nowMs);
    parts += 1;
  }
  expect(round.allReadMs).toBe(nowMs);
  expect(nowMs).toBeLessThan(START + 34 * DAY);
  expect(roundEndMs({ parts: 30, beganMs: START })).toBe(START + 30 * DAY);
});

test("a part that failed is tried again after some hours", () => {
  const round = { ...beginRound(30, START), askedMs: START + DAY };
  expect(nextPartMs(round, START + DAY + 1)).toBe(START + DAY + 6 * 3_600_000);
});

test("another length and a clock that was put back begin the round anew, and forget not when all was read", () => {
  const round = { ...beginRound(30, START), partsRead: 7, allReadMs: START - DAY, askedMs: START + 7 * DAY };
  expect(roundNow(round, 30, START + 8 * DAY)).toBe(round);
  expect(roundNow(round, 60, START + 8 * DAY)).toMatchObject({
    parts: 60,
    partsRead: 0,
    allReadMs: START - DAY,
  });
  const back = roundNow(round, 30, START - 400 * DAY);
  expect(back).toMatchObject({ partsRead: 0, beganMs: START - 400 * DAY });
  expect(nextPartMs(back, START - 400 * DAY)).toBe(START - 399 * DAY); // not in a year
});
