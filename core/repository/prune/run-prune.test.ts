import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { BackstayError } from "../../../shared/errors.ts";
import { countWrites, failAfter } from "../../../test/support/faulty-store.ts";
import { openRepositoryCache } from "../../catalog/repository-cache.ts";
import { openMemoryStore } from "../../storage/memory.ts";
import type { FileKind } from "../../storage/store.ts";
import { runCheck } from "../check/run-check.ts";
import {
  idOf,
  newRepository,
  plainOf,
  type SampleRepository,
  sampleRepository,
} from "../inventory/testing/sample-repository.ts";
import { acquireLock } from "../lock/lock.ts";
import { rebuildIndex } from "../rebuild/rebuild-index.ts";
import type { Repository } from "../repository.ts";
import { forgetSnapshots } from "../snapshots/remove-snapshots.ts";
import type { MaxUnused } from "./decide-packs.ts";
import type { PruneReport } from "./prune-report.ts";
import { runPrune } from "./run-prune.ts";

const NOTHING_UNUSED: MaxUnused = { kind: "bytes", bytes: 0 };
const job = { signal: new AbortController().signal, reportProgress: () => undefined };

const prune = (repository: SampleRepository, maxUnused: MaxUnused = NOTHING_UNUSED) =>
  runPrune(repository, repository.cache, { maxUnused }, job);

async function expectClean(repository: Repository, snapshots: number): Promise<void> {
  const result = await runCheck(
    repository,
    { readData: { kind: "all" }, threads: 1, withoutLock: true },
    job,
  );
  expect(result.problems).toEqual([]);
  expect(result.snapshots).toBe(snapshots);
}

async function names({ store }: Repository, kind: FileKind): Promise<Set<string>> {
  const found = new Set<string>();
  for await (const { name } of store.list(kind)) found.add(name);
  return found;
}

test("removes what a forgotten snapshot alone needed, and keeps the rest byte for byte", async () => {
  const repository = sampleRepository();
  const first = await repository.backUp({ "old.txt": "old", "both.txt": "both" });
  const second = await repository.backUp({ "both.txt": "both", "new.txt": "new" });
  await forgetSnapshots(repository, [first.snapshotId], job);
  const { report, bytesWritten } = await prune(repository);
  expect(report.blobs).toEqual({
    used: 3, // `both`, `new` and the folder
    duplicate: 0,
    unused: 2, // `old` and its folder
    total: 5,
    repack: 2,
    repackRemove: 1,
    remove: 1,
    removeTotal: 2,
    remaining: 3,
  });
  expect(report.packs).toMatchObject({ total: 4, keep: 2, repack: 1, remove: 1 });
  expect(bytesWritten).toBeGreaterThan(0);
  await expectClean(repository, 1);
  const packs = await names(repository, "pack");
  expect(packs.has(first.dataPack?.id ?? "")).toBe(false);
  expect(packs.has(first.treePack?.id ?? "")).toBe(false);
  expect(packs.has(second.dataPack?.id ?? "")).toBe(true);
  expect((await names(repository, "index")).size).toBe(1);
  expect(repository.cache.index.has("data", idOf(Buffer.from("old")))).toBe(false);
  expect(repository.cache.index.has("data", idOf(Buffer.from("both")))).toBe(true);
});

test("does nothing more the second time, and nothing at all where nothing is unused", async () => {
  const repository = sampleRepository();
  const { snapshotId } = await repository.backUp({ "a.txt": "a" });
  await repository.backUp({ "b.txt": ["a", "b"] });
  await forgetSnapshots(repository, [snapshotId], job);
  await prune(repository);
  const { store } = repository;
  const writes = await countWrites(store, (counting) =>
    runPrune({ ...repository, store: counting }, repository.cache, { maxUnused: NOTHING_UNUSED }, job),
  );
  expect(writes).toBe(2); // its lock, and the lock's removal
});

