/** Several names of one link, pipe or device. Making a device takes root. */
import { existsSync, lstatSync, readdirSync, readlinkSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { setTimesNs } from "../platform/posix-calls.ts";
import type { TreeNode } from "../repository/node.ts";
import { type HandMade, handMade, MTIME_NS, node, symlinkNode } from "./testing/hand-made.ts";
import { problemsOf, restoreTo } from "./testing/restore-to.ts";

let target: string;
let made: HandMade;

beforeEach(async () => {
  target = await tempFolder();
  made = handMade();
});

const IDENTITY = { inode: 7n, deviceId: 1n, links: 2 };
const named = (entry: TreeNode, name: string): TreeNode => ({ ...entry, name: Buffer.from(name) });
const symlink = { ...symlinkNode("x", "somewhere"), ...IDENTITY };
/** As restic and Backstay note it: with the device, and no count of its names. */
const fifo = { ...node("x", { type: "fifo", mode: 2 ** 25 + 0o640, content: null }), ...IDENTITY, links: 0 };
const device = {
  ...node("x", { type: "chardev", mode: 2 ** 26 + 2 ** 21 + 0o600, content: null, device: 0x103n }),
  ...IDENTITY,
};

const inodeOf = (name: string) => lstatSync(join(target, name)).ino;

async function snapshotOf(entry: TreeNode) {
  return await made.snapshot([
    named(entry, "a"),
    await made.folder("folder", [named(entry, "b")]),
    named({ ...entry, inode: 8n }, "other"),
  ]);
}

describe.each([
  ["a symbolic link", symlink, true],
  ["a pipe", fifo, true],
  ["a device", device, process.geteuid?.() === 0],
] as const)("%s", (_, entry, isPossible) => {
  test.skipIf(!isPossible)(
    "of two names comes back as one thing, and a second run changes nothing",
    async () => {
      const snapshot = await snapshotOf(entry);
      const result = await restoreTo(target, made, { snapshot });
      expect(problemsOf(result)).toEqual([]);
      expect(result.counts).toMatchObject({ othersRestored: 3, filesRestored: 0, filesUnchanged: 0 });
      expect(inodeOf("folder/b")).toBe(inodeOf("a"));
      expect(inodeOf("other")).not.toBe(inodeOf("a"));
      expect(lstatSync(join(target, "a"), { bigint: true }).mtimeNs).toBe(MTIME_NS);
      const inodes = ["a", "other"].map(inodeOf);
      const again = await restoreTo(target, made, { snapshot });
      expect(again.counts).toMatchObject({ othersRestored: 0, filesSkipped: 0 });
      expect(["a", "other"].map(inodeOf)).toEqual(inodes);
      expect(inodeOf("folder/b")).toBe(inodeOf("a"));
    },
  );
});

test("names that say they are one thing, and are not, stay two", async () => {
  const elsewhere = { ...symlink, linkTarget: Buffer.from("elsewhere") };
  const snapshot = await made.snapshot([named(symlink, "a"), named(elsewhere, "b")]);
  await restoreTo(target, made, { snapshot });
  expect([readlinkSync(join(target, "a")), readlinkSync(join(target, "b"))]).toEqual([
    "somewhere",
    "elsewhere",
  ]);
});

test("a link to a file outside makes no further name of that file", async () => {
  const outside = join(await tempFolder(), "file");
  writeFileSync(outside, "mine");
  const link = { ...symlink, linkTarget: Buffer.from(outside) };
  await restoreTo(target, made, { snapshot: await made.snapshot([named(link, "a"), named(link, "b")]) });
  expect(lstatSync(outside).nlink).toBe(1);
  expect(lstatSync(join(target, "b")).isSymbolicLink()).toBe(true);
});

test("the second name is made by itself when the first cannot be", async () => {
  const snapshot = await made.snapshot([named(symlink, ".."), named(symlink, "b"), named(symlink, "c")]);
  writeFileSync(join(target, "b"), "mine");
  const result = await restoreTo(target, made, { snapshot, conflict: "skip" });
  expect(problemsOf(result)).toEqual(["/..: unsafe-name"]);
  expect(readlinkSync(join(target, "c"))).toBe("somewhere");
});

test("links that were restored apart are left so when both are kept", async () => {
  for (const name of ["a", "b"]) {
    symlinkSync("somewhere", join(target, name));
    setTimesNs(Buffer.from(join(target, name)), { atimeNs: MTIME_NS, mtimeNs: MTIME_NS });
  }
  const snapshot = await made.snapshot([named(symlink, "a"), named(symlink, "b")]);
  await restoreTo(target, made, { snapshot, conflict: "keep-both" });
  expect(readdirSync(target)).toEqual(["a", "b"]);
  await restoreTo(target, made, { snapshot });
  expect(inodeOf("a")).toBe(inodeOf("b"));
});

test("a dry run counts them and makes nothing", async () => {
  const result = await restoreTo(target, made, { snapshot: await snapshotOf(symlink), dryRun: true });
  expect(result.counts.othersRestored).toBe(3);
  expect(existsSync(join(target, "a"))).toBe(false);
});
