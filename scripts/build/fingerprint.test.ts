import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fingerprintFiles } from "./fingerprint.ts";

let root: string;
const fingerprint = () => fingerprintFiles(root, ["source", "settings.json", "not-there"], ["source/build"]);

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "backstay-fingerprint-"));
  mkdirSync(path.join(root, "source/build"), { recursive: true });
  writeFileSync(path.join(root, "source/a.ts"), "a");
  writeFileSync(path.join(root, "settings.json"), "{}");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test("stays the same while nothing changes, and when only a build's own output does", () => {
  const before = fingerprint();
  writeFileSync(path.join(root, "source/build/kernel.wasm"), "made");
  expect(fingerprint()).toBe(before);
});

test("changes when a file is added, removed or written, even with an older time", () => {
  const seen = new Set([fingerprint()]);
  writeFileSync(path.join(root, "source/b.ts"), "b");
  seen.add(fingerprint());
  rmSync(path.join(root, "source/a.ts"));
  seen.add(fingerprint());
  utimesSync(path.join(root, "settings.json"), 1, 1);
  seen.add(fingerprint());
  expect(seen.size).toBe(4);
});
