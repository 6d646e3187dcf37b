import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { type RawPath, rawPathFromText } from "../../platform/raw-path.ts";
import { compareWithDisk, type PlacedEntry } from "./compare-with-disk.ts";
import { originalPlace } from "./original-place.ts";
import { createTodayLookup } from "./today-lookup.ts";

const SECOND = 1_000_000_000n;

function entry(place: string, fields: Partial<PlacedEntry> = {}): PlacedEntry {
  return {
    place: rawPathFromText(place),
    type: "file",
    sizeBytes: 4,
    mtimeNs: 1000n * SECOND,
    linkTarget: "" as RawPath,
    ...fields,
  };
}

test("says what stands where an entry was", async () => {
  const folder = await tempFolder();
  const at = (name: string) => join(folder, name);
  writeFileSync(at("file"), "four");
  utimesSync(at("file"), 1000, 1000);
  mkdirSync(at("folder"));
  symlinkSync("target", at("link"));
  const link = { type: "symlink", linkTarget: "target" as RawPath } as const;
  expect(compareWithDisk(entry(at("file")))).toBe("same");
  expect(compareWithDisk(entry(at("file"), { mtimeNs: 1000n * SECOND - 1n }))).toBe("newer");
  expect(compareWithDisk(entry(at("file"), { mtimeNs: 1000n * SECOND + 1n }))).toBe("older");
  expect(compareWithDisk(entry(at("file"), { sizeBytes: 5 }))).toBe("different");
  expect(compareWithDisk(entry(at("folder")))).toBe("different");
  expect(compareWithDisk(entry(at("folder"), { type: "dir" }))).toBeNull(); // what is in it was not looked at
  expect(compareWithDisk(entry(at("file"), { type: "dir" }))).toBe("different");
  expect(compareWithDisk(entry(at("link"), link))).toBe("same");
  expect(compareWithDisk(entry(at("link"), { ...link, linkTarget: "other" as RawPath }))).toBe("different");
  expect(compareWithDisk(entry(at("nothing")))).toBe("gone");
  expect(compareWithDisk(entry(at("file/below")))).toBe("gone");
  expect(compareWithDisk(entry(`${folder}/${"n".repeat(300)}`))).toBeNull(); // no such name can be: nobody can tell
});

const of = (
  snapshot: { hostname: string; paths: string[]; tags?: string[] },
  platform: NodeJS.Platform,
  folder: string,
  name: string,
) =>
  originalPlace({ tags: [], ...snapshot }, "office", platform)?.of(
    rawPathFromText(folder),
    rawPathFromText(name),
  );

test("what programs wrote never was a file of today", () => {
  const snapshot = { hostname: "office", paths: ["/postgresql/local"] };
  expect(of(snapshot, "linux", "/postgresql/local", "about.json")).toBe("/postgresql/local/about.json");
  expect(
    of({ ...snapshot, tags: ["backstay:dump"] }, "linux", "/postgresql/local", "about.json"),
  ).toBeUndefined();
});

test("knows where things were only of this host, and only below the paths that were backed up", () => {
  const snapshot = { hostname: "office", paths: ["/home/anna/", "/srv"] };
  expect(of(snapshot, "linux", "/home/anna", "x")).toBe("/home/anna/x");
  expect(of(snapshot, "linux", "/", "home")).toBe("/home");
  expect(of(snapshot, "linux", "/", "srv")).toBe("/srv");
  expect(of(snapshot, "linux", "/", "etc")).toBeUndefined();
  expect(of(snapshot, "linux", "/home", "annabel")).toBeUndefined();
  expect(of({ ...snapshot, hostname: "nas" }, "linux", "/srv", "x")).toBeUndefined();
  // restic keeps a relative path as it was given
  expect(of({ hostname: "office", paths: ["/home/anna/project"] }, "linux", "/project", "x")).toBeUndefined();
});

test("a name that would mean another place has none", () => {
  const snapshot = { hostname: "office", paths: ["/srv"] };
  for (const name of ["..", ".", "", "a/b", "a\0b"])
    expect(of(snapshot, "linux", "/srv", name)).toBeUndefined();
});

test("drives of Windows are the first folders of a snapshot", () => {
  const snapshot = { hostname: "office", paths: ["C:\\Users\\Anna"] };
  expect(of(snapshot, "win32", "/C/Users/Anna", "letter.doc")).toBe("C:\\Users\\Anna\\letter.doc");
  expect(of(snapshot, "win32", "/C/Users/Anna", "a:stream")).toBeUndefined();
  expect(of(snapshot, "win32", "/C/Users/Anna/con", "x")).toBeUndefined();
});

test("an answer that does not come in time is none, and later ones come all the same", async () => {
  const folder = await tempFolder();
  writeFileSync(join(folder, "file"), "four");
  utimesSync(join(folder, "file"), 1000, 1000);
  const lookup = createTodayLookup();
  onTestFinished(() => lookup.stop());
  const many = Array.from({ length: 50_000 }, () => entry(join(folder, "file")));
  expect(await lookup.states(many, 1)).toBeUndefined();
  expect(await lookup.states([entry(join(folder, "file")), entry(join(folder, "no"))], 20_000)).toEqual([
    "same",
    "gone",
  ]);
  expect(await lookup.states([], 0)).toEqual([]);
});