test("a dry run reports the same and changes nothing", async () => {
  const repository = sampleRepository();
  const { snapshotId } = await repository.backUp({ "a.txt": ["a", "b"] });
  await repository.backUp({ "b.txt": "b" });
  await forgetSnapshots(repository, [snapshotId], job);
  const before = [await names(repository, "pack"), await names(repository, "index")];
  const options = { maxUnused: NOTHING_UNUSED, dryRun: true };
  const dry = await runPrune(repository, repository.cache, options, job);
  expect([await names(repository, "pack"), await names(repository, "index")]).toEqual(before);
  const reports: PruneReport[] = [];
  await runPrune(
    repository,
    repository.cache,
    { maxUnused: NOTHING_UNUSED },
    {
      ...job,
      onReport: (report) => reports.push(report),
    },
  );
  expect(reports).toEqual([dry.report]);
});

test("leaves waste below the limit where it is", async () => {
  const repository = sampleRepository();
  const large = randomBytes(100_000).toString("latin1");
  const { snapshotId } = await repository.backUp({ "a.txt": [large, "small"] });
  const { dataPack } = await repository.backUp({ "b.txt": large });
  expect(dataPack).toBeUndefined();
  await forgetSnapshots(repository, [snapshotId], job);
  const { report } = await prune(repository, { kind: "percent", percent: 5 });
  expect(report.packs).toMatchObject({ repack: 0, keep: 2, partlyUsed: 1 });
  expect(report.bytes.remainingUnused).toBe("small".length + 32);
  await expectClean(repository, 1);
});

test("removes files that no index names, and their entries in the journal", async () => {
  const repository = sampleRepository();
  await repository.backUp({ "a.txt": "a" });
  const { id, bytes } = await repository.storePack("data", [Buffer.from("never indexed")]);
  repository.cache.pendingPacks.add({ id, sizeBytes: bytes.length, header: new Uint8Array(0) });
  const { report } = await prune(repository);
  expect(report.bytes.unreferenced).toBe(bytes.length);
  expect(report.packs).toMatchObject({ unreferenced: 1, removeTotal: 1, keep: 2 });
  expect((await names(repository, "pack")).has(id)).toBe(false);
  expect(repository.cache.pendingPacks.list()).toEqual([]);
  await expectClean(repository, 1);
});

test("keeps one copy of what is stored several times", async () => {
  const repository = sampleRepository();
  const { dataPack } = await repository.backUp({ "a.txt": ["a", "b"] });
  await repository.storeIndex([
    await repository.storePack("data", [Buffer.from("a"), Buffer.from("unused")]),
  ]);
  const { report } = await prune(repository);
  expect(report.blobs).toMatchObject({ used: 3, duplicate: 1, unused: 1, remaining: 3 });
  expect(report.packs).toMatchObject({ keep: 2, remove: 1 });
  expect((await names(repository, "pack")).has(dataPack?.id ?? "")).toBe(true);
  await expectClean(repository, 1);
});

test("separates data from trees", async () => {
  const repository = sampleRepository();
  const { dataPack, treePack, indexId } = await repository.backUp({ "a.txt": "a" });
  const entries = [dataPack?.entries[0], treePack?.entries[0]];
  const plain = [plainOf(repository, dataPack, entries[0]), plainOf(repository, treePack, entries[1])];
  const mixed = await repository.storePack(["data", "tree"], plain);
  await repository.storeIndex([mixed]);
  await repository.store.remove("index", indexId ?? "");
  const { report } = await prune(repository);
  expect(report.packs).toMatchObject({ repack: 1, unreferenced: 2 });
  expect((await names(repository, "pack")).size).toBe(2);
  await expectClean(repository, 1);
});

test("joins many small packs", async () => {
  const repository = sampleRepository();
  for (let n = 0; n < 10; n++) await repository.backUp({ "a.txt": `version ${n}` });
  const { report } = await prune(repository);
  expect(report.packs).toMatchObject({ total: 20, repack: 20 });
  expect((await names(repository, "pack")).size).toBe(2);
  await expectClean(repository, 10);
});

