import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, onTestFinished, test } from "vitest";
import type { BlobId, IndexId, PackId, RepositoryId, SnapshotId } from "../../shared/ids.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { openRepositoryCache, type RepositoryCache, removeRepositoryCache } from "./repository-cache.ts";

const repositoryId = "7".repeat(64) as RepositoryId;
const idOf = (start: string) => start.padEnd(64, "0");
const snapshot = idOf("5") as SnapshotId;

function open(folder?: string): RepositoryCache {
  const cache = openRepositoryCache(folder, repositoryId);
  onTestFinished(() => cache.close());
  return cache;
}

async function makeCache(): Promise<{ folder: string; path: string }> {
  const folder = join(await tempFolder(), "not", "there", "yet");
  const cache = open(folder);
  cache.snapshots.put(snapshot, 100, Buffer.from("{}"));
  cache.close();
  return { folder, path: join(folder, `${repositoryId}.sqlite`) };
}

test("keeps what was put, and is for its owner's eyes only", async () => {
  const { folder, path } = await makeCache();
  expect(open(folder).snapshots.json(snapshot, 100)).toEqual(Buffer.from("{}"));
  expect((statSync(path).mode & 0o777).toString(8)).toBe("600");
  expect((statSync(dirname(path)).mode & 0o777).toString(8)).toBe("700");
});

test("without a folder it is gone when it is closed, and closing twice does no harm", () => {
  const cache = open();
  const path = cache.database.name;
  expect(existsSync(path)).toBe(true);
  cache.close();
  cache.close();
  expect(existsSync(dirname(path))).toBe(false);
});

test.each([
  ["is no database", (path: string) => writeFileSync(path, "something else altogether".repeat(100))],
  ["was cut short", (path: string) => truncateSync(path, 5000)],
  ["has a broken first page", (path: string) => writeFileSync(path, readFileSync(path).fill(0xff, 16, 600))],
])("a file that %s is made again", async (_, damage) => {
  const { folder, path } = await makeCache();
  damage(path);
  const cache = open(folder);
  expect(cache.snapshots.json(snapshot, 100)).toBeUndefined();
  cache.snapshots.put(snapshot, 100, Buffer.from("{}"));
  expect(cache.snapshots.json(snapshot, 100)).toBeDefined();
});

test("a cache of another version is thrown away, not misread", async () => {
  const { folder, path } = await makeCache();
  const database = new Database(path);
  database.pragma("user_version = 999");
  database.close();
  expect(open(folder).snapshots.json(snapshot, 100)).toBeUndefined();
});

test("a transaction that throws leaves nothing behind", async () => {
  const { folder } = await makeCache();
  const cache = open(folder);
  const other = idOf("6") as SnapshotId;
  const attempt = () =>
    cache.transaction(() => {
      cache.snapshots.put(other, 100, Buffer.from("{}"));
      throw new RangeError("half way");
    });
  expect(attempt).toThrow(RangeError);
  expect(cache.snapshots.json(other, 100)).toBeUndefined();
});

test("what index files said is forgotten as a whole or not at all", () => {
  const { index, database } = open();
  const [file, pack, id] = [idOf("1") as IndexId, idOf("2") as PackId, idOf("3") as BlobId];
  const entries = [{ id, type: "data", offset: 0, length: 40, uncompressedLength: 0 }] as const;
  index.addIndexFile(file, [{ id: pack, entries }]);
  database.exec("CREATE TRIGGER half_way BEFORE DELETE ON packs BEGIN SELECT RAISE(ABORT, 'half way'); END");
  expect(() => index.forgetIndexFiles()).toThrow();
  expect(index.indexFiles()).toEqual(new Set([file]));
  expect(index.has("data", id)).toBe(true);
  database.exec("DROP TRIGGER half_way");
  index.forgetIndexFiles();
  expect(index.indexFiles()).toEqual(new Set());
  expect(index.has("data", id) || index.hasPack(pack)).toBe(false);
});

