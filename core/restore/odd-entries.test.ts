/** One entry that cannot be believed must not take those beside it with it. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { BlobId } from "../../shared/ids.ts";
import { differencesOf, readTreeFacts, type TreeFacts } from "../../test/support/compare-trees.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { type RawPath, rawPathFromText } from "../platform/raw-path.ts";
import { encodeNode } from "../repository/format/tree-encode.ts";
import { ODDITIES, type Oddity, treeOf } from "../repository/testing/odd-entries.ts";
import { type HandMade, handMade, node, snapshotOf, symlinkNode } from "./testing/hand-made.ts";
import { problemsOf, restoreTo } from "./testing/restore-to.ts";

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
  mkdirSync(canary);
  writeFileSync(join(canary, "file"), "sings");
  before = await readTreeFacts(canary);
  made = handMade();
});

/** A folder `top` with a file, the odd entry and another file, and a file beside the folder. */
async function snapshotWith({ make }: Pick<Oddity, "make">) {
  const [after, file] = [await made.file("after", "good"), await made.file("before", "good")];
  const odd = make(await made.file("odd", "odd"));
  const entries = [encodeNode(after), odd, encodeNode(file)];
  const tree = await made.add("tree", treeOf(entries));
  const top = node("top", { type: "dir", mode: 2 ** 31 + 0o755, content: null, subtree: tree });
  return await made.snapshot([await made.file("beside", "good"), top]);
}

async function expectNothingOutside(): Promise<void> {
  expect(differencesOf(before, await readTreeFacts(canary))).toEqual([]);
  expect(readdirSync(place).sort()).toEqual(["canary", "target"]);
}

describe("an entry with", () => {
  test.each(ODDITIES)("$what is named and left out, all beside it comes back", async (oddity) => {
    const snapshot = await snapshotWith(oddity);
    const result = await restoreTo(target, made, { snapshot });
    const path = oddity.name === undefined ? "/top" : `/top/${oddity.name}`;
    expect(problemsOf(result)).toEqual([`${path}: odd-${oddity.fault}`]);
    expect(readdirSync(target).sort()).toEqual(["beside", "top"]);
    expect(readdirSync(join(target, "top")).sort()).toEqual(["after", "before"]);
    for (const name of ["beside", "top/after", "top/before"])
      expect(readFileSync(join(target, name), "utf8")).toBe("good");
    await expectNothingOutside();
  });
});

test("of a link and a folder of one name the first counts, and nothing is written through it", async () => {
  const folder = await made.folder("a", [await made.file("file", "evil")]);
  for (const entries of [
    [symlinkNode("a", canary), folder],
    [folder, symlinkNode("a", canary)],
  ]) {
    const tree = await made.add("tree", treeOf(entries.map((entry) => encodeNode(entry))));
    const result = await restoreTo(target, made, { snapshot: snapshotOf(tree) });
    expect(problemsOf(result)).toEqual(["/a: odd-twice"]);
    await expectNothingOutside();
  }
});

test("a name that is odd and leads elsewhere is only told", async () => {
  const file = await made.file("x", "evil", { sizeBytes: 7 });
  const make = (name: string) =>
    encodeNode({ ...file, name: Buffer.from(name) }).replace('"size":7', '"size":-7');
  const names = ["../canary/file", "..", "/etc/backstay-was-here", "x".repeat(5000)];
  const tree = await made.add("tree", treeOf(names.map(make)));
  const result = await restoreTo(target, made, { snapshot: snapshotOf(tree) });
  expect(result.problems.map(({ reason }) => reason)).toEqual(names.map(() => "odd-size"));
  for (const { path } of result.problems) expect(path.length).toBeLessThan(400);
  expect(readdirSync(target)).toEqual([]);
  await expectNothingOutside();
});

test("an odd entry that was not asked for is not spoken of, and one that was asked for is", async () => {
  const oddity = ODDITIES[0] as Oddity;
  const snapshot = await snapshotWith(oddity);
  const paths = (...names: string[]) => ({ snapshot, paths: names as RawPath[] });
  expect(problemsOf(await restoreTo(target, made, paths("/top/after")))).toEqual([]);
  expect(problemsOf(await restoreTo(target, made, paths("/top/odd")))).toEqual(["/top/odd: odd-size"]);
  const includes = [{ glob: rawPathFromText("/top/before"), ignoreCase: false }];
  expect(problemsOf(await restoreTo(target, made, { snapshot, includes }))).toEqual([]);
  const subfolder = rawPathFromText("/top");
  expect(problemsOf(await restoreTo(target, made, { snapshot, subfolder }))).toEqual(["/odd: odd-size"]);
});

test("a folder below an odd one's sibling is found by name", async () => {
  const inner = await made.folder("inner", [await made.file("file", "good")]);
  const odd = (ODDITIES[0] as Oddity).make(await made.file("odd", "odd"));
  const tree = await made.add("tree", treeOf([encodeNode(inner), odd]));
  await restoreTo(target, made, { snapshot: snapshotOf(tree), subfolder: rawPathFromText("/inner") });
  expect(readdirSync(target)).toEqual(["file"]);
});

test("a folder whose list is cut off is still given up as a whole, and named", async () => {
  const tree = await made.add("tree", Buffer.from('{"nodes":[{"name":"a","type":"file"'));
  const folder = node("cut", { type: "dir", mode: 2 ** 31 + 0o755, content: null, subtree: tree as BlobId });
  const result = await restoreTo(target, made, { snapshot: await made.snapshot([folder]) });
  expect(problemsOf(result)).toEqual(["/cut: broken-tree"]);
});
