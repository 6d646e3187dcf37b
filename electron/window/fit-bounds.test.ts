import { expect, test } from "vitest";
import { fitBounds } from "./fit-bounds.ts";

const screen = { x: 0, y: 30, width: 1920, height: 1050 };
const left = { x: -1280, y: 0, width: 1280, height: 1024 };

test("the first time the window stands in the middle", () => {
  expect(fitBounds(null, [screen])).toEqual({ x: 240, y: 105, width: 1440, height: 900 });
});

test("it opens where it was, on another screen too", () => {
  const saved = { x: -1200, y: 50, width: 1100, height: 800 };
  expect(fitBounds(saved, [screen, left])).toEqual(saved);
});

test("when that screen is gone it comes to the first one", () => {
  expect(fitBounds({ x: -1200, y: 50, width: 1100, height: 800 }, [screen])).toEqual(
    fitBounds(null, [screen]),
  );
});

test.each([
  { x: 1900, y: 100, width: 1100, height: 800 },
  { x: 100, y: -500, width: 1100, height: 800 },
  { x: 100, y: 1079, width: 1100, height: 800 },
])("a title bar that nobody could take hold of is no place: $x, $y", (saved) => {
  expect(fitBounds(saved, [screen])).toEqual(fitBounds(null, [screen]));
});

test("it is as large as the screen at most, and never smaller than the pages need", () => {
  expect(fitBounds({ x: 0, y: 30, width: 5000, height: 4000 }, [screen])).toMatchObject({
    width: 1920,
    height: 1050,
  });
  expect(fitBounds({ x: 0, y: 30, width: 100, height: 10 }, [screen])).toMatchObject({
    width: 1024,
    height: 700,
  });
  expect(fitBounds(null, [{ x: 0, y: 0, width: 800, height: 600 }])).toMatchObject({
    x: 0,
    y: 0,
    width: 1024,
    height: 700,
  });
});

test("without any screen there is still a window", () => {
  expect(fitBounds(null, [])).toMatchObject({ width: 1440, height: 900 });
});
