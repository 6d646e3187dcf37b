import { expect, test } from "vitest";
import type { BlobId } from "../../../shared/ids.ts";
import { rawPathFromText, rawPathToText } from "../../platform/raw-path.ts";
import { type FindQuery, findEntries } from "./find-entries.ts";
import { findVersions } from "./find-versions.ts";
import { readAll } from "./read-all.ts";
import { DEFAULT_MTIME_NS, node, plantRepository } from "./testing/planted-repository.ts";

function query(...globs: readonly string[]): FindQuery {
  return { patterns: globs.map((glob) => ({ glob: rawPathFromText(glob), ignoreCase: false })) };
}

test("entries are found snapshot by snapshot", async () => {
  const planted = plantRepository();
  const one = await planted.snapshot({ a: { "x.txt": "1", "y.dat": "" }, b: { "z.txt": "" } });
  const two = await planted.snapshot({ a: { "x.txt": "2" }, b: { "z.txt": "" } });
  const found = await readAll(findEntries(planted.repository, [one, two], query("*.txt")));
  expect(found.map(({ snapshot, path }) => [snapshot === one ? 1 : 2, path])).toEqual([
    [1, "/a/x.txt"],
    [1, "/b/z.txt"],
    [2, "/a/x.txt"],
    [2, "/b/z.txt"],
  ]);
});

test("a folder that fits brings what is in it, as in restic", async () => {
  const planted = plantRepository();
  const snapshot = await planted.snapshot({ a: { wanted: { x: "" } }, b: "" });
  const found = await readAll(findEntries(planted.repository, [snapshot], query("/a/wanted")));
  expect(found.map(({ path }) => path)).toEqual(["/a/wanted", "/a/wanted/x"]);
});

test("case can be ignored", async () => {
  const planted = plantRepository();
  const snapshot = await planted.snapshot({ [rawPathFromText("GRÜN.txt")]: "", other: "" });
  const patterns = [{ glob: rawPathFromText("grün*"), ignoreCase: true }];
  const found = await readAll(findEntries(planted.repository, [snapshot], { patterns }));
  expect(found.map(({ path }) => rawPathToText(path))).toEqual(["/GRÜN.txt"]);
});

test("times bound what is found, ends included", async () => {
  const planted = plantRepository();
  const at = (mtimeNs: bigint) => node({ mtimeNs, content: [] });
  const snapshot = await planted.snapshot({ a1: at(-1n), a2: at(0n), a3: at(5n), a4: at(6n) });
  const bounded = { ...query("a*"), oldestNs: 0n, newestNs: 5n };
  const found = await readAll(findEntries(planted.repository, [snapshot], bounded));
  expect(found.map(({ path }) => path)).toEqual(["/a2", "/a3"]);
});

test.each([
  { globs: ["*.txt"], lookedElsewhere: 2 },
  // what fits depends on the path: elsewhere the folder might hold something
  { globs: ["*.txt", "!elsewhere/shared/deep/x*"], lookedElsewhere: 4 },
])("a folder that holds nothing wanted is read once, whoever shares it: $globs", async (wanted) => {
  const planted = plantRepository();
  const { repository } = planted;
  const shared = { deep: { "no.dat": "" } };
  const first = await planted.snapshot({ shared, "x.txt": "1" });
  const second = await planted.snapshot({ shared, "x.txt": "2" });
  const third = await planted.snapshot({ elsewhere: { shared }, "x.txt": "2" });
  let looked = 0;
  const { trees } = repository.cache;
  const counted = {
    ...trees,
    json(id: BlobId) {
      looked += 1;
      return trees.json(id);
    },
  };
  const counting = { ...repository, cache: { ...repository.cache, trees: counted } };
  const found = await readAll(findEntries(counting, [first, second, third], query(...wanted.globs)));
  expect(found.map(({ path }) => path)).toEqual(["/x.txt", "/x.txt", "/x.txt"]);
  expect(looked).toBe(3 + 1 + wanted.lookedElsewhere);
});

test("a folder that held something in one snapshot is searched again in the next", async () => {
  const planted = plantRepository();
  const plan = { a: { b: { "x.txt": "" } } };
  const [one, two] = [await planted.snapshot(plan), await planted.snapshot(plan)];
  const found = await readAll(findEntries(planted.repository, [one, two], query("*.txt")));
  expect(found).toHaveLength(2);
});

test("damage is reported for each snapshot that suffers from it", async () => {
  const planted = plantRepository();
  const broken = node({ type: "dir", subtree: "ab".repeat(32) as BlobId });
  const one = await planted.snapshot({ a: { broken } });
  const two = await planted.snapshot({ a: { broken }, "x.txt": "" });
  const problems: string[] = [];
  const onProblem = ({ path }: { path: string }) => problems.push(path);
  const found = await readAll(findEntries(planted.repository, [one, two], query("x*"), { onProblem }));
  expect(found.map(({ path }) => path)).toEqual(["/x.txt"]);
  expect(problems).toEqual(["/a/broken", "/a/broken"]);
});

test("a pattern that is not valid is refused", async () => {
  const found = findEntries(plantRepository().repository, [], query("[a"));
  await expect(found.next()).rejects.toMatchObject({ code: "PATTERN_INVALID" });
});

test("the versions of a path are told apart by content and time", async () => {
  const planted = plantRepository();
  const touched = node({
    mtimeNs: DEFAULT_MTIME_NS + 1n,
    content: [await planted.blob("data", Buffer.of(49))],
  });
  const snapshots = [
    await planted.snapshot({ d: { x: "1" } }),
    await planted.snapshot({ d: { x: "1" }, other: "" }),
    await planted.snapshot({ d: {} }),
    await planted.snapshot({ d: { x: "2" } }),
    await planted.snapshot({ d: { x: touched } }),
    await planted.snapshot({ d: { x: "1" } }),
  ];
  const versions = await findVersions(planted.repository, snapshots, rawPathFromText("/d/x"));
  expect(versions.map((version) => version.snapshots.map((one) => snapshots.indexOf(one)))).toEqual([
    [0, 1, 5],
    [3],
    [4],
  ]);
});
