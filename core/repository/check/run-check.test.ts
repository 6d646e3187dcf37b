import { expect, test } from "vitest";
import type { JobProgress } from "../../jobs/job.ts";
import { encodeNode, encodeTree } from "../format/tree-encode.ts";
import {
  idOf,
  plainOf,
  type SampleRepository,
  sampleRepository,
} from "../inventory/testing/sample-repository.ts";
import { sampleNode } from "../testing/sample-node.ts";
import type { CheckResult } from "./check-result.ts";
import { runCheck } from "./run-check.ts";
import type { ReadData } from "./select-packs.ts";

function check(repository: SampleRepository, kind: "none" | "all" = "all"): Promise<CheckResult> {
  const readData: ReadData = { kind };
  const job = { signal: new AbortController().signal, reportProgress: () => undefined };
  return runCheck(repository, { readData, threads: 1, withoutLock: true }, job);
}

async function change(
  repository: SampleRepository,
  kind: "pack" | "index" | "snapshot",
  name: string,
  edit: (bytes: Uint8Array) => Uint8Array,
): Promise<void> {
  await repository.store.write(kind, name, edit(await repository.store.read(kind, name)));
}

const flipByte = (at: number) => (bytes: Uint8Array) =>
  bytes.with(at < 0 ? bytes.length + at : at, (bytes.at(at) ?? 0) ^ 1);

const codes = (result: CheckResult) => result.problems.map(({ code }) => code);

async function locksOf({ store }: SampleRepository): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { name } of store.list("lock")) names.push(name);
  return names;
}

const FOLDER = { "a.txt": "first", docs: { "b.txt": ["second", "third"] } };

test("finds nothing wrong with a whole repository, and says what it saw", async () => {
  const repository = sampleRepository();
  await repository.backUp(FOLDER);
  await repository.backUp({ ...FOLDER, "c.txt": "fourth" });
  const result = await check(repository);
  expect(result).toMatchObject({
    problemCount: 0,
    noteCount: 0,
    snapshots: 2,
    indexFiles: 2,
    packs: 4,
    trees: 3,
  });
  expect(result.packsRead).toBe(4);
  expect((await check(repository, "none")).packsRead).toBe(2);
});

test("releases its lock, and needs none where none can be written", async () => {
  const repository = sampleRepository();
  await repository.backUp(FOLDER);
  const job = { signal: new AbortController().signal, reportProgress: () => undefined };
  const { store } = repository;
  const kindsWritten: string[] = [];
  const watched = {
    ...store,
    write: (...args: Parameters<typeof store.write>) => {
      kindsWritten.push(args[0]);
      return store.write(...args);
    },
  };
  await runCheck({ ...repository, store: watched }, { readData: { kind: "none" } }, job);
  expect(kindsWritten).toEqual(["lock"]);
  expect(await locksOf(repository)).toEqual([]);
  const write = () => Promise.reject(new Error("nothing may be written"));
  const readOnly = { ...repository, store: { ...store, write } };
  const result = await runCheck(readOnly, { readData: { kind: "none" }, withoutLock: true }, job);
  expect(result.problemCount).toBe(0);
});

test("finds a flipped byte in a blob by reading data, and not without", async () => {
  const repository = sampleRepository();
  const { dataPack } = await repository.backUp(FOLDER);
  const packId = dataPack?.id ?? "";
  await change(repository, "pack", packId, flipByte(20));
  expect(codes(await check(repository, "none"))).toEqual([]);
  const result = await check(repository);
  expect(result.problems).toEqual([
    { code: "pack-changed", packId },
    { code: "blob-corrupt", packId, blobId: idOf(Buffer.from("first")), blobType: "data", reason: "mac" },
  ]);
  expect(result.brokenPacks).toEqual([packId]);
});