test("two processes may have it open: each sees what the other put", async () => {
  const { folder } = await makeCache();
  const [one, two] = [open(folder), open(folder)];
  const tree = idOf("8") as BlobId;
  one.trees.put(tree, Buffer.from("tree"));
  expect(two.trees.json(tree)).toEqual(Buffer.from("tree"));
  one.close();
  two.close();
  expect(readdirSync(folder)).toEqual([`${repositoryId}.sqlite`]);
});

test("rows that a failing disk changed count as not there", () => {
  const cache = open();
  const [tree, pack] = [idOf("8") as BlobId, idOf("9") as PackId];
  cache.trees.put(tree, Buffer.from("a tree"), Buffer.from("a record"));
  cache.snapshots.put(snapshot, 100, Buffer.from("{}"));
  cache.pendingPacks.add({ id: pack, sizeBytes: 5, header: Buffer.from("header") });
  for (const [table, column] of [
    ["trees", "json"],
    ["trees", "record"],
    ["snapshots", "json"],
    ["pending_packs", "header"],
  ]) {
    cache.database.exec(`UPDATE ${table} SET ${column} = CAST(x'00' || substr(${column}, 2) AS BLOB)`);
  }
  expect(cache.trees.json(tree)).toBeUndefined();
  expect(cache.trees.record(tree)).toBeUndefined();
  expect(cache.snapshots.json(snapshot, 100)).toBeUndefined();
  expect(cache.pendingPacks.list()).toEqual([]);
});

test("a tree keeps the record it has when it is put again without one, and takes a newer one", () => {
  const { trees } = open();
  const id = idOf("8") as BlobId;
  trees.put(id, Buffer.from("tree"), Buffer.from("record"));
  trees.put(id, Buffer.from("tree"));
  expect(trees.record(id)).toEqual(Buffer.from("record"));
  trees.putRecord(id, Buffer.from("newer"));
  expect(trees.record(id)).toEqual(Buffer.from("newer"));
  trees.putRecord(idOf("9") as BlobId, Buffer.from("of a tree that is not there"));
  expect(trees.record(idOf("9") as BlobId)).toBeUndefined();
});

test("forgets every snapshot that is not wanted any more", () => {
  const { snapshots } = open();
  const ids = ["a", "b", "c"].map((start) => idOf(start) as SnapshotId);
  for (const id of ids) snapshots.put(id, 100, Buffer.from(id));
  snapshots.keepOnly(new Set(ids.slice(1)));
  expect(ids.map((id) => snapshots.json(id, 100) !== undefined)).toEqual([false, true, true]);
});

test("the journal of packs gives back what was added, until it is removed", () => {
  const { pendingPacks } = open();
  const packs = ["a", "b"].map((start) => ({
    id: idOf(start) as PackId,
    sizeBytes: 17,
    header: Buffer.from(start),
  }));
  for (const pack of packs) pendingPacks.add(pack);
  expect(pendingPacks.list()).toEqual(packs);
  pendingPacks.remove([idOf("a") as PackId, idOf("f") as PackId]);
  expect(pendingPacks.list()).toEqual(packs.slice(1));
});

test("an index file that cannot be taken over whole is not taken over at all", () => {
  const { index } = open();
  const entries = [
    { id: idOf("a") as BlobId, type: "data" as const, offset: 0, length: 40, uncompressedLength: 0 },
  ];
  function* packs() {
    yield { id: idOf("1") as PackId, entries };
    throw new RangeError("half way");
  }
  expect(() => index.addIndexFile(idOf("e") as IndexId, packs())).toThrow(RangeError);
  expect({ blobs: index.blobCount(), files: index.indexFiles().size }).toEqual({ blobs: 0, files: 0 });
});

