import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { setTimesNs } from "../platform/posix-calls.ts";
import { setXattr } from "../platform/xattrs.ts";
import type { StoredSnapshot } from "../repository/snapshots/load-snapshots.ts";
import type { Conflict } from "./decide-place.ts";
import { type HandMade, handMade, MTIME_NS, symlinkNode } from "./testing/hand-made.ts";
import { problemsOf, restoreTo } from "./testing/restore-to.ts";

const DAY_NS = 86_400_000_000_000n;
const RESTORED_NAME = "file (restored 2024-05-01 10-20-30).txt";
const RESTORED_LINK = "link (restored 2024-05-01 10-20-30)";

let target: string;
let made: HandMade;
let snapshot: StoredSnapshot;

beforeEach(async () => {
  target = await tempFolder();
  made = handMade();
  snapshot = await made.snapshot([
    await made.folder("folder", [await made.file("inside", "restored")]),
    await made.file("file.txt", "restored"),
    symlinkNode("link", "restored"),
  ]);
});

const at = (name: string) => join(target, name);
const read = (name: string) => readFileSync(at(name), "utf8");

function plantFile(name: string, content: string, mtimeNs: bigint): void {
  writeFileSync(at(name), content);
  setTimesNs(Buffer.from(at(name)), { atimeNs: mtimeNs, mtimeNs });
}

const restore = (conflict: Conflict, options = {}) =>
  restoreTo(target, made, { snapshot, conflict, ...options });

describe("overwrite", () => {
  test("replaces files and links, whatever they are, and removes attributes the snapshot does not know", async () => {
    plantFile("file.txt", "mine, and longer than the other", MTIME_NS + DAY_NS);
    setXattr(Buffer.from(at("file.txt")), { name: "user.mine", value: Buffer.from("x") });
    writeFileSync(at("link"), "a file");
    await restore("overwrite");
    expect(read("file.txt")).toBe("restored");
    expect(readlinkSync(at("link"))).toBe("restored");
    expect(lstatSync(at("file.txt"), { bigint: true }).mtimeNs).toBe(MTIME_NS);
    expect(readdirSync(target).sort()).toEqual(["file.txt", "folder", "link"]);
  });

  test("does not write through another name of the file", async () => {
    plantFile("other name", "mine", MTIME_NS);
    linkSync(at("other name"), at("file.txt"));
    chmodSync(at("other name"), 0o600);
    await restore("overwrite");
    expect(read("file.txt")).toBe("restored");
    expect(read("other name")).toBe("mine");
    expect(statSync(at("other name")).mode & 0o777).toBe(0o600);
  });

  test("does not take another name of a file for its own, though size and time are right", async () => {
    plantFile("other name", "r3st0red", MTIME_NS);
    linkSync(at("other name"), at("file.txt"));
    chmodSync(at("other name"), 0o640);
    await restore("overwrite");
    expect(read("other name")).toBe("r3st0red");
    expect(statSync(at("other name")).mode & 0o777).toBe(0o640);
  });

  test("never removes a folder", async () => {
    mkdirSync(at("file.txt"));
    writeFileSync(at("folder"), "a file");
    const result = await restore("overwrite");
    expect(problemsOf(result)).toEqual(["/file.txt: in-the-way"]);
    expect(read("folder/inside")).toBe("restored");
  });
});

describe("newer", () => {
  test("replaces what is older", async () => {
    plantFile("file.txt", "mine", MTIME_NS - 1n);
    await restore("newer");
    expect(read("file.txt")).toBe("restored");
  });

  test("leaves what is newer or of the same time", async () => {
    plantFile("file.txt", "mine", MTIME_NS);
    const result = await restore("newer");
    expect(read("file.txt")).toBe("mine");
    expect(result.counts).toMatchObject({ filesRestored: 1, filesSkipped: 1 });
  });
});

describe("skip", () => {
  test("leaves everything that is there, and the owner and mode of folders too", async () => {
    plantFile("file.txt", "mine", MTIME_NS - DAY_NS);
    mkdirSync(at("folder"), { mode: 0o711 });
    symlinkSync("mine", at("link"));
    await restore("skip");
    expect(read("file.txt")).toBe("mine");
    expect(readlinkSync(at("link"))).toBe("mine");
    expect(read("folder/inside")).toBe("restored");
    expect(statSync(at("folder")).mode & 0o777).toBe(0o711);
  });

  test("restores the second name of a file as a file when the first is somebody else's", async () => {
    const same = { inode: 7n, deviceId: 1n, links: 3 };
    const names = ["a", "b", "c"].map((name) => made.file(name, "content", same));
    snapshot = await made.snapshot(await Promise.all(names));
    plantFile("a", "mine", MTIME_NS);
    const result = await restore("skip");
    expect([read("a"), read("b"), read("c")]).toEqual(["mine", "content", "content"]);
    expect(statSync(at("b")).ino).toBe(statSync(at("c")).ino);
    expect(result.counts).toMatchObject({ filesRestored: 1, filesSkipped: 1, othersRestored: 1 });
  });
});