test("tells a broken header from broken blobs", async () => {
  const repository = sampleRepository();
  const { dataPack } = await repository.backUp(FOLDER);
  await change(repository, "pack", dataPack?.id ?? "", flipByte(-10));
  expect(codes(await check(repository))).toEqual(["pack-changed", "pack-header-broken"]);
});

test("finds a pack that was cut short, and one that is gone", async () => {
  const repository = sampleRepository();
  const { dataPack } = await repository.backUp(FOLDER);
  const packId = dataPack?.id ?? "";
  await change(repository, "pack", packId, (bytes) => bytes.subarray(0, -1));
  const { length } = dataPack?.bytes ?? [];
  expect((await check(repository, "none")).problems).toEqual([
    { code: "pack-size-wrong", packId, expectedBytes: length, actualBytes: (length ?? 0) - 1 },
  ]);
  await repository.store.remove("pack", packId);
  expect((await check(repository, "none")).problems).toEqual([{ code: "pack-missing", packId, blobs: 3 }]);
});

test("finds a corrupt index, and checks the rest", async () => {
  const repository = sampleRepository();
  const { indexId } = await repository.backUp(FOLDER);
  const { dataPack } = await repository.backUp({ "other.txt": "other" });
  await change(repository, "index", indexId ?? "", flipByte(40));
  await change(repository, "pack", dataPack?.id ?? "", flipByte(20));
  const result = await check(repository);
  expect(codes(result)).toEqual(["index-broken", "pack-changed", "blob-corrupt", "tree-missing"]);
  expect(result.suggestRebuildIndex).toBe(true);
});

test("finds a missing index by the trees that are missing", async () => {
  const repository = sampleRepository();
  const { indexId, tree } = await repository.backUp(FOLDER);
  await repository.store.remove("index", indexId ?? "");
  const result = await check(repository);
  expect(result.problems).toEqual([{ code: "tree-missing", treeId: tree }]);
  expect(result.notes.map(({ code }) => code)).toEqual(["pack-orphaned", "pack-orphaned"]);
});

test("finds a corrupt snapshot", async () => {
  const repository = sampleRepository();
  const { snapshotId } = await repository.backUp(FOLDER);
  await change(repository, "snapshot", snapshotId, flipByte(30));
  expect((await check(repository)).problems).toEqual([
    { code: "snapshot-broken", snapshotId, reason: "hash" },
  ]);
});

test("finds a corrupt tree without being asked to read data, unless another copy is whole", async () => {
  const repository = sampleRepository();
  const { treePack, tree } = await repository.backUp(FOLDER);
  const packId = treePack?.id ?? "";
  const last = treePack?.entries.at(-1);
  await change(repository, "pack", packId, flipByte((last?.offset ?? 0) + 20));
  const damaged = await check(repository, "none");
  expect(codes(damaged)).toEqual(["pack-changed", "blob-corrupt", "tree-unreadable"]);
  expect(damaged.problems.at(-1)).toEqual({ code: "tree-unreadable", treeId: tree });

  const copy = await repository.storePack("tree", [plainOf(repository, treePack, last)]);
  await repository.storeIndex([copy]);
  expect(codes(await check(repository, "none"))).toEqual(["pack-changed", "blob-corrupt"]);
});

test("finds content that no index knows, but not of trees that no snapshot needs", async () => {
  const repository = sampleRepository();
  const content = [idOf(Buffer.from("never stored"))];
  const tree = encodeTree([encodeNode(sampleNode({ content }))]);
  await repository.storeIndex([await repository.storePack("tree", [tree])]);
  expect((await check(repository)).problemCount).toBe(0);
  await repository.storeSnapshot(idOf(tree));
  expect((await check(repository)).problems).toEqual([
    { code: "blob-missing", blobId: content[0], treeId: idOf(tree) },
  ]);
});

