/** Trees made to write outside the target. Beside the target stands a folder that must not change. */
import { mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { BlobId, PackId } from "../../shared/ids.ts";
import { differencesOf, readTreeFacts, type TreeFacts } from "../../test/support/compare-trees.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { rawPathFromText } from "../platform/raw-path.ts";
import { encodeIndexFile } from "../repository/format/index-file.ts";
import { encodeNode, encodeTree } from "../repository/format/tree-encode.ts";
import type { TreeNode } from "../repository/node.ts";
import { sha256 } from "../repository/pack/blob-codec.ts";
import { SEAL_OVERHEAD } from "../repository/types.ts";
import { writeDocument } from "../repository/unpacked-files.ts";
import { type HandMade, handMade, node, snapshotOf, symlinkNode } from "./testing/hand-made.ts";
import { problemsOf, restoreTo } from "./testing/restore-to.ts";
import { replacementPath } from "./unfinished.ts";

let place: string;
let target: string;
let canary: string;
let before: TreeFacts;
let made: HandMade;

beforeEach(async () => {
  place = await tempFolder();
  target = join(place, "target");
  canary = join(place, "canary");
  mkdirSync(target);
  mkdirSync(join(canary, "folder"), { recursive: true });
  writeFileSync(join(canary, "file"), "sings");
  before = await readTreeFacts(canary);
  made = handMade();
});

/** Restores the tree, and makes sure that nothing outside of the target changed. */
async function restoreSafely(entries: readonly TreeNode[]) {
  const result = await restoreTo(target, made, { snapshot: await made.snapshot(entries) });
  expect(differencesOf(before, await readTreeFacts(canary))).toEqual([]);
  expect(readdirSync(place).sort()).toEqual(["canary", "target"]);
  return result;
}

describe("a name that leads out of the target", () => {
  test.each(["..", ".", "../canary/file", "/etc/backstay-was-here", "a/b", "", "../new", "a\0b"])(
    "%j is refused, and its neighbours are restored",
    async (name) => {
      const entries = [await made.file(name, "evil"), await made.file("neighbour", "good")];
      const result = await restoreSafely(entries);
      expect(result.problems.map(({ reason }) => reason)).toEqual(["unsafe-name"]);
      expect(readdirSync(target)).toEqual(["neighbour"]);
    },
  );

  test("is refused for folders and links too", async () => {
    const below = [await made.file("file", "evil")];
    const result = await restoreSafely([await made.folder("../canary", below), symlinkNode("../link", "x")]);
    expect(result.problems.map(({ reason }) => reason)).toEqual(["unsafe-name", "unsafe-name"]);
    expect(readdirSync(target)).toEqual([]);
  });
});

describe("a symbolic link", () => {
  test("and a folder of the same name cannot be in one tree: the first counts", async () => {
    const below = await made.folder("a", [await made.file("file", "evil")]);
    const result = await restoreSafely([symlinkNode("a", canary), below]);
    expect(problemsOf(result)).toEqual(["/a: odd-twice"]);
    expect(readlinkSync(join(target, "a"))).toBe(canary);
  });

  test.each(["", "a\0b", "\0", "/etc/passwd\0"])("to %j is left out by its name", async (linkTarget) => {
    const link = symlinkNode("link", linkTarget);
    const result = await restoreSafely([link, await made.file("neighbour", "good")]);
    expect(result.problems).toEqual([{ path: "/link", reason: "no-link-target", systemCode: "" }]);
    expect(readdirSync(target)).toEqual(["neighbour"]);
  });

  test("that stands where a folder is wanted is replaced when overwriting, and not written through", async () => {
    symlinkSync(canary, join(target, "a"));
    await restoreSafely([await made.folder("a", [await made.file("file", "good")])]);
    expect(readFileSync(join(target, "a/file"), "utf8")).toBe("good");
  });

  test.each(["skip", "newer", "keep-both"] as const)(
    "that stands where a folder is wanted is reported with the policy %s",
    async (conflict) => {
      symlinkSync(canary, join(target, "a"));
      const snapshot = await made.snapshot([await made.folder("a", [await made.file("file", "evil")])]);
      const result = await restoreTo(target, made, { snapshot, conflict });
      expect(problemsOf(result)).toEqual(["/a: folder-in-the-way"]);
      expect(differencesOf(before, await readTreeFacts(canary))).toEqual([]);
    },
  );

  test("that stands where a file is wanted is replaced, and what it points to stays", async () => {
    symlinkSync(join(canary, "file"), join(target, "file"));
    symlinkSync(join(canary, "new"), join(target, "dangling"));
    await restoreSafely([await made.file("dangling", "good"), await made.file("file", "good")]);
    expect(readFileSync(join(target, "file"), "utf8")).toBe("good");
    expect(readFileSync(join(target, "dangling"), "utf8")).toBe("good");
  });

  test("under the name a replacement would be made under is not written through", async () => {
    writeFileSync(join(target, "file"), "old");
    symlinkSync(join(canary, "file"), replacementPath(rawPathFromText(join(target, "file"))));
    const result = await restoreSafely([await made.file("file", "good")]);
    expect(problemsOf(result)).toEqual(["/file: in-the-way"]);
    expect(readFileSync(join(target, "file"), "utf8")).toBe("old");
  });
});

describe("a tree", () => {
  test("that holds itself ends", async () => {
    // no tree can hold its own hash, so the cache is made to say that one does
    const empty = await made.tree([]);
    const again = node("again", { type: "dir", mode: 2 ** 31 + 0o700, content: null, subtree: empty });
    made.cache.trees.put(empty, encodeTree([encodeNode(again)]));
    const result = await restoreSafely([{ ...again, name: Buffer.from("top") }]);
    expect(problemsOf(result)).toEqual(["/top/again: broken-tree"]);
  });

  test("that is missing, or no tree, is a problem of its folder only", async () => {
    const nonsense = await made.add("tree", Buffer.from("nonsense"));
    const missing = "0".repeat(64) as BlobId;
    const folder = (name: string, subtree: BlobId | undefined) =>
      node(name, { type: "dir", mode: 2 ** 31 + 0o700, content: null, subtree });
    const result = await restoreSafely([
      await made.file("file", "good"),
      folder("missing", missing),
      folder("none", undefined),
      folder("nonsense", nonsense),
    ]);
    expect(problemsOf(result)).toEqual(["/missing: damaged", "/none: broken-tree", "/nonsense: broken-tree"]);
    expect(readdirSync(target).sort()).toEqual(["file", "missing", "nonsense"]);
  });

  test("whose root is missing is one problem", async () => {
    const result = await restoreTo(target, made, { snapshot: snapshotOf("0".repeat(64) as BlobId) });
    expect(problemsOf(result)).toEqual(["/: damaged"]);
  });
});

describe("a file", () => {
  test.each([2 ** 52, 0, 3, 5])(
    "that claims %i bytes gets those of its content, and is told",
    async (sizeBytes) => {
      const snapshot = await made.snapshot([await made.file("file", "good", { sizeBytes })]);
      const result = await restoreTo(target, made, { snapshot });
      expect(problemsOf(result)).toEqual(["/file: size-differs"]);
      expect(result.counts.filesRestored).toBe(1);
      expect(readFileSync(join(target, "file"), "utf8")).toBe("good");
      const again = await restoreTo(target, made, { snapshot });
      expect(problemsOf(again)).toEqual(["/file: size-differs"]);
      expect(again.counts).toMatchObject({ filesRestored: 0, filesUnchanged: 1 });
    },
  );

  test("without content that claims a size is broken, and of a blob the index lacks is damaged", async () => {
    const result = await restoreSafely([
      node("nothing", { content: null, sizeBytes: 5 }),
      node("unknown", { content: ["1".repeat(64) as BlobId], sizeBytes: 5 }),
    ]);
    expect(problemsOf(result)).toEqual(["/nothing: broken-tree", "/unknown: damaged"]);
    expect(readdirSync(target)).toEqual([]);
  });

  test("of a blob whose index entry claims gigabytes is damaged, and takes no memory", async () => {
    const id = sha256(Buffer.from("small")).toString("hex") as BlobId;
    const place = { offset: 0, length: 5 + SEAL_OVERHEAD, uncompressedLength: 4_000_000_000 };
    const pack = { id: "b".repeat(64) as PackId, entries: [{ id, type: "data", ...place }] as const };
    await writeDocument(made.repository, "index", encodeIndexFile([pack]));
    const snapshot = await made.snapshot([node("bomb", { content: [id], sizeBytes: 5 })]);
    const result = await restoreTo(target, made, { snapshot });
    expect(problemsOf(result)).toEqual(["/bomb: damaged"]);
  });

  test("of which this computer alone remembers gigabytes is restored by what the repository says", async () => {
    const snapshot = await made.snapshot([await made.file("small", "words")]);
    await restoreTo(target, made, { snapshot, dryRun: true }); // loads the index
    made.cache.database.prepare("UPDATE blobs SET uncompressed_length = 4000000000 WHERE type = 0").run();
    const result = await restoreTo(target, made, { snapshot });
    expect(problemsOf(result)).toEqual([]);
    expect(readFileSync(join(target, "small"), "utf8")).toBe("words");
  });

  test("that says it is another name of a file with other content keeps its own", async () => {
    const same = { inode: 7n, deviceId: 1n, links: 2 };
    await restoreSafely([await made.file("a", "one", same), await made.file("b", "two", same)]);
    expect(readFileSync(join(target, "a"), "utf8")).toBe("one");
    expect(readFileSync(join(target, "b"), "utf8")).toBe("two");
  });
});

test("folders nested beyond any sense end in a problem, not in a crash", async () => {
  let tree = await made.tree([]);
  for (let level = 0; level < 30; level++) {
    tree = await made.tree([
      node("x".repeat(200), { type: "dir", mode: 2 ** 31 + 0o700, content: null, subtree: tree }),
    ]);
  }
  const result = await restoreTo(target, made, { snapshot: snapshotOf(tree) });
  expect(result.problems.map(({ systemCode }) => systemCode)).toEqual(["ENAMETOOLONG"]);
});

test("folders that hold each other over and over are left, and what is beside them is restored", async () => {
  const inside = (name: string, subtree: BlobId) =>
    node(name, { type: "dir", mode: 2 ** 31 + 0o700, content: null, subtree });
  let tree = await made.tree([await made.file("file", "x")]);
  for (let level = 0; level < 60; level++) tree = await made.tree([inside("a", tree), inside("b", tree)]);
  const result = await restoreSafely([
    await made.folder("a", [await made.file("file", "good")]),
    inside("middle", tree),
    await made.folder("z", [await made.file("file", "good")]),
  ]);
  expect(new Set(result.problems.map(({ reason }) => reason))).toEqual(new Set(["endless"]));
  expect(result.problems.length).toBeLessThan(100);
  for (const name of ["a", "z"]) expect(readFileSync(join(target, name, "file"), "utf8")).toBe("good");
});

test("an entry of a type nobody knows is a problem, a socket is none", async () => {
  const result = await restoreSafely([
    node("irregular", { type: "irregular", content: null }),
    node("nothing", { type: "", content: null }),
    node("socket", { type: "socket", content: null }),
  ]);
  expect(problemsOf(result)).toEqual(["/irregular: unsupported", "/nothing: unsupported"]);
});
