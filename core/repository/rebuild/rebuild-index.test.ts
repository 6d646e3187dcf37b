import { expect, test } from "vitest";
import { countWrites, failAfter } from "../../../test/support/faulty-store.ts";
import { openRepositoryCache } from "../../catalog/repository-cache.ts";
import { openMemoryStore } from "../../storage/memory.ts";
import type { FileKind } from "../../storage/store.ts";
import { runCheck } from "../check/run-check.ts";
import {
  newRepository,
  type SampleRepository,
  sampleRepository,
} from "../inventory/testing/sample-repository.ts";
import type { Repository } from "../repository.ts";
import { type RebuildOptions, rebuildIndex } from "./rebuild-index.ts";

const job = { signal: new AbortController().signal, reportProgress: () => undefined };

const rebuild = (repository: SampleRepository, options: RebuildOptions = {}) =>
  rebuildIndex(repository, repository.cache, options, job);

const check = (repository: Repository) =>
  runCheck(repository, { readData: { kind: "all" }, threads: 1, withoutLock: true }, job);

async function names({ store }: Repository, kind: FileKind): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { name } of store.list(kind)) found.push(name);
  return found;
}

test("mends missing, corrupt and contradictory index files, each pack named once", async () => {
  const repository = sampleRepository();
  const missing = await repository.backUp({ "a.txt": ["a", "b"] });
  const corrupt = await repository.backUp({ "c.txt": "c" });
  const whole = await repository.backUp({ "d.txt": "d", "e.txt": "e" });
  await repository.store.remove("index", missing.indexId ?? "");
  await repository.store.write("index", corrupt.indexId ?? "", Buffer.from("broken"));
  if (whole.dataPack === undefined) throw new Error("the sample is broken");
  await repository.storeIndex([{ id: whole.dataPack.id, entries: whole.dataPack.entries.slice(0, 1) }]);
  expect(await rebuild(repository)).toEqual({
    packs: 6,
    packsRead: 5,
    packsForgotten: [],
    problems: [],
    lostBlobs: 0,
    indexFilesWritten: 1,
    indexFilesRemoved: 3,
  });
  expect(await names(repository, "index")).toHaveLength(1);
  expect(await check(repository)).toMatchObject({ problemCount: 0, noteCount: 0, snapshots: 3 });
  expect(repository.cache.index.blobCount()).toBe(8);
});

test("believes what fits and reads only the rest, unless told to read all", async () => {
  const repository = sampleRepository();
  await repository.backUp({ "a.txt": "a" });
  expect(await rebuild(repository)).toMatchObject({ packs: 2, packsRead: 0 });
  expect(await rebuild(repository, { readAllPacks: true })).toMatchObject({ packs: 2, packsRead: 2 });
  expect(await check(repository)).toMatchObject({ problemCount: 0, noteCount: 0 });
});

test("reads headers longer than the first read", async () => {
  const repository = sampleRepository();
  const blobs = Array.from({ length: 1000 }, (_, n) => Buffer.from(`blob ${n}`));
  await repository.storePack("data", blobs);
  await rebuild(repository);
  expect(repository.cache.index.blobCount()).toBe(1000);
});

test("leaves out packs whose header is broken, forgets those that are gone, and says so", async () => {
  const repository = sampleRepository();
  const cut = await repository.backUp({ "a.txt": "a" });
  const gone = await repository.backUp({ "b.txt": "b" });
  const packId = cut.dataPack?.id ?? "";
  await repository.store.write("pack", packId, cut.dataPack?.bytes.subarray(0, -1) ?? Buffer.alloc(0));
  await repository.store.remove("pack", gone.dataPack?.id ?? "");
  await repository.storePack("data", [Buffer.from("never indexed")]);
  const result = await rebuild(repository);
  expect(result.problems.map((problem) => problem.packId)).toEqual([packId]);
  expect(result.packsForgotten).toEqual([gone.dataPack?.id]);
  expect(result.packs).toBe(4); // two of trees, the one never indexed, and what was saved of the cut one
  expect(await names(repository, "pack")).toContain(packId);
});