test("finds folders without a tree, files without content, unknown types and names no file can have", async () => {
  const repository = sampleRepository();
  const nodes = [
    sampleNode({ name: Buffer.from("../x") }),
    sampleNode({ name: Buffer.from("dir"), type: "dir" }),
    sampleNode({ name: Buffer.from("file"), content: null }),
    sampleNode({ name: Buffer.from("odd"), type: "irregular" }),
  ];
  const tree = encodeTree(nodes.map((node) => encodeNode(node)));
  await repository.storeIndex([await repository.storePack("tree", [tree])]);
  await repository.storeSnapshot(idOf(tree));
  const treeId = idOf(tree);
  const result = await check(repository);
  expect(result.problems).toEqual([
    { code: "folder-without-tree", treeId, name: "dir" },
    { code: "file-without-content", treeId, name: "file" },
    { code: "entry-type-unknown", treeId, name: "odd" },
  ]);
  expect(result.notes).toEqual([{ code: "name-unsafe", treeId, name: "../x", reason: "slash" }]);
});

test("finds index files that contradict each other or the pack, and tells mere repetition apart", async () => {
  const repository = sampleRepository();
  const { dataPack } = await repository.backUp(FOLDER);
  if (dataPack === undefined) throw new Error("the sample is broken");
  await repository.storeIndex([dataPack]);
  const repeated = await check(repository);
  expect(repeated.problemCount).toBe(0);
  expect(repeated.notes).toEqual([{ code: "pack-indexed-twice", packId: dataPack.id }]);
  const [first, second, ...rest] = dataPack.entries.map(({ id, ...place }) => ({ id, place }));
  if (first === undefined || second === undefined) throw new Error("the sample is broken");
  const swapped = [
    { id: second.id, ...first.place },
    { id: first.id, ...second.place },
    ...rest.map(({ id, place }) => ({ id, ...place })),
  ];
  await repository.storeIndex([{ id: dataPack.id, entries: swapped }]);
  expect(codes(await check(repository, "none"))).toContain("index-contradictory");
});

test("goes on when the store cannot give one pack", async () => {
  const repository = sampleRepository();
  const { dataPack } = await repository.backUp(FOLDER);
  await repository.store.remove("pack", dataPack?.id ?? "");
  const { store } = repository;
  const haunted = {
    ...repository,
    store: {
      ...store,
      list: async function* (kind: Parameters<typeof store.list>[0]) {
        yield* store.list(kind);
        if (kind === "pack") yield { name: dataPack?.id ?? "", sizeBytes: dataPack?.bytes.length ?? 0 };
      },
    },
  };
  expect((await check(haunted)).problems).toEqual([
    { code: "pack-unreadable", packId: dataPack?.id, errorCode: "OBJECT_MISSING" },
  ]);
});

test("says how far it is while it finds out which folders lack something, and nothing of that when none does", async () => {
  const repository = sampleRepository();
  const { dataPack } = await repository.backUp(FOLDER);
  const reports: JobProgress[] = [];
  const look = async () => {
    reports.length = 0;
    const signal = new AbortController().signal;
    const job = { signal, reportProgress: (progress: JobProgress) => void reports.push(progress) };
    await runCheck(repository, { readData: { kind: "all" }, threads: 1, withoutLock: true }, job);
    return reports.filter(({ phase }) => phase === "lost").map((told) => [told.filesDone, told.filesTotal]);
  };
  expect(await look()).toEqual([]);
  await change(repository, "pack", dataPack?.id ?? "", flipByte(20));
  expect(await look()).toEqual([
    [1, 2],
    [2, 2],
  ]);
});

test("stops when it is cancelled, and gives the lock back", async () => {
  const repository = sampleRepository();
  await repository.backUp(FOLDER);
  const abort = new AbortController();
  const job = { signal: abort.signal, reportProgress: () => abort.abort(new Error("enough")) };
  await expect(runCheck(repository, { readData: { kind: "all" } }, job)).rejects.toThrow("enough");
  expect(await locksOf(repository)).toEqual([]);
});
