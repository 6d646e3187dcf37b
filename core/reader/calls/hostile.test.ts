import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import { methods } from "../../../shared/api/methods.ts";
import type { BlobId, SnapshotId } from "../../../shared/ids.ts";
import type { FolderPage } from "../../../shared/model/browse.ts";
import { encodeNode } from "../../repository/format/tree-encode.ts";
import type { StoredSnapshot } from "../../repository/snapshots/load-snapshots.ts";
import { ODDITIES, treeOf } from "../../repository/testing/odd-entries.ts";
import { sampleNode } from "../../repository/testing/sample-node.ts";
import { node, type Plan, plantRepository } from "../../restore/browse/testing/planted-repository.ts";
import { answerCall, type PageCall } from "../answer-call.ts";
import { openDownload } from "../download/open-download.ts";
import { createListAhead } from "../list-ahead.ts";
import { keepOpen } from "../opened-repository.ts";
import { openSearch } from "../search-access.ts";
import { createTodayLookup } from "../today/today-lookup.ts";
import { createFolderStates } from "./folder-states.ts";

const whole = { sort: { by: "name", descending: false }, onlyDifferent: false, offset: 0, limit: 1000 };

/** Calls on a repository whose trees a test writes itself. */
function hostile() {
  const planted = plantRepository();
  const { repository } = planted;
  const snapshots: StoredSnapshot[] = [];
  const opened = {
    ...keepOpen(repository, { snapshots, broken: [] }, "office"),
    snapshot: async (id: SnapshotId) => {
      const found = snapshots.find((snapshot) => snapshot.id === id);
      if (found === undefined) throw new Error("the test has no such snapshot");
      return found;
    },
    series: () => snapshots,
    withFreshIndex: <T>(work: () => Promise<T>) => work(),
  };
  const today = createTodayLookup();
  const { signal } = new AbortController();
  const listAhead = createListAhead(() => false, signal);
  const context = {
    listAhead,
    opened,
    today,
    folderStates: createFolderStates(today, () => performance.now()),
    comparisons: new Map(),
    search: openSearch(undefined, repository.id, () => undefined),
    signal,
  };

  async function add(root: BlobId): Promise<SnapshotId> {
    const id = snapshots.length.toString(16).padStart(64, "0") as SnapshotId;
    const fields = {
      id,
      tree: root,
      timeNs: BigInt(snapshots.length),
      tags: [],
      hostname: "elsewhere",
      paths: ["/"],
    };
    snapshots.push(fields as unknown as StoredSnapshot);
    return id;
  }

  return {
    planted,
    opened,
    signal,
    add: async (plan: Plan) => add(await planted.tree(plan)),
    addRoot: add,
    /** Both ends are checked, as between the processes. */
    async ask(name: PageCall, input: object): Promise<unknown> {
      const value = await answerCall(name, { repositoryId: repository.id, ...input }, context);
      return methods[name].output.parse(value);
    },
  };
}

const utf8 = (text: string) => Buffer.from(text).toString("latin1");

test("names that no file can have are shown, and open nothing", async () => {
  const { add, ask } = hostile();
  const inside = { secret: "inside" };
  const names = [
    ".",
    "..",
    "a/b",
    "zero\0byte",
    "../../etc",
    `${"long".repeat(9000)}`,
    utf8("turned \u202e round"),
  ];
  const snapshotId = await add(Object.fromEntries(names.map((name) => [name, inside])));
  const page = (await ask("restore.folder", { ...whole, snapshotId, path: "/" })) as {
    total: number;
    entries: { path: string; name: string }[];
  };
  expect(page.total).toBe(names.length);
  for (const { path } of page.entries) {
    const opened = await ask("restore.folder", { ...whole, snapshotId, path }).catch(
      (error: { code: string }) => error.code,
    );
    // the last one is odd, but a name
    if (path.includes("turned")) expect(opened).toMatchObject({ total: 1 });
    else expect(opened).toBe("PATH_NOT_IN_SNAPSHOT");
  }
});

test("folders that contain themselves have an end", async () => {
  const { planted, addRoot, ask } = hostile();
  const tree = await planted.tree({ file: "x" });
  const loop = `{"nodes":[{"name":"loop","type":"dir","mtime":"2024-01-01T00:00:00Z","atime":"2024-01-01T00:00:00Z","ctime":"2024-01-01T00:00:00Z","uid":0,"gid":0,"content":null,"subtree":"${tree}"}]}\n`;
  planted.repository.cache.trees.put(tree, Buffer.from(loop)); // nobody can make a real one: ids are checksums
  const snapshotId = await addRoot(tree);
  const broken = { code: "TREE_BROKEN" };
  await expect(
    ask("restore.folder", { ...whole, snapshotId, path: "/loop/loop/loop" }),
  ).rejects.toMatchObject(broken);
  expect(await ask("restore.measure", { snapshotId, paths: ["/"] })).toMatchObject({ files: 0 });
  await expect(ask("restore.measure", { snapshotId, paths: ["/loop"] })).rejects.toMatchObject(broken);
  expect(await ask("restore.versions", { seriesId: "0".repeat(64), path: "/loop/loop/x" })).toEqual({
    versions: [],
  });
});