test("takes the whole copy of a blob when the one it chose is damaged", async () => {
  const repository = sampleRepository();
  const { snapshotId, dataPack } = await repository.backUp({ "a.txt": ["a", "b"] });
  await repository.backUp({ "a.txt": "a" });
  const other = await repository.storePack("data", [Buffer.from("a"), Buffer.from("much waste")]);
  await repository.storeIndex([other]);
  await forgetSnapshots(repository, [snapshotId], job);
  const bytes = await repository.store.read("pack", dataPack?.id ?? "");
  await repository.store.write("pack", dataPack?.id ?? "", bytes.with(20, (bytes[20] ?? 0) ^ 1));
  await prune(repository);
  await expectClean(repository, 1);
});

/** The repository on a disk with a bad sector under the beginning of some packs. */
function onBadSector(repository: SampleRepository, ids: readonly string[]): SampleRepository {
  const { store } = repository;
  const read: typeof store.read = async (kind, name, range, signal) => {
    const isHit = kind === "pack" && ids.includes(name) && (range?.offset ?? 0) === 0;
    if (isHit)
      throw new BackstayError("STORE_FAILED", { location: "/disk", operation: "read", reason: "EIO" });
    return await store.read(kind, name, range, signal);
  };
  return { ...repository, store: { ...store, read } };
}

test("takes the other copy when a bad sector lies under the one it chose", async () => {
  const repository = sampleRepository();
  const { dataPack } = await repository.backUp({ "a.txt": ["a", "b"] });
  const other = await repository.storePack("data", [Buffer.from("z"), Buffer.from("a")]);
  await repository.storeIndex([other]);
  await prune(onBadSector(repository, [dataPack?.id ?? ""]));
  expect((await names(repository, "pack")).has(dataPack?.id ?? "")).toBe(false);
  await expectClean(repository, 1);
});

test("loses nothing, and says what is wrong, when bad sectors lie under all copies", async () => {
  const repository = sampleRepository();
  const { dataPack } = await repository.backUp({ "a.txt": ["a", "b"] });
  const other = await repository.storePack("data", [Buffer.from("a"), Buffer.from("unused")]);
  await repository.storeIndex([other]);
  const onBadDisk = onBadSector(repository, [dataPack?.id ?? "", other.id]);
  await expect(prune(onBadDisk)).rejects.toMatchObject({
    code: "BLOB_CORRUPT",
    details: { blobId: idOf(Buffer.from("a")), packId: dataPack?.id, reason: "unreadable" },
  });
  expect((await names(repository, "pack")).size).toBe(3);
  await expectClean(repository, 1);
});

test("writes anew what is whole beside a bad sector, and stops before anything is lost when it is needed", async () => {
  const repository = sampleRepository();
  const { snapshotId, dataPack } = await repository.backUp({ "a.txt": ["a", "b", "c"] });
  await repository.backUp({ "a.txt": ["a", "b"] });
  await forgetSnapshots(repository, [snapshotId], job);
  const onBadDisk = onBadSector(repository, [dataPack?.id ?? ""]);
  await expect(prune(onBadDisk)).rejects.toMatchObject({
    code: "BLOB_CORRUPT",
    details: { packId: dataPack?.id, reason: "unreadable" },
  });
  expect((await names(repository, "pack")).has(dataPack?.id ?? "")).toBe(true);
  await repository.storeIndex([await repository.storePack("data", [Buffer.from("a")])]);
  await prune(onBadDisk);
  expect((await names(repository, "pack")).has(dataPack?.id ?? "")).toBe(false);
  await expectClean(repository, 1);
});

