import fc from "fast-check";
import { expect, test } from "vitest";
import { goModeFromStMode, stModeFromGoMode, typeFromStMode } from "./node-mode.ts";

// Go's numbers are from real restic trees.
test.each([
  [0o100644, 420, "file"],
  [0o040755, 2147484141, "dir"],
  [0o041777, 2148532735, "dir"],
  [0o120777, 134218239, "symlink"],
  [0o106755, 12583405, "file"],
  [0o060600, 67109248, "dev"],
  [0o020600, 69206400, "chardev"],
  [0o010644, 33554852, "fifo"],
  [0o140755, 16777709, "socket"],
])("st_mode %o is Go's %d, a %s, and back", (stMode, goMode, type) => {
  expect(goModeFromStMode(stMode)).toBe(goMode);
  expect(stModeFromGoMode(goMode)).toBe(stMode);
  expect(typeFromStMode(stMode)).toBe(type);
});

test("a type Unix has no word for is irregular", () => {
  expect(typeFromStMode(0o030644)).toBe("irregular");
  expect(goModeFromStMode(0o030644)).toBe(2 ** 19 + 0o644);
  expect(stModeFromGoMode(2 ** 19 + 0o644)).toBe(0o644);
});

test("any mode of a known type survives both ways", () => {
  const types = [0o100000, 0o040000, 0o120000, 0o060000, 0o020000, 0o010000, 0o140000];
  fc.assert(
    fc.property(fc.constantFrom(...types), fc.integer({ min: 0, max: 0o7777 }), (type, permissions) => {
      const goMode = goModeFromStMode(type + permissions);
      expect(goMode).toBeGreaterThanOrEqual(0);
      expect(stModeFromGoMode(goMode)).toBe(type + permissions);
    }),
  );
});