test("blobs are found by type, by pack and by the beginning of their id", () => {
  const { index } = open();
  const entry = (id: string, type: "data" | "tree", offset: number) => ({
    id: idOf(id) as BlobId,
    type,
    offset,
    length: 40,
    uncompressedLength: type === "tree" ? 99 : 0,
  });
  const [data, trees] = [idOf("1") as PackId, idOf("2") as PackId];
  index.addIndexFile(idOf("e") as IndexId, [
    { id: data, entries: [entry("ab1", "data", 0), entry("aa", "data", 40), entry("ab2", "data", 80)] },
    { id: trees, entries: [entry("ab1", "tree", 0)] },
  ]);
  expect(index.locate("tree", idOf("ab1") as BlobId)).toEqual([
    { ...entry("ab1", "tree", 0), packId: trees },
  ]);
  expect(index.hasRaw("data", Buffer.from(idOf("aa"), "hex"))).toBe(true);
  expect(index.has("tree", idOf("aa") as BlobId)).toBe(false);
  expect(index.entriesOf(data).map(({ offset }) => offset)).toEqual([0, 40, 80]);
  expect(index.entriesOf(idOf("3") as PackId)).toEqual([]);
  const found = (prefix: string, limit = 10) =>
    index.findByPrefix(prefix, limit).map(({ id }) => id.slice(0, 3));
  expect(found("ab")).toEqual(["ab1", "ab1", "ab2"]);
  expect(found("ab2")).toEqual(["ab2"]);
  expect(found("ab", 2)).toHaveLength(2);
  expect(found("b")).toEqual([]);
});

describe("replicas of one repository", () => {
  const [first, second] = ["/mnt/first", "/mnt/second"];
  const at = (folder: string, location?: string) => {
    const cache = openRepositoryCache(folder, repositoryId, location);
    onTestFinished(() => cache.close());
    return cache;
  };

  test("keep apart what they hold, however they are opened, and at the same time", async () => {
    const folder = await tempFolder();
    const [one, other] = [at(folder, first), at(folder, second)];
    one.index.addIndexFile(idOf("1") as IndexId, [{ id: idOf("a") as PackId, entries: [] }]);
    expect(other.index.indexFiles()).toEqual(new Set());
    other.index.addIndexFile(idOf("2") as IndexId, []);
    expect(at(folder, first).index.indexFiles()).toEqual(new Set([idOf("1")]));
    expect(at(folder, second).index.indexFiles()).toEqual(new Set([idOf("2")]));
    expect(at(folder).index.indexFiles()).toEqual(new Set([idOf("1")]));
  });

  test("a cache from before somebody said where it is goes on being used", async () => {
    const { folder } = await makeCache();
    expect(at(folder, second).snapshots.json(snapshot, 100)).toBeDefined();
    expect(at(folder, first).snapshots.json(snapshot, 100)).toBeUndefined();
  });

  test("are forgotten together, and other repositories are not", async () => {
    const folder = await tempFolder();
    for (const location of [first, second]) openRepositoryCache(folder, repositoryId, location).close();
    const other = "8".repeat(64) as RepositoryId;
    openRepositoryCache(folder, other).close();
    expect(readdirSync(folder)).toHaveLength(3);
    removeRepositoryCache(folder, repositoryId);
    expect(readdirSync(folder)).toEqual([`${other}.sqlite`]);
    removeRepositoryCache(join(folder, "nowhere"), repositoryId);
  });
});

test("a pack that is forgotten takes only its own places of blobs along, and can be added again", () => {
  const { index } = open();
  const [pack, copy, blob] = [idOf("a") as PackId, idOf("b") as PackId, idOf("c") as BlobId];
  const entries = [{ id: blob, type: "data" as const, offset: 0, length: 40, uncompressedLength: 0 }];
  const only = {
    ...entries[0],
    id: idOf("d") as BlobId,
    type: "tree" as const,
    offset: 40,
    length: 40,
    uncompressedLength: 0,
  };
  index.addIndexFile(idOf("1") as IndexId, [
    { id: pack, entries: [...entries, only] },
    { id: copy, entries },
  ]);
  index.forgetPacks([pack, idOf("e") as PackId]);
  expect(index.has("tree", only.id)).toBe(false);
  expect(index.locate("data", blob).map(({ packId }) => packId)).toEqual([copy]);
  expect(index.hasPack(pack)).toBe(false);
  index.addIndexFile(idOf("2") as IndexId, [{ id: pack, entries: [only] }]);
  expect(index.has("tree", only.id)).toBe(true);
});