test("never drops the last whole copy because a damaged one lies in a better pack", async () => {
  const repository = sampleRepository();
  const { dataPack } = await repository.backUp({ "a.txt": ["a", "b"] });
  const other = await repository.storePack("data", [Buffer.from("a"), Buffer.from("much waste")]);
  await repository.storeIndex([other]);
  const bytes = await repository.store.read("pack", dataPack?.id ?? "");
  await repository.store.write("pack", dataPack?.id ?? "", bytes.with(20, (bytes[20] ?? 0) ^ 1));
  await prune(repository);
  const result = await runCheck(
    repository,
    { readData: { kind: "all" }, threads: 1, withoutLock: true },
    job,
  );
  expect(result.lost.snapshots).toEqual([]);
});

test("gives up what is lost only when it is told to, and then removes the damaged pack", async () => {
  const repository = sampleRepository();
  const { dataPack } = await repository.backUp({ "a.txt": ["a", "b"] });
  const deep = await repository.backUp({ docs: { "c.txt": "c" } });
  for (const [pack, at] of [
    [dataPack, 20],
    [deep.treePack, 20], // the listing of `docs`
  ] as const) {
    const bytes = await repository.store.read("pack", pack?.id ?? "");
    await repository.store.write("pack", pack?.id ?? "", bytes.with(at, (bytes[at] ?? 0) ^ 1));
  }
  const options = { maxUnused: NOTHING_UNUSED, acceptLoss: true };
  // what is still in the index may be saved yet
  await expect(runPrune(repository, repository.cache, options, job)).rejects.toMatchObject({
    code: "PRUNE_UNSAFE",
  });
  const damaged = new Set([dataPack?.id, deep.treePack?.id].filter((id) => id !== undefined));
  await rebuildIndex(repository, repository.cache, { doubtedPacks: damaged }, job);
  await expect(prune(repository)).rejects.toMatchObject({ code: "PRUNE_UNSAFE" });
  expect((await names(repository, "pack")).isSupersetOf(damaged)).toBe(true);

  await runPrune(repository, repository.cache, options, job);
  expect((await names(repository, "pack")).isDisjointFrom(damaged)).toBe(true);
  expect(repository.cache.index.has("data", idOf(Buffer.from("b")))).toBe(true);
});

test("a pack that was cut short is no loss to accept: what is whole in it can be saved", async () => {
  const repository = sampleRepository();
  const { dataPack } = await repository.backUp({ "a.txt": ["a", "b"] });
  const id = dataPack?.id ?? "";
  await repository.store.write("pack", id, (await repository.store.read("pack", id)).subarray(0, -3));
  const options = { maxUnused: NOTHING_UNUSED, acceptLoss: true };
  await expect(runPrune(repository, repository.cache, options, job)).rejects.toMatchObject({
    code: "PRUNE_UNSAFE",
  });
  expect((await names(repository, "pack")).has(id)).toBe(true);
});

test("a damaged blob without another copy stops it before anything is removed", async () => {
  const repository = sampleRepository();
  const { snapshotId, dataPack } = await repository.backUp({ "a.txt": ["a", "b"] });
  await repository.backUp({ "a.txt": "a" });
  await forgetSnapshots(repository, [snapshotId], job);
  const bytes = await repository.store.read("pack", dataPack?.id ?? "");
  await repository.store.write("pack", dataPack?.id ?? "", bytes.with(20, (bytes[20] ?? 0) ^ 1));
  const before = await names(repository, "pack");
  await expect(prune(repository)).rejects.toMatchObject({ code: "BLOB_CORRUPT" });
  expect((await names(repository, "pack")).isSupersetOf(before)).toBe(true);
});