test("saves what is whole in a pack that cannot say what is in it", async () => {
  const repository = sampleRepository();
  const { dataPack, treePack } = await repository.backUp({ "a.txt": ["a", "b"], "c.txt": "c" });
  if (dataPack === undefined || treePack === undefined) throw new Error("the sample is broken");
  const damaged = Buffer.from(dataPack.bytes.subarray(0, -10));
  const [first] = dataPack.entries;
  if (first === undefined) throw new Error("the sample is broken");
  damaged[first.offset + 20] = (damaged[first.offset + 20] ?? 0) ^ 1;
  await repository.store.write("pack", dataPack.id, damaged);
  await repository.store.write("pack", treePack.id, treePack.bytes.subarray(0, -1));
  const { problems } = await rebuild(repository);
  const counts = new Map(
    problems.map(({ packId, savedBlobs, lostBlobs }) => [packId, { savedBlobs, lostBlobs }]),
  );
  expect(counts.get(dataPack.id)).toEqual({ savedBlobs: 2, lostBlobs: 1 });
  expect(counts.get(treePack.id)).toEqual({ savedBlobs: 1, lostBlobs: 0 });
  const result = await check(repository);
  expect(result.problems.map(({ code }) => code)).toEqual(["blob-missing"]);
  expect(result).toMatchObject({ suggestPrune: true });
  // the old files are left over, and so is what is lost
  expect(await rebuild(repository)).toMatchObject({ packs: 2 });
});

test("clears the journal of packs that are indexed now", async () => {
  const repository = sampleRepository();
  const { id, bytes } = await repository.storePack("data", [Buffer.from("never indexed")]);
  repository.cache.pendingPacks.add({ id, sizeBytes: bytes.length, header: new Uint8Array(0) });
  await rebuild(repository);
  expect(repository.cache.pendingPacks.list()).toEqual([]);
  expect(repository.cache.index.entriesOf(id)).toHaveLength(1);
});

test("a pack that cannot be read for the moment does not drop out of the index", async () => {
  const repository = sampleRepository();
  await repository.backUp({ "a.txt": "a" });
  const before = await names(repository, "index");
  const { store: real } = repository;
  const store = {
    ...real,
    read: (...args: Parameters<typeof real.read>) =>
      args[0] === "pack" ? Promise.reject(new Error("for the moment")) : real.read(...args),
  };
  await expect(
    rebuildIndex({ ...repository, store }, repository.cache, { readAllPacks: true }, job),
  ).rejects.toThrow("for the moment");
  expect(await names(repository, "index")).toEqual(before);
});

test("stopped at any write, the index is as good as before, and the next run finishes", async () => {
  const store = openMemoryStore();
  const repository = sampleRepository(newRepository(store));
  await repository.backUp({ "a.txt": "a" });
  await repository.backUp({ "b.txt": "b" });

  const rebuildIn = async (where: Repository["store"]) => {
    const cache = openRepositoryCache(undefined, repository.id);
    try {
      await rebuildIndex({ ...repository, store: where }, cache, { readAllPacks: true }, job);
    } finally {
      cache.close();
    }
  };
  const writes = await countWrites(store.copy(), rebuildIn);
  for (let n = 0; n < writes; n++) {
    const stopped = failAfter(n, store.copy());
    await expect(rebuildIn(stopped)).rejects.toMatchObject({ code: "STORE_FAILED" });
    const after = stopped.asAfterPowerCut();
    for await (const { name } of after.list("lock")) await after.remove("lock", name);
    expect((await check({ ...repository, store: after })).problems).toEqual([]);
    await rebuildIn(after);
    expect(await names({ ...repository, store: after }, "index")).toHaveLength(1);
  }
});
