import { expect, test } from "vitest";
import type { BlobId } from "../../../shared/ids.ts";
import { type RawPath, rawPathFromText, rawPathToText } from "../../platform/raw-path.ts";
import type { BrowseProblem } from "./browse-problem.ts";
import { type ListOptions, listEntries } from "./list-entries.ts";
import { readAll } from "./read-all.ts";
import { node, type Plan, plantRepository } from "./testing/planted-repository.ts";

const PLAN: Plan = { srv: { data: { "a.txt": "a", deep: { "b.txt": "b" } }, "data-2": { c: "c" } }, z: "z" };

function path(text: string): RawPath {
  return rawPathFromText(text);
}

async function listed(plan: Plan, options: ListOptions = {}): Promise<readonly string[]> {
  const planted = plantRepository();
  const entries = listEntries(planted.repository, await planted.snapshot(plan), options);
  return (await readAll(entries)).map((entry) => rawPathToText(entry.path));
}

test("without paths everything is listed, each folder before what is in it", async () => {
  expect(await listed(PLAN)).toEqual([
    "/srv",
    "/srv/data",
    "/srv/data/a.txt",
    "/srv/data/deep",
    "/srv/data/deep/b.txt",
    "/srv/data-2",
    "/srv/data-2/c",
    "/z",
  ]);
});

test("a path lists itself and what is directly in it, and nothing whose name only begins alike", async () => {
  expect(await listed(PLAN, { paths: [path("/srv/data/")] })).toEqual([
    "/srv/data",
    "/srv/data/a.txt",
    "/srv/data/deep",
  ]);
});

test("recursive lists what is below the paths", async () => {
  expect(await listed(PLAN, { paths: [path("/srv/data/deep"), path("/z")], recursive: true })).toEqual([
    "/srv/data/deep",
    "/srv/data/deep/b.txt",
    "/z",
  ]);
});

test("a folder taken for the root gives paths from there", async () => {
  expect(await listed(PLAN, { folder: path("srv/data") })).toEqual(["/a.txt", "/deep", "/deep/b.txt"]);
  await expect(listed(PLAN, { folder: path("/srv/none") })).rejects.toMatchObject({
    code: "PATH_NOT_IN_SNAPSHOT",
    details: { path: "/srv/none" },
  });
  await expect(listed(PLAN, { folder: path("/z") })).rejects.toMatchObject({ code: "ENTRY_TYPE_WRONG" });
});

test("names are shown as they are", async () => {
  const entries = await listed({ "a\nb": "", "..": {}, "x/../../y": "" });
  expect(entries).toEqual(["/..", "/a\nb", "/x/../../y"]);
});

test("a folder that cannot be read is reported by its path, and the rest is listed", async () => {
  const problems: BrowseProblem[] = [];
  const missing = "ab".repeat(32) as BlobId;
  const plan = { a: { x: "" }, b: node({ type: "dir", subtree: missing }), c: node({ type: "dir" }), d: "" };
  const onProblem = (problem: BrowseProblem) => problems.push(problem);
  expect(await listed(plan, { onProblem })).toEqual(["/a", "/a/x", "/b", "/c", "/d"]);
  expect(problems.map((problem) => [problem.path, problem.error.code])).toEqual([
    ["/b", "BLOB_MISSING"],
    ["/c", "TREE_BROKEN"],
  ]);
  await expect(listed(plan)).rejects.toMatchObject({ code: "BLOB_MISSING" });
});

test("a tree that contains itself ends in an error", async () => {
  const planted = plantRepository();
  const snapshot = await planted.snapshot({ a: { b: "" } });
  // No hash can name itself as far as anybody knows, so the repository has to pretend.
  const time = "2024-01-01T00:00:00Z";
  const looped = `{"nodes":[{"name":"b","type":"dir","mtime":"${time}","subtree":"${snapshot.tree}"}]}`;
  const { cache } = planted.repository;
  const trees = { ...cache.trees, json: () => Buffer.from(looped) };
  const repository = { ...planted.repository, cache: { ...cache, trees } };
  await expect(readAll(listEntries(repository, snapshot))).rejects.toMatchObject({
    code: "TREE_BROKEN",
    details: { reason: "within-itself" },
  });
});

test("a cancelled listing stops with the signal's reason", async () => {
  const planted = plantRepository();
  const stop = new AbortController();
  const entries = listEntries(planted.repository, await planted.snapshot(PLAN), { signal: stop.signal });
  expect((await entries.next()).value?.path).toBe("/srv");
  stop.abort(new Error("enough"));
  await expect(entries.next()).rejects.toThrow("enough");
});