test("refuses when it cannot know what is needed, or what is needed is missing", async () => {
  const snapshotBroken = sampleRepository();
  const { snapshotId } = await snapshotBroken.backUp({ "a.txt": "a" });
  await snapshotBroken.store.write("snapshot", snapshotId, Buffer.from("broken"));
  await expect(prune(snapshotBroken)).rejects.toMatchObject({
    code: "PRUNE_UNSAFE",
    details: { reason: "snapshot-unreadable" },
  });

  const treeGone = sampleRepository();
  await treeGone.storeSnapshot(idOf(Buffer.from("no such tree")));
  await expect(prune(treeGone)).rejects.toMatchObject({
    code: "PRUNE_UNSAFE",
    details: { reason: "folder-unreadable", missing: 1 },
  });

  const packGone = sampleRepository();
  const { dataPack } = await packGone.backUp({ "a.txt": ["a", "b"] });
  await packGone.store.remove("pack", dataPack?.id ?? "");
  await expect(prune(packGone)).rejects.toMatchObject({
    code: "PRUNE_UNSAFE",
    details: { reason: "blobs-missing", missing: 2 },
  });

  const packCut = sampleRepository();
  const cut = await packCut.backUp({ "a.txt": "a" });
  await packCut.store.write(
    "pack",
    cut.dataPack?.id ?? "",
    cut.dataPack?.bytes.subarray(1) ?? Buffer.alloc(0),
  );
  await expect(prune(packCut)).rejects.toMatchObject({ code: "PRUNE_UNSAFE" });
});

test("a pack that is gone and that nobody needs is dropped from the index", async () => {
  const repository = sampleRepository();
  const { snapshotId, dataPack } = await repository.backUp({ "a.txt": "a" });
  await repository.backUp({ "b.txt": "b" });
  await forgetSnapshots(repository, [snapshotId], job);
  await repository.store.remove("pack", dataPack?.id ?? "");
  await prune(repository);
  await expectClean(repository, 1);
});

test("is refused while somebody else works with the repository", async () => {
  const repository = sampleRepository();
  await repository.backUp({ "a.txt": "a" });
  const lock = await acquireLock(repository, { exclusive: false });
  await expect(prune(repository)).rejects.toMatchObject({ code: "REPOSITORY_LOCKED" });
  await lock.release();
});

test("a full disk under the cache is said to be one, and nothing is removed", async () => {
  const repository = sampleRepository();
  const { snapshotId } = await repository.backUp({ "a.txt": "a" });
  await forgetSnapshots(repository, [snapshotId], job);
  repository.cache.database.exec("CREATE TEMP TABLE filler (x)");
  repository.cache.database.pragma("temp.max_page_count = 1");
  await expect(prune(repository)).rejects.toMatchObject({ code: "CACHE_FULL" });
  expect((await names(repository, "pack")).size).toBe(2);
});

test("stopped at any write, and after a power cut, every snapshot is whole and the next prune finishes", async () => {
  const store = openMemoryStore();
  const repository = sampleRepository(newRepository(store));
  const { snapshotId } = await repository.backUp({ "a.txt": ["a", "b"], docs: { "c.txt": "c" } });
  await repository.backUp({ "a.txt": ["a", "x"], docs: { "c.txt": "c" } });
  await repository.storeIndex([
    await repository.storePack("data", [Buffer.from("a"), Buffer.from("unused")]),
  ]);
  await repository.storePack("data", [Buffer.from("never indexed")]);
  await store.remove("snapshot", snapshotId);

  const pruneIn = async (where: Repository["store"]) => {
    const cache = openRepositoryCache(undefined, repository.id);
    try {
      await runPrune({ ...repository, store: where }, cache, { maxUnused: NOTHING_UNUSED }, job);
    } finally {
      cache.close();
    }
  };
  const undisturbed = store.copy();
  const writes = await countWrites(undisturbed, pruneIn);
  await expectClean({ ...repository, store: undisturbed }, 1);
  const packsLeft = (await names({ ...repository, store: undisturbed }, "pack")).size;
  expect(writes).toBeGreaterThan(8);
  for (let n = 0; n < writes; n++) {
    const stopped = failAfter(n, store.copy());
    await expect(pruneIn(stopped)).rejects.toMatchObject({ code: "STORE_FAILED" });
    const after = stopped.asAfterPowerCut();
    for await (const { name } of after.list("lock")) await after.remove("lock", name);
    await expectClean({ ...repository, store: after }, 1);
    await pruneIn(after);
    expect((await names({ ...repository, store: after }, "pack")).size).toBe(packsLeft);
  }
});
