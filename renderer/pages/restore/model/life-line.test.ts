import { expect, test } from "vitest";
import { layLifeLine, markWords } from "./life-line.ts";

const place = (timeMs: number) => timeMs / 10;

test("a line ends today while the file is there, else where it went", () => {
  const hit = { firstMs: 100, lastMs: 500, isGone: false, versionTimesMs: [300, 100] };
  expect(layLifeLine(hit, place, 90)).toEqual({ startX: 10, endX: 90, ticks: [10, 30], isGone: false });
  expect(layLifeLine({ ...hit, isGone: true }, place, 90).endX).toBe(50);
});

test("versions that would touch are one tick, and nothing leaves the picture", () => {
  const versionTimesMs = [100, 101, 105, 200, 5000, -40];
  const { ticks } = layLifeLine({ firstMs: -40, lastMs: 5000, isGone: true, versionTimesMs }, place, 90);
  expect(ticks).toEqual([0, 10, 20, 90]);
});

test("words are marked whatever their case, and signs mean only themselves", () => {
  expect(markWords("Offer Brandt.pdf", "brandt")).toEqual([
    { text: "Offer ", isHit: false },
    { text: "Brandt", isHit: true },
    { text: ".pdf", isHit: false },
  ]);
  expect(markWords("a+b (1).txt", "(1) a+b").filter(({ isHit }) => isHit)).toHaveLength(2);
  expect(markWords("合同文件.txt", "合同")[0]).toEqual({ text: "合同", isHit: true });
  expect(markWords("abc", " ")).toEqual([{ text: "abc", isHit: false }]);
});
