import { expect, test } from "vitest";
import { type TypedPrefix, typeAhead } from "./type-ahead.ts";

const type = (...keys: readonly (readonly [key: string, atMs: number])[]) =>
  keys.reduce<TypedPrefix | undefined>(
    (typed, [key, atMs]) => typeAhead(typed, key, atMs) ?? typed,
    undefined,
  )?.text;

test("letters that follow quickly belong together", () => {
  expect(type(["o", 0], ["f", 200], ["f", 400])).toBe("off");
  expect(type(["o", 0], ["f", 2000])).toBe("f");
  expect(type(["合", 0], ["同", 100])).toBe("合同");
});

test("the same letter again stays one letter", () => {
  expect(type(["a", 0], ["a", 100], ["a", 200])).toBe("a");
});

test("keys that type nothing, and a space at the beginning, are no prefix", () => {
  expect(typeAhead(undefined, "ArrowDown", 0)).toBeUndefined();
  expect(typeAhead(undefined, " ", 0)).toBeUndefined();
  expect(type(["a", 0], [" ", 100], ["b", 200])).toBe("a b");
});
