import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createWakeFilter } from "./wake-filter.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "backstay-wake-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const none = { excludes: [], excludeCaches: false, ignoredFolders: [] };

test("what the patterns leave out is of no interest, with all that is below", () => {
  const { isOfInterest } = createWakeFilter({
    ...none,
    excludes: ["*.tmp", "node_modules", "/srv/Bücher/alt"],
  });
  const changed = ["/srv/a.tmp", "/srv/x/node_modules/y/z", "/srv/Bücher/alt/1", "/srv/Bücher/1", "/srv/tmp"];
  expect(changed.filter(isOfInterest)).toEqual(["/srv/Bücher/1", "/srv/tmp"]);
});

test("Backstay's own folders are of no interest, but those that are only called alike are", () => {
  const { isOfInterest, unwatched } = createWakeFilter({ ...none, ignoredFolders: ["/home/a/backstay"] });
  const changed = ["/home/a/backstay/catalog.db-wal", "/home/a/backstay", "/home/a/backstay2/x"];
  expect(changed.filter(isOfInterest)).toEqual(["/home/a/backstay2/x"]);
  expect(unwatched).toEqual(["/home/a/backstay"]);
});

test("caches are of no interest only when they are left out", () => {
  const cache = path.join(folder, "cache");
  mkdirSync(path.join(cache, "deep"), { recursive: true });
  const changed = [path.join(cache, "deep", "entry"), path.join(folder, "letter")];
  const marker = path.join(cache, "CACHEDIR.TAG");
  const leavesOut = createWakeFilter({ ...none, excludeCaches: true });
  expect(changed.filter(leavesOut.isOfInterest)).toEqual(changed);
  writeFileSync(marker, "Signature: 8a477f597d28d172789f06886806bc55\n");
  expect(leavesOut.isOfInterest(marker)).toBe(true); // what is backed up has changed by it
  expect(changed.filter(leavesOut.isOfInterest)).toEqual([path.join(folder, "letter")]);
  expect(changed.filter(createWakeFilter(none).isOfInterest)).toEqual(changed);
});

test("only patterns that mean the same everywhere keep folders from being watched", () => {
  const excludes = ["node_modules", "/srv/old", "*.tmp", "a/b", "[x]", "we\\*rd", "with space", "trailing/"];
  expect(createWakeFilter({ ...none, excludes }).unwatched).toEqual([
    "**/node_modules",
    "**/node_modules/**",
    "/srv/old",
    "**/with space",
    "**/with space/**",
  ]);
  expect(createWakeFilter({ ...none, excludes: ["node_modules", "!keep"] }).unwatched).toEqual([]);
});
