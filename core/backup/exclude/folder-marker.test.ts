import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { rawPathFromBytes, rawPathFromText } from "../../platform/raw-path.ts";
import { CACHE_MARKER, isCacheFolder, isMarkedFolder, parseFolderMarker } from "./folder-marker.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "backstay-marker-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test.each([
  [".nobackup", { fileName: ".nobackup", header: "" }],
  ["TAG:head: er", { fileName: "TAG", header: "head: er" }],
  ["TAG:", { fileName: "TAG", header: "" }],
])("reads %s", (spec, expected) => {
  expect(parseFolderMarker(spec)).toEqual(expected);
});

test.each(["", ":header"])("refuses %j, which names no file", (spec) => {
  expect(() => parseFolderMarker(spec)).toThrow("VALUE_INVALID");
});

test("a cache is a folder whose CACHEDIR.TAG begins with the signature", () => {
  const path = rawPathFromText(folder);
  const tag = join(folder, "CACHEDIR.TAG");
  expect(isCacheFolder(path)).toBe(false);
  writeFileSync(tag, "Signature: 8a477f597d28d172789f06886806bc5");
  expect(isCacheFolder(path)).toBe(false);
  writeFileSync(tag, `x${CACHE_MARKER.header}`);
  expect(isCacheFolder(path)).toBe(false);
  writeFileSync(tag, `${CACHE_MARKER.header}\n# made by a test\n`);
  expect(isCacheFolder(path)).toBe(true);
});

test("a marker without a header only has to be there, as whatever", () => {
  const marker = { fileName: ".nobackup", header: "" };
  const path = rawPathFromText(folder);
  expect(isMarkedFolder(path, marker)).toBe(false);
  symlinkSync("nowhere", join(folder, ".nobackup"));
  expect(isMarkedFolder(path, marker)).toBe(true);
});

test("a FIFO in the place of a marker with a header does not stop the scan", () => {
  execFileSync("mkfifo", [join(folder, CACHE_MARKER.fileName)]);
  expect(isCacheFolder(rawPathFromText(folder))).toBe(false);
});

test("a marker that cannot be looked at is an error, not a no", () => {
  symlinkSync("CACHEDIR.TAG", join(folder, "CACHEDIR.TAG"));
  expect(() => isCacheFolder(rawPathFromText(folder))).toThrow("ELOOP");
});

test("works in a folder whose name is not UTF-8", () => {
  const strange = Buffer.concat([Buffer.from(folder), Buffer.from([0x2f, 0xff])]);
  mkdirSync(strange);
  writeFileSync(Buffer.concat([strange, Buffer.from("/CACHEDIR.TAG")]), CACHE_MARKER.header);
  expect(isCacheFolder(rawPathFromBytes(strange))).toBe(true);
});