test("sizes are what they are, whatever an entry says", async () => {
  const { planted, add, ask, opened, signal } = hostile();
  const content = [await planted.blob("data", Buffer.from("three"))];
  const most = Number.MAX_SAFE_INTEGER;
  const snapshotId = await add({
    small: node({ sizeBytes: 0, content }),
    large: node({ sizeBytes: most, content }),
    larger: node({ sizeBytes: most, content }),
    none: node({ sizeBytes: 5, content: null }),
    time: node({ sizeBytes: 1, content, mtimeNs: 253_402_300_799_999_999_999n }),
  });
  expect(await ask("restore.measure", { snapshotId, paths: ["/"] })).toMatchObject({ files: 5, bytes: most });
  for (const path of ["/small", "/large"]) {
    expect(await ask("restore.preview", { snapshotId, path })).toMatchObject({ kind: "text", text: "three" });
    const download = await openDownload(opened, { snapshotId, paths: [path] }, () => undefined, signal);
    expect(download.sizeBytes).toBe(5);
    expect(String(await buffer(download.content(signal)))).toBe("three");
  }
  expect(await ask("restore.preview", { snapshotId, path: "/none" })).toEqual({ kind: "none", why: "empty" });
});

test("an archive holds no name that would be extracted elsewhere, and says what it left out", async () => {
  const { add, opened, signal } = hostile();
  const snapshotId = await add({
    good: { "..": { evil: "x" }, "x\\..\\..\\y": "x", fine: "fine" },
    "C:evil": { inside: "x" },
    device: node({ type: "chardev", device: 5n }),
  });
  const leftOut: string[] = [];
  const paths = ["/good", "/C:evil", "/device"];
  const download = await openDownload(
    opened,
    { snapshotId, paths },
    ({ path }) => leftOut.push(path),
    signal,
  );
  const zip = (await buffer(download.content(signal))).toString("latin1");
  expect(zip).toContain("good/fine");
  for (const evil of ["evil", "..", "C:", "device"]) expect(zip).not.toContain(evil);
  expect(leftOut.sort()).toEqual(["/C:evil", "/device", "/good/..", "/good/x\\..\\..\\y"]);
});

test("damage ends an archive instead of missing from it", async () => {
  const { planted, add, opened, signal } = hostile();
  const broken = await planted.blob("data", Buffer.from("will be damaged"));
  await planted.damage("data", broken);
  const snapshotId = await add({ a: { fine: "fine", broken: node({ sizeBytes: 15, content: [broken] }) } });
  const download = await openDownload(opened, { snapshotId, paths: ["/a"] }, () => undefined, signal);
  await expect(buffer(download.content(signal))).rejects.toMatchObject({ code: "BLOB_CORRUPT" });
});

test("a damaged snapshot counts for no version, and hides none", async () => {
  const { planted, add, ask } = hostile();
  await add({ a: { file: "one" } });
  const tree = await planted.tree({ file: "two" });
  await planted.damage("tree", tree);
  await add({ a: node({ type: "dir", subtree: tree }) });
  await add({ a: { file: "one" } });
  const { versions } = (await ask("restore.versions", { seriesId: "0".repeat(64), path: "/a/file" })) as {
    versions: unknown[];
  };
  expect(versions).toMatchObject([{ snapshotCount: 2 }]);
});

test.each(ODDITIES)("a folder with $what is shown without it, and says so", async (oddity) => {
  const { planted, addRoot, ask } = hostile();
  const good = await planted.blob("data", Buffer.from("good"));
  const file = (name: string) =>
    sampleNode({ name: Buffer.from(name), mtimeNs: 1n, content: [good], sizeBytes: 4 });
  const entries = [encodeNode(file("after")), oddity.make(file("odd")), encodeNode(file("before"))];
  const snapshotId = await addRoot(await planted.blob("tree", treeOf(entries)));
  const page = (await ask("restore.folder", { ...whole, snapshotId, path: "/" })) as FolderPage;
  expect(page.entries.map(({ name }) => name)).toEqual(["after", "before"]);
  expect(page.leftOut).toEqual({ total: 1, entries: [{ name: oddity.name ?? null, fault: oddity.fault }] });
  const sizes = { files: 2, folders: 0, bytes: 8, goneToday: null };
  expect(await ask("restore.measure", { snapshotId, paths: ["/"] })).toMatchObject(sizes);
  if (oddity.name !== "odd") return;
  const opened = ask("restore.folder", { ...whole, snapshotId, path: "/odd" });
  await expect(opened).rejects.toMatchObject({ code: "ENTRY_BROKEN", details: { path: "/odd" } });
  expect(await ask("restore.preview", { snapshotId, path: "/before" })).toMatchObject({ kind: "text" });
});

test("a folder of more paths than anybody has is measured as far as sensible", async () => {
  const { planted, addRoot, ask } = hostile();
  let tree = await planted.tree({ file: "x" });
  const twice = () => ({ a: node({ type: "dir", subtree: tree }), b: node({ type: "dir", subtree: tree }) });
  for (let level = 0; level < 60; level++) tree = await planted.tree(twice());
  const snapshotId = await addRoot(tree);
  const measured = (await ask("restore.measure", { snapshotId, paths: ["/"] })) as { folders: number };
  expect(measured.folders).toBeLessThan(10_000);
});
