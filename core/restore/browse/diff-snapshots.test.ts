import { expect, test } from "vitest";
import type { BlobId } from "../../../shared/ids.ts";
import { type DiffOptions, diffSnapshots } from "./diff-snapshots.ts";
import { readAll } from "./read-all.ts";
import {
  DEFAULT_MTIME_NS,
  node,
  type Plan,
  type PlantedRepository,
  plantRepository,
} from "./testing/planted-repository.ts";

async function diff(planted: PlantedRepository, before: Plan, after: Plan, options: DiffOptions = {}) {
  const [left, right] = [await planted.tree(before), await planted.tree(after)];
  const events = await readAll(diffSnapshots(planted.repository, left, right, options));
  return {
    changes: events.flatMap((event) => (event.kind === "change" ? `${event.modifier} ${event.path}` : [])),
    statistics: events.at(-1),
  };
}

test("what was added, removed and modified comes in the order of names, with all that is below", async () => {
  const before = { gone: { x: "x", y: { z: "z" } }, keep: { same: "same" }, mod: "1" };
  const after = { keep: { same: "same" }, mod: "2", new: { n: "n" } };
  const { changes, statistics } = await diff(plantRepository(), before, after);
  expect(changes).toEqual([
    "- /gone",
    "- /gone/x",
    "- /gone/y",
    "- /gone/y/z",
    "M? /mod",
    "+ /new",
    "+ /new/n",
  ]);
  expect(statistics).toMatchObject({
    kind: "statistics",
    changedFiles: 1,
    added: { files: 1, folders: 1, others: 0, dataBlobs: 2, treeBlobs: 2 },
    removed: { files: 2, folders: 2, others: 0, dataBlobs: 3, treeBlobs: 3 },
  });
});

test("a blob that an unchanged folder holds is neither new nor removed, wherever it turns up", async () => {
  const same = { deep: { copy: "content" } };
  const { changes, statistics } = await diff(plantRepository(), { same }, { same, second: "content" });
  expect(changes).toEqual(["+ /second"]);
  expect(statistics).toMatchObject({ added: { dataBlobs: 0, treeBlobs: 1 }, removed: { treeBlobs: 1 } });
});

test("a change of type says so, and of metadata only when asked", async () => {
  const link = node({ type: "symlink", linkTarget: Buffer.from("x") });
  const before = { a: "a", b: { c: "" }, m: "m" };
  const after = {
    a: link,
    b: "b",
    m: node({ content: [], mtimeNs: DEFAULT_MTIME_NS + 1n }),
  };
  const planted = plantRepository();
  expect((await diff(planted, before, after)).changes).toEqual(["T /a", "T /b", "M /m"]);
  const attributes = [
    { name: "user.a", value: Buffer.from("1") },
    { name: "user.b", value: Buffer.from("2") },
  ];
  const plain = node({ content: [], extendedAttributes: attributes });
  const turned = node({ content: [], extendedAttributes: attributes.toReversed() });
  const chmod = node({ content: [], mode: 0o600 });
  const options = { metadata: true };
  expect((await diff(planted, { x: plain, y: plain }, { x: turned, y: chmod }, options)).changes).toEqual([
    "U /y",
  ]);
  expect((await diff(planted, { x: plain, y: plain }, { x: turned, y: chmod })).changes).toEqual([]);
});

test("equal folders are not even read when nothing else changed", async () => {
  const planted = plantRepository();
  const plan = { a: { b: "b" } };
  await diff(planted, plan, plan);
  expect(planted.readPacks).toHaveLength(1); // the root
});

test("without statistics equal folders are never read", async () => {
  const planted = plantRepository();
  const same = { b: { c: "c" } };
  const { changes, statistics } = await diff(
    planted,
    { same, x: "1" },
    { same, x: "2" },
    { withoutStatistics: true },
  );
  expect(changes).toEqual(["M? /x"]);
  expect(statistics).toMatchObject({ kind: "change" });
  expect(planted.readPacks).toHaveLength(2); // the two roots
});

test("a folder that cannot be read is reported by its path, and the rest is compared", async () => {
  const missing = node({ type: "dir", subtree: "ab".repeat(32) as BlobId });
  const paths: string[] = [];
  const options = { onProblem: ({ path }: { path: string }) => paths.push(path) };
  const planted = plantRepository();
  const { changes } = await diff(planted, { a: missing, b: "1" }, { a: {}, b: "2", new: "" }, options);
  expect(changes).toEqual(["M? /b", "+ /new"]);
  expect(paths).toEqual(["/a"]);
  await expect(diff(planted, { a: missing }, { a: {} })).rejects.toMatchObject({ code: "BLOB_MISSING" });
});

test("entries out of order are compared by name", async () => {
  const planted = plantRepository();
  const ordered = await planted.tree({ a: "", b: "" });
  const [nodeA, nodeB] = ["a", "b"].map((name) => `{"name":"${name}","type":"file","content":[]}`);
  const turned = await planted.blob("tree", Buffer.from(`{"nodes":[${nodeB},${nodeA}]}\n`));
  const events = await readAll(diffSnapshots(planted.repository, ordered, turned));
  expect(events.map(({ kind }) => kind)).toEqual(["statistics"]);
});

test("a comparison that is not read to its end leaves nothing in the cache", async () => {
  const planted = plantRepository();
  const { database } = planted.repository.cache;
  const [left, right] = [await planted.tree({}), await planted.tree({ a: "", b: "" })];
  for await (const event of diffSnapshots(planted.repository, left, right)) {
    expect(event.kind).toBe("change");
    break;
  }
  expect(database.prepare("SELECT name FROM sqlite_temp_schema").all()).toEqual([]);
});
