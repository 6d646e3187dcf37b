import { execFileSync } from "node:child_process";
import {
  chmodSync,
  closeSync,
  constants,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { BackstayError } from "../../shared/errors.ts";
import { asOrdinaryUser } from "../../test/support/ordinary-user.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { canMount, makeReadOnly, mountTmpfs, unmount } from "../../test/support/tmpfs.ts";
import { lacks } from "../../test/support/tools.ts";
import { setTimesNs } from "../platform/posix-calls.ts";
import { rawPathFromText } from "../platform/raw-path.ts";
import type { Store } from "../storage/store.ts";
import { handMade, MTIME_NS, node, symlinkNode } from "./testing/hand-made.ts";
import { problemsOf, restoreTo } from "./testing/restore-to.ts";
import { replacementPath, UNFINISHED_FILE_MODE, UNFINISHED_FOLDER_MODE } from "./unfinished.ts";

const PIECE = 4096;

/** A file of three chunks, each in a pack of its own. */
async function threeChunks() {
  const made = handMade();
  const pieces = [1, 2, 3].map((n) => Buffer.alloc(PIECE, n));
  const content = await Promise.all(pieces.map((piece) => made.add("data", piece)));
  const file = node("file", { content, sizeBytes: 3 * PIECE });
  const snapshot = await made.snapshot([await made.folder("folder", [file])]);
  const reads: string[] = [];
  const store: Store = {
    ...made.store,
    read(kind, name, range, signal) {
      if (kind === "pack") reads.push(name);
      return made.store.read(kind, name, range, signal);
    },
  };
  const spied = { repository: { ...made.repository, store }, cache: made.cache };
  const packs = content.map((id) => made.packsOf(id)[0]);
  return { made, spied, snapshot, whole: Buffer.concat(pieces), reads, packs, content };
}

describe("what a run that was killed left half done", () => {
  test.each(["overwrite", "newer", "skip", "keep-both"] as const)(
    "is recognised with the policy %s, and only what it lacks is read",
    async (conflict) => {
      const { spied, snapshot, whole, reads, packs } = await threeChunks();
      const target = await tempFolder();
      mkdirSync(join(target, "folder"), { mode: UNFINISHED_FOLDER_MODE });
      const half = Buffer.from(whole);
      half.fill(0, PIECE, 2 * PIECE);
      writeFileSync(join(target, "folder/file"), half);
      chmodSync(join(target, "folder/file"), UNFINISHED_FILE_MODE);
      const result = await restoreTo(target, spied, { snapshot, conflict });
      expect(problemsOf(result)).toEqual([]);
      expect(readFileSync(join(target, "folder/file")).equals(whole)).toBe(true);
      const dataReads = reads.filter((name) => packs.some((pack) => pack === name));
      expect(dataReads).toEqual([packs[1]]);
      for (const [name, mode] of [
        ["folder", 0o755],
        ["folder/file", 0o644],
      ] as const) {
        const stat = lstatSync(join(target, name), { bigint: true });
        expect(Number(stat.mode) & 0o7777).toBe(mode);
        expect(stat.mtimeNs).toBe(MTIME_NS);
      }
    },
  );

  test("of a replacement is gone on with, and the old file stands until that is complete", async () => {
    const { spied, snapshot, whole, reads, packs } = await threeChunks();
    const target = await tempFolder();
    mkdirSync(join(target, "folder"));
    const file = join(target, "folder/file");
    writeFileSync(file, "mine");
    const replacement = replacementPath(rawPathFromText(file));
    writeFileSync(replacement, whole.subarray(0, 2 * PIECE));
    chmodSync(replacement, UNFINISHED_FILE_MODE);
    await restoreTo(target, spied, { snapshot });
    expect(readFileSync(file).equals(whole)).toBe(true);
    expect(readdirSync(join(target, "folder"))).toEqual(["file"]);
    expect(reads.filter((name) => packs.some((pack) => pack === name))).toEqual([packs[2]]);
  });

  test("of a link is replaced", async () => {
    const made = handMade();
    const target = await tempFolder();
    const link = join(target, "link");
    writeFileSync(link, "mine");
    symlinkSync("half", replacementPath(rawPathFromText(link)));
    await restoreTo(target, made, { snapshot: await made.snapshot([symlinkNode("link", "whole")]) });
    expect(readdirSync(target)).toEqual(["link"]);
  });

  test("is not written to when somebody gave it another name", async () => {
    const { made, snapshot, whole } = await threeChunks();
    const target = await tempFolder();
    mkdirSync(join(target, "folder"));
    writeFileSync(join(target, "folder/file"), "half");
    chmodSync(join(target, "folder/file"), UNFINISHED_FILE_MODE);
    linkSync(join(target, "folder/file"), join(target, "other name"));
    await restoreTo(target, made, { snapshot });
    expect(readFileSync(join(target, "folder/file")).equals(whole)).toBe(true);
    expect(readFileSync(join(target, "other name"), "utf8")).toBe("half");
  });

  test("by another user is not touched", async () => {
    const { spied, snapshot } = await threeChunks();
    const target = await tempFolder();
    chmodSync(target, 0o777);
    await asOrdinaryUser(async () => {
      mkdirSync(join(target, "folder"));
      writeFileSync(join(target, "folder/file"), "theirs");
      chmodSync(join(target, "folder/file"), UNFINISHED_FILE_MODE);
    });
    await restoreTo(target, spied, { snapshot, conflict: "skip" });
    const isOurs = process.geteuid?.() !== 0;
    expect(readFileSync(join(target, "folder/file"), "utf8") === "theirs").toBe(!isOurs);
  });
});

test("a restore that ends in the middle leaves nothing that looks complete and is not", async () => {
  const { made, snapshot, packs, whole } = await threeChunks();
  const target = await tempFolder();
  const store: Store = {
    ...made.store,
    async read(kind, name, range, signal) {
      if (name === packs[2]) throw new BackstayError("STORE_VANISHED", { location: "memory" });
      return made.store.read(kind, name, range, signal);
    },
  };
  const vanishing = { repository: { ...made.repository, store }, cache: made.cache };
  await expect(restoreTo(target, vanishing, { snapshot })).rejects.toMatchObject({ code: "STORE_VANISHED" });
  const left = lstatSync(join(target, "folder/file"), { bigint: true });
  expect(Number(left.mode) & 0o7777).toBe(UNFINISHED_FILE_MODE);
  expect(left.mtimeNs).not.toBe(MTIME_NS);
  await restoreTo(target, made, { snapshot });
  expect(readFileSync(join(target, "folder/file")).equals(whole)).toBe(true);
});

test("what the old file has in the right place is not fetched again", async () => {
  const { spied, snapshot, whole, reads, packs } = await threeChunks();
  const target = await tempFolder();
  mkdirSync(join(target, "folder"));
  writeFileSync(join(target, "folder/file"), Buffer.concat([whole.subarray(0, PIECE), Buffer.alloc(9000)]));
  await restoreTo(target, spied, { snapshot });
  expect(readFileSync(join(target, "folder/file")).equals(whole)).toBe(true);
  expect(reads).not.toContain(packs[0]);
});

describe("verify", () => {
  test("finds a byte that changed in a file that seems unchanged, and mends it", async () => {
    const { made, snapshot, whole } = await threeChunks();
    const target = await tempFolder();
    const file = join(target, "folder/file");
    await restoreTo(target, made, { snapshot });
    const descriptor = openSync(file, constants.O_WRONLY);
    writeSync(descriptor, "x", 5000);
    closeSync(descriptor);
    setTimesNs(Buffer.from(file), { atimeNs: MTIME_NS, mtimeNs: MTIME_NS });

    const trusting = await restoreTo(target, made, { snapshot, trustsUnchanged: true });
    expect(trusting.counts.filesUnchanged).toBe(1);
    expect(readFileSync(file).equals(whole)).toBe(false);

    const verifying = await restoreTo(target, made, { snapshot, verify: true });
    expect(verifying.counts).toMatchObject({ filesUnchanged: 0, filesRestored: 1, filesVerified: 1 });
    expect(readFileSync(file).equals(whole)).toBe(true);
    const again = await restoreTo(target, made, { snapshot, verify: true });
    expect(again.counts).toMatchObject({ filesUnchanged: 1, filesRestored: 0, filesVerified: 1 });
  });
});

describe.skipIf(lacks("the right to mount a file system", canMount()))("a target that gives out", () => {
  test("because it is full ends the restore, which goes on when there is room", async () => {
    const made = handMade();
    const large = await made.add("data", Buffer.alloc(3 * 1024 * 1024, 7));
    const file = node("large", { content: [large, large], sizeBytes: 6 * 1024 * 1024 });
    const snapshot = await made.snapshot([await made.file("a", "small"), file]);
    const target = await mountTmpfs("4m");
    await expect(restoreTo(target, made, { snapshot })).rejects.toMatchObject({
      code: "TARGET_FULL",
      details: { path: target },
    });
    execFileSync("mount", ["-o", "remount,size=16m", target]);
    const result = await restoreTo(target, made, { snapshot });
    expect(result.counts).toMatchObject({ filesRestored: 1, filesUnchanged: 1 });
  });

  test("because it is read-only, or gone, ends the restore, and nothing is written where it was", async () => {
    const { made, snapshot, packs } = await threeChunks();
    for (const takeAway of [makeReadOnly, unmount]) {
      const target = await mountTmpfs("4m");
      const store: Store = {
        ...made.store,
        async read(kind, name, range, signal) {
          if (name === packs[0]) takeAway(target);
          return made.store.read(kind, name, range, signal);
        },
      };
      const watched = { repository: { ...made.repository, store }, cache: made.cache };
      const restored = restoreTo(target, watched, { snapshot });
      await expect(restored).rejects.toMatchObject({ code: "TARGET_LOST" });
      if (takeAway === unmount) expect(readdirSync(target)).toEqual([]);
    }
  });
});
