/** Files in the target that look right by size and time, and hold something else. */
import { readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { setTimesNs } from "../platform/posix-calls.ts";
import { rawPathFromText } from "../platform/raw-path.ts";
import type { StoredSnapshot } from "../repository/snapshots/load-snapshots.ts";
import { type HandMade, handMade, MTIME_NS } from "./testing/hand-made.ts";
import { problemsOf, restoreTo } from "./testing/restore-to.ts";
import { replacementPath } from "./unfinished.ts";

const RESTORED_NAME = "file (restored 2024-05-01 10-20-30).txt";
const SECOND_NAME = "file (restored 2024-05-01 10-20-30, 2).txt";

let target: string;
let made: HandMade;
let snapshot: StoredSnapshot;

beforeEach(async () => {
  target = await tempFolder();
  made = handMade();
  snapshot = await made.snapshot([await made.file("file.txt", "restored")]);
});

const read = (name: string) => readFileSync(join(target, name), "utf8");

function plant(name: string, content: string): void {
  writeFileSync(join(target, name), content);
  pretend(name);
}

function pretend(name: string): void {
  setTimesNs(Buffer.from(join(target, name)), { atimeNs: MTIME_NS, mtimeNs: MTIME_NS });
}

describe("a file of the right size and time, but with other content", () => {
  test("is replaced when overwriting", async () => {
    plant("file.txt", "r3st0red");
    const { counts } = await restoreTo(target, made, { snapshot });
    expect(read("file.txt")).toBe("restored");
    expect(counts).toMatchObject({ filesRestored: 1, filesUnchanged: 0, filesVerified: 0 });
  });

  test("stays beside the restored one when keeping both, and a second run makes no third", async () => {
    plant("file.txt", "r3st0red");
    await restoreTo(target, made, { snapshot, conflict: "keep-both" });
    expect([read("file.txt"), read(RESTORED_NAME)]).toEqual(["r3st0red", "restored"]);
    const { counts } = await restoreTo(target, made, { snapshot, conflict: "keep-both" });
    expect(counts).toMatchObject({ filesRestored: 0, filesUnchanged: 1 });
    expect(readdirSync(target).sort()).toEqual([RESTORED_NAME, "file.txt"]);
  });

  test("is told from the right one under every name it may have when keeping both", async () => {
    plant("file.txt", "r3st0red");
    plant(RESTORED_NAME, "rest0red");
    await restoreTo(target, made, { snapshot, conflict: "keep-both" });
    expect([read("file.txt"), read(RESTORED_NAME), read(SECOND_NAME)]).toEqual([
      "r3st0red",
      "rest0red",
      "restored",
    ]);
  });

  test.each(["skip", "newer"] as const)("is left alone with the policy %s", async (conflict) => {
    plant("file.txt", "r3st0red");
    const { counts } = await restoreTo(target, made, { snapshot, conflict });
    expect(read("file.txt")).toBe("r3st0red");
    expect(counts.filesRestored).toBe(0);
  });

  test("is taken for right by who asked for that", async () => {
    plant("file.txt", "r3st0red");
    const { counts } = await restoreTo(target, made, { snapshot, trustsUnchanged: true });
    expect(read("file.txt")).toBe("r3st0red");
    expect(counts.filesUnchanged).toBe(1);
  });

  test("is told by a dry run, which leaves it", async () => {
    plant("file.txt", "r3st0red");
    const { counts } = await restoreTo(target, made, { snapshot, dryRun: true });
    expect(counts).toMatchObject({ filesRestored: 1, filesUnchanged: 0 });
    expect(read("file.txt")).toBe("r3st0red");
    expect(readdirSync(target)).toEqual(["file.txt"]);
  });

  test("is replaced as a further name of a file too, when the first name cannot be written", async () => {
    const same = { inode: 7n, deviceId: 1n, links: 3 };
    const names = ["a", "b", "c"];
    snapshot = await made.snapshot(await Promise.all(names.map((name) => made.file(name, "restored", same))));
    plant("a", "mine");
    symlinkSync("nowhere", replacementPath(rawPathFromText(join(target, "a"))));
    plant("b", "r3st0red");
    const result = await restoreTo(target, made, { snapshot });
    expect(problemsOf(result)).toEqual(["/a: in-the-way"]);
    expect(names.map(read)).toEqual(["mine", "restored", "restored"]);
    expect(statSync(join(target, "b")).ino).toBe(statSync(join(target, "c")).ino);
  });
});

test("a file that is right is read, and not written again", async () => {
  plant("file.txt", "restored");
  const before = statSync(join(target, "file.txt"), { bigint: true });
  const { counts } = await restoreTo(target, made, { snapshot });
  expect(counts).toMatchObject({ filesRestored: 0, filesUnchanged: 1, filesVerified: 0 });
  const after = statSync(join(target, "file.txt"), { bigint: true });
  expect([after.ino, after.mtimeNs]).toEqual([before.ino, before.mtimeNs]);
});
