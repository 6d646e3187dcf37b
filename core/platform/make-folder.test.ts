import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { makeFolderWithParents } from "./make-folder.ts";

test("makes a folder with those above it, and leaves one that is there alone", async () => {
  const folder = await tempFolder();
  const path = join(folder, "a", "b", "c");
  expect(makeFolderWithParents(path, 0o700)).toEqual([join(folder, "a"), join(folder, "a", "b"), path]);
  expect(makeFolderWithParents(path, 0o700)).toEqual([]);
  expect(statSync(path).isDirectory()).toBe(true);
  expect(statSync(join(folder, "a")).mode & 0o777).toBe(0o700);
});

test("says so when a file is in the way", async () => {
  const folder = await tempFolder();
  mkdirSync(join(folder, "a"));
  writeFileSync(join(folder, "a", "file"), "");
  expect(() => makeFolderWithParents(join(folder, "a", "file"), 0o700)).toThrow(/EEXIST/);
  expect(() => makeFolderWithParents(join(folder, "a", "file", "b"), 0o700)).toThrow(/ENOTDIR/);
});

test.skipIf(process.platform !== "linux")("comes back with an error where nothing can be made", () => {
  expect(() => makeFolderWithParents("/proc/nope/cache", 0o700)).toThrow(/ENOENT/);
});
