import { expect, test } from "vitest";
import { moveByKey } from "./move-by-key.ts";

test("keys stay within the list", () => {
  expect(moveByKey("ArrowDown", -1, 5, 3)).toBe(0);
  expect(moveByKey("ArrowUp", -1, 5, 3)).toBe(4);
  expect(moveByKey("ArrowUp", 0, 5, 3)).toBe(0);
  expect(moveByKey("ArrowDown", 4, 5, 3)).toBe(4);
  expect(moveByKey("PageDown", 0, 5, 3)).toBe(2);
  expect(moveByKey("PageUp", 4, 5, 3)).toBe(2);
  expect(moveByKey("End", 0, 100_000, 20)).toBe(99_999);
});

test("other keys, names of prototypes among them, and empty lists move nothing", () => {
  expect(moveByKey("a", 0, 5, 3)).toBeUndefined();
  expect(moveByKey("toString", 0, 5, 3)).toBeUndefined();
  expect(moveByKey("End", -1, 0, 3)).toBeUndefined();
});
