import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { encodeNode } from "../format/tree-encode.ts";
import { loadIndex } from "../index/load-index.ts";
import { idOf, type SampleFolder, sampleRepository } from "../inventory/testing/sample-repository.ts";
import { loadSnapshots } from "../snapshots/load-snapshots.ts";
import { treeOf } from "../testing/odd-entries.ts";
import { sampleNode } from "../testing/sample-node.ts";
import { repositoryStats } from "./repository-stats.ts";
import type { StatsMode } from "./stats-result.ts";

const STATS_MODES: readonly StatsMode[] = ["restore-size", "files-by-contents", "blobs-per-file", "raw-data"];

async function statsOf(mode: StatsMode, ...folders: readonly SampleFolder[]) {
  const repository = sampleRepository();
  for (const folder of folders) await repository.backUp(folder);
  const { snapshots } = await loadSnapshots(repository, repository.cache);
  const job = { signal: new AbortController().signal, reportProgress: () => undefined };
  return repositoryStats(await loadIndex(repository, repository.cache), snapshots, mode, job);
}

const FIRST = { "a.txt": "12345", docs: { "b.txt": ["12345", "678"] } };
const SECOND = { "a.txt": "12345", docs: { "c.txt": ["12345", "678"] } };

test("restore-size counts every entry and its bytes, once per snapshot", async () => {
  expect(await statsOf("restore-size", FIRST, FIRST)).toEqual({
    total_size: 2 * 13,
    total_file_count: 2 * 3,
    snapshots_count: 2,
  });
});

test("files-by-contents counts each content once, and what has none as one more", async () => {
  expect(await statsOf("files-by-contents", FIRST, SECOND)).toEqual({
    total_size: 5 + 8,
    total_file_count: 3,
    snapshots_count: 2,
  });
});

test("blobs-per-file counts each blob once per path", async () => {
  expect(await statsOf("blobs-per-file", FIRST)).toEqual({
    total_size: 5 + 5 + 3,
    total_file_count: 2,
    total_blob_count: 3,
    snapshots_count: 1,
  });
});

test("raw-data counts each stored blob once", async () => {
  const { total_size: totalSize, ...rest } = await statsOf("raw-data", FIRST, SECOND);
  expect(totalSize).toBeGreaterThan(8 + 6 * 32);
  expect(rest).toEqual({ total_uncompressed_size: totalSize, total_blob_count: 6, snapshots_count: 2 });
});

test("what is damaged is left out and named, if somebody wants to know", async () => {
  const repository = sampleRepository();
  const { tree } = await repository.backUp({ "a.txt": "12345", docs: { "b.txt": "678" } });
  const gone = sampleNode({ name: Buffer.from("gone"), type: "dir", subtree: idOf(Buffer.from("gone")) });
  const none = sampleNode({ name: Buffer.from("none"), type: "dir" });
  const whole = sampleNode({ name: Buffer.from("whole"), type: "dir", subtree: tree });
  const json = treeOf([encodeNode(gone), encodeNode(none), encodeNode(whole)]);
  await repository.storeIndex([await repository.storePack("tree", [json])]);
  await repository.storeSnapshot(idOf(json));
  const indexed = await loadIndex(repository, repository.cache);
  const { snapshots } = await loadSnapshots(repository, repository.cache);
  const chosen = snapshots.filter((snapshot) => snapshot.tree === idOf(json));
  for (const mode of STATS_MODES) {
    const paths: string[] = [];
    const job = { signal: new AbortController().signal, reportProgress: () => undefined };
    const onProblem = ({ path }: { readonly path: string }) => void paths.push(path);
    const stats = await repositoryStats(indexed, chosen, mode, { ...job, onProblem });
    expect([mode, paths.sort()]).toEqual([mode, ["/gone", "/none"]]);
    if (mode === "restore-size") expect(stats).toMatchObject({ total_size: 8, total_file_count: 3 + 3 });
    const first = mode === "raw-data" ? "TREE_BROKEN" : "BLOB_MISSING"; // level by level, or path by path
    await expect(repositoryStats(indexed, chosen, mode, job)).rejects.toMatchObject({ code: first });
  }
});

test("a file with several names counts its bytes once per snapshot, wherever the names are", async () => {
  const repository = sampleRepository();
  const linked = (name: string, inode: bigint) =>
    encodeNode(sampleNode({ name: Buffer.from(name), inode, deviceId: 1n, links: 2, sizeBytes: 100 }));
  const folder = (name: string, subtree: Uint8Array) =>
    encodeNode(sampleNode({ name: Buffer.from(name), type: "dir", subtree: idOf(subtree) }));
  const inner = treeOf([linked("a", 7n), linked("b", 8n)]);
  const root = treeOf([linked("c", 7n), folder("one", inner), folder("two", inner)]);
  const other = treeOf([folder("inner", inner)]);
  await repository.storeIndex([await repository.storePack("tree", [inner, root, other])]);
  for (const tree of [root, other]) await repository.storeSnapshot(idOf(tree));
  const { snapshots } = await loadSnapshots(repository, repository.cache);
  const job = { signal: new AbortController().signal, reportProgress: () => undefined };
  const indexed = await loadIndex(repository, repository.cache);
  expect(await repositoryStats(indexed, snapshots, "restore-size", job)).toEqual({
    total_size: 200 + 200,
    total_file_count: 3 + 2 + 2 + 1 + 2,
    snapshots_count: 2,
  });
});

test("raw-data has several folders on their way at once, because each costs a round trip", async () => {
  const repository = sampleRepository();
  const folders = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`f${n}`, { "a.txt": `${n}` }]));
  await repository.backUp(folders);
  const { snapshots } = await loadSnapshots(repository, repository.cache);
  const indexed = await loadIndex(repository, repository.cache);
  const reads = { now: 0, most: 0 };
  const read: typeof indexed.store.read = async (...what) => {
    reads.now += 1;
    reads.most = Math.max(reads.most, reads.now);
    await setImmediate();
    reads.now -= 1;
    return await indexed.store.read(...what);
  };
  const job = { signal: new AbortController().signal, reportProgress: () => undefined };
  const slow = { ...indexed, store: { ...indexed.store, read } };
  const stats = await repositoryStats(slow, snapshots, "raw-data", job);
  expect(stats.total_blob_count).toBe(40 + 40 + 1);
  expect(reads.most).toBeGreaterThan(8);
  expect(reads.most).toBeLessThan(40);
});