describe("keep-both", () => {
  test("restores beside what is there, under a name with the snapshot's time", async () => {
    plantFile("file.txt", "mine", MTIME_NS - DAY_NS);
    mkdirSync(at("link"));
    const result = await restore("keep-both");
    expect(read("file.txt")).toBe("mine");
    expect(read(RESTORED_NAME)).toBe("restored");
    expect(readlinkSync(at(RESTORED_LINK))).toBe("restored");
    const renamed = [
      { path: "/file.txt", restoredAs: at(RESTORED_NAME) },
      { path: "/link", restoredAs: at(RESTORED_LINK) },
    ];
    expect(result).toMatchObject({ counts: { entriesRenamed: 2 }, renamed });
    // what stands there from before is as hard to find as what came now
    const again = await restore("keep-both");
    expect(again.counts.entriesRenamed).toBe(2);
    expect(again.renamed.toSorted((a, b) => (a.path < b.path ? -1 : 1))).toEqual(renamed);
  });

  test("says of a dry run, and of further names of a file, which of them would have another name", async () => {
    const same = { inode: 7n, deviceId: 1n, links: 2 };
    const names = ["a", "b"].map((name) => made.file(name, "content", same));
    snapshot = await made.snapshot(await Promise.all(names));
    plantFile("b", "mine", MTIME_NS);
    const renamed = [{ path: "/b", restoredAs: at("b (restored 2024-05-01 10-20-30)") }];
    expect(await restore("keep-both")).toMatchObject({ counts: { entriesRenamed: 1 }, renamed });
    expect(await restore("keep-both")).toMatchObject({ counts: { entriesRenamed: 1 }, renamed });
    expect(await restore("overwrite")).toMatchObject({ counts: { entriesRenamed: 0 }, renamed: [] });
    plantFile("a", "mine as well", MTIME_NS);
    expect((await restore("keep-both", { dryRun: true })).renamed).toEqual([
      { path: "/a", restoredAs: at("a (restored 2024-05-01 10-20-30)") },
    ]);
  });

  test("takes the next name when that one is taken, here or in the snapshot", async () => {
    const reserved = "file (restored 2024-05-01 10-20-30, 2).txt";
    snapshot = await made.snapshot([
      await made.file("file.txt", "restored"),
      await made.file(reserved, "also"),
    ]);
    plantFile("file.txt", "mine", MTIME_NS - DAY_NS);
    plantFile(RESTORED_NAME, "mine too", MTIME_NS - DAY_NS);
    await restore("keep-both");
    expect(read(RESTORED_NAME)).toBe("mine too");
    expect(read(reserved)).toBe("also");
    expect(read("file (restored 2024-05-01 10-20-30, 3).txt")).toBe("restored");
  });

  test("finds what it restored before", async () => {
    plantFile("file.txt", "mine", MTIME_NS - DAY_NS);
    await restore("keep-both");
    const result = await restore("keep-both");
    expect(result.counts).toMatchObject({ filesRestored: 0, filesUnchanged: 2 });
    expect(readdirSync(target)).toHaveLength(4);
  });
});

test("what is there already by size and time is left alone by every policy", async () => {
  await restore("overwrite");
  const before = lstatSync(at("file.txt"), { bigint: true });
  for (const conflict of ["overwrite", "newer", "skip", "keep-both"] as const) {
    const result = await restore(conflict);
    expect(result.counts).toMatchObject({ filesRestored: 0, filesUnchanged: 2, othersRestored: 0 });
  }
  expect(lstatSync(at("file.txt"), { bigint: true }).ctimeNs).toBe(before.ctimeNs);
});

test("an owner or mode that differs is mended where files are overwritten, and only there", async () => {
  await restore("overwrite");
  chmodSync(at("file.txt"), 0o600);
  await restore("skip");
  expect(statSync(at("file.txt")).mode & 0o777).toBe(0o600);
  await restore("overwrite");
  expect(statSync(at("file.txt")).mode & 0o777).toBe(0o644);
  expect(existsSync(at(RESTORED_NAME))).toBe(false);
});
