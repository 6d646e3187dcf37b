/** Damage inside of packs: left out of the index, so that it is stored again, and nothing whole is lost on the way. */
import { expect, test } from "vitest";
import { BackstayError } from "../../../shared/errors.ts";
import { runCheck } from "../check/run-check.ts";
import { decodeTree } from "../format/tree-decode.ts";
import { idOf, type SampleRepository, sampleRepository } from "../inventory/testing/sample-repository.ts";
import type { SealedPack } from "../prune/sealed-pack-builder.ts";
import { readBlob } from "../read-blob.ts";
import { type RebuildOptions, rebuildIndex } from "./rebuild-index.ts";

const job = { signal: new AbortController().signal, reportProgress: () => undefined };

const rebuild = (repository: SampleRepository, options: RebuildOptions = {}) =>
  rebuildIndex(repository, repository.cache, options, job);

const check = (repository: SampleRepository, kind: "none" | "all" = "all") =>
  runCheck(repository, { readData: { kind }, threads: 1, withoutLock: true }, job);

/** Turns one bit in the middle of the pack's blob. */
async function damage(
  { store }: SampleRepository,
  pack: SealedPack | undefined,
  blob = 0,
): Promise<SealedPack> {
  const entry = pack?.entries[blob];
  if (pack === undefined || entry === undefined) throw new Error("the sample is broken");
  const bytes = new Uint8Array(await store.read("pack", pack.id));
  const at = entry.offset + (entry.length >> 1);
  bytes[at] = (bytes[at] ?? 0) ^ 4;
  await store.write("pack", pack.id, bytes);
  return pack;
}

const text = (name: string) => Buffer.from(name);

test.each(["all", "named"])(
  "a damaged blob leaves the index, its whole neighbours are kept, and the check says what to do: %s",
  async (how) => {
    const repository = sampleRepository();
    const { dataPack, snapshotId } = await repository.backUp({ "a.txt": "a", docs: { "b.txt": "b" } });
    const other = await repository.backUp({ "c.txt": "c" });
    const { id } = await damage(repository, dataPack);
    const found = await check(repository);
    expect(found).toMatchObject({ suggestRebuildIndex: true, packsToRebuild: [id], suggestBackup: true });
    expect(found.lost).toEqual({
      snapshots: [snapshotId],
      entries: [{ path: "/a.txt", isFolder: false, snapshots: [snapshotId] }],
      isComplete: true,
    });

    const result = await rebuild(
      repository,
      how === "all" ? { readAllPacks: true } : { doubtedPacks: new Set([id]) },
    );
    expect(result.problems).toEqual([{ packId: id, reason: undefined, savedBlobs: 1, lostBlobs: 1 }]);
    expect(result).toMatchObject({ lostBlobs: 1, packsRead: how === "all" ? 4 : 1 });
    expect(repository.cache.index.has("data", idOf(text("a")))).toBe(false);
    expect(repository.cache.index.has("data", idOf(text("b")))).toBe(true);

    const left = await check(repository);
    expect(left.problems).toEqual([
      expect.objectContaining({ code: "blob-missing", blobId: idOf(text("a")) }),
    ]);
    // making the index anew once more would help nobody
    expect(left).toMatchObject({ suggestRebuildIndex: false, packsToRebuild: [], suggestBackup: true });
    expect(left.lost.entries.map(({ path }) => path)).toEqual(["/a.txt"]);

    await repository.storeIndex([await repository.storePack("data", [text("a")])]);
    expect(await check(repository)).toMatchObject({ problemCount: 0, suggestRebuildIndex: false });
    expect(other.dataPack).toBeDefined();
  },
);

test("a pack that was left out as damaged does not come back with the next rebuild, and nothing is saved twice", async () => {
  const repository = sampleRepository();
  const { dataPack } = await repository.backUp({ "a.txt": ["a", "b"] });
  const { id } = await damage(repository, dataPack);
  const first = await rebuild(repository, { doubtedPacks: new Set([id]) });
  const again = await rebuild(repository);
  expect(again.problems).toEqual([{ packId: id, reason: undefined, savedBlobs: 0, lostBlobs: 1 }]);
  expect(again.packs).toBe(first.packs);
  expect(repository.cache.index.has("data", idOf(text("a")))).toBe(false);
});

test("of two copies the whole one stays, and nothing is lost", async () => {
  const repository = sampleRepository();
  const { dataPack } = await repository.backUp({ "a.txt": "a" });
  await repository.storeIndex([await repository.storePack("data", [text("a"), text("z")])]);
  await damage(repository, dataPack);
  const found = await check(repository);
  expect(found.lost.snapshots).toEqual([]);
  expect(found).toMatchObject({ suggestRebuildIndex: true, suggestBackup: false });
  expect(await rebuild(repository, { readAllPacks: true })).toMatchObject({ lostBlobs: 0 });
  expect(await check(repository)).toMatchObject({ problemCount: 0 });
});

test("a damaged list of contents is not believed because the index looks right", async () => {
  const repository = sampleRepository();
  const { dataPack } = await repository.backUp({ "a.txt": ["a", "b"] });
  if (dataPack === undefined) throw new Error("the sample is broken");
  const bytes = await repository.store.read("pack", dataPack.id);
  await repository.store.write("pack", dataPack.id, bytes.with(-10, (bytes.at(-10) ?? 0) ^ 1));
  const { packsToRebuild } = await check(repository);
  expect(packsToRebuild).toEqual([dataPack.id]);
  expect(await rebuild(repository, { doubtedPacks: new Set(packsToRebuild) })).toMatchObject({
    lostBlobs: 0,
  });
  expect(await check(repository)).toMatchObject({ problemCount: 0 });
});

test("damaged and missing folder listings come back from what this computer remembers", async () => {
  const repository = sampleRepository();
  const { treePack, tree } = await repository.backUp({ docs: { "b.txt": "b" } });
  const gone = await repository.backUp({ "c.txt": "c" });
  const indexed = { ...repository, isIndexed: true } as const;
  await rebuild(repository);
  for (const id of [tree, gone.tree]) {
    const json = await readBlob(indexed, "tree", id);
    repository.cache.trees.put(id, json);
    for (const { subtree } of decodeTree(json, id))
      if (subtree !== undefined)
        repository.cache.trees.put(subtree, await readBlob(indexed, "tree", subtree));
  }
  await damage(repository, treePack, 1);
  await repository.store.remove("pack", gone.treePack?.id ?? "");
  const found = await check(repository, "none");
  expect(found.lost.entries.map(({ path }) => path)).toEqual(["/"]);
  expect(found.lost.snapshots).toHaveLength(2);
  const result = await rebuild(repository, { doubtedPacks: new Set(found.packsToRebuild) });
  expect(result).toMatchObject({ lostBlobs: 0, packsForgotten: [gone.treePack?.id] });
  expect(await check(repository)).toMatchObject({ problemCount: 0 });
});

test("a listing that this computer remembers wrongly is not taken for the true one", async () => {
  const repository = sampleRepository();
  const { treePack, tree } = await repository.backUp({ "b.txt": "b" });
  repository.cache.trees.put(tree, Buffer.from('{"nodes":[]}\n'));
  await damage(repository, treePack);
  expect(await rebuild(repository, { readAllPacks: true })).toMatchObject({ lostBlobs: 1 });
});

/** The repository on a disk that cannot give these packs where a read begins before `untilByte`. */
function onFailingDisk(
  repository: SampleRepository,
  packs: readonly SealedPack[],
  reason: string,
  untilByte = Number.POSITIVE_INFINITY,
): SampleRepository {
  const { store } = repository;
  const read: typeof store.read = async (kind, name, range, signal) => {
    const isHit = kind === "pack" && packs.some(({ id }) => id === name) && (range?.offset ?? 0) < untilByte;
    if (isHit) throw new BackstayError("STORE_FAILED", { location: "/disk", operation: "read", reason });
    return await store.read(kind, name, range, signal);
  };
  return { ...repository, store: { ...store, read } };
}

test("what is whole in a damaged pack of many pieces is read with one request, and around a bad sector with few", async () => {
  for (const isOnBadSector of [false, true]) {
    const repository = sampleRepository();
    const pieces = Array.from({ length: 300 }, (_, n) => `${n}`.repeat(10_000));
    const { dataPack } = await repository.backUp({ "a.txt": pieces });
    const { id, entries } = isOnBadSector && dataPack ? dataPack : await damage(repository, dataPack, 150);
    const bad = entries[150]?.offset ?? 0;
    let reads = 0;
    const { store } = repository;
    const read: typeof store.read = async (kind, name, range, signal) => {
      if (name === id) reads += 1;
      const { offset, length } = range ?? { offset: 0, length: Number.POSITIVE_INFINITY };
      if (isOnBadSector && name === id && offset <= bad && bad < offset + length)
        throw new BackstayError("STORE_FAILED", { location: "/disk", operation: "read", reason: "EIO" });
      return await store.read(kind, name, range, signal);
    };
    const result = await rebuild(
      { ...repository, store: { ...store, read } },
      { doubtedPacks: new Set([id]) },
    );
    expect(result.problems).toEqual([{ packId: id, reason: undefined, savedBlobs: 299, lostBlobs: 1 }]);
    // its list of contents, all of it for a look, and what is saved: in one piece, or beside the sector blob by blob
    expect(reads).toBeLessThanOrEqual(isOnBadSector ? 120 : 4);
  }
});

async function repositoryWithPack() {
  const repository = sampleRepository();
  const { dataPack } = await repository.backUp({ "a.txt": ["a", "b"] });
  const [first] = dataPack?.entries ?? [];
  if (dataPack === undefined || first === undefined) throw new Error("the sample is broken");
  return { repository, dataPack, first };
}

test.each([{ readAllPacks: true }, {}])(
  "a bad sector takes what lies on it, named or not, and nothing else: %o",
  async (options) => {
    const { repository, dataPack, first } = await repositoryWithPack();
    const onBadDisk = onFailingDisk(repository, [dataPack], "EIO", first.length);
    if (options.readAllPacks !== true) {
      // no index names the pack, so it has to be read
      for await (const { name } of repository.store.list("index"))
        await repository.store.remove("index", name);
    }
    const result = await rebuild(onBadDisk, options);
    const lostBlobs = options.readAllPacks === true ? 1 : 0; // without an index nobody knows what was there
    expect(result.problems).toEqual([
      { packId: dataPack.id, reason: "unreadable", savedBlobs: lostBlobs, lostBlobs },
    ]);
    expect(result.packs).toBe(options.readAllPacks === true ? 2 : 1);
    expect(repository.cache.index.has("data", idOf(text("a")))).toBe(false);
    expect(repository.cache.index.has("data", idOf(text("b")))).toBe(options.readAllPacks === true);
  },
);

test("a pack that cannot be read for another reason than its disk is given up only when it was named", async () => {
  const { repository, dataPack, first } = await repositoryWithPack();
  const onSlowShare = onFailingDisk(repository, [dataPack], "ETIMEDOUT", first.length);
  await expect(rebuild(onSlowShare, { readAllPacks: true })).rejects.toMatchObject({ code: "STORE_FAILED" });
  expect(await check(repository)).toMatchObject({ problemCount: 0 });
  const result = await rebuild(onSlowShare, { doubtedPacks: new Set([dataPack.id]) });
  expect(result.problems).toEqual([
    { packId: dataPack.id, reason: expect.anything(), savedBlobs: 1, lostBlobs: 1 },
  ]);
});

test("a disk that gives nothing any more does not cost the index", async () => {
  const repository = sampleRepository();
  const packs: SealedPack[] = [];
  for (let n = 0; n < 10; n++) {
    const { dataPack, treePack } = await repository.backUp({ [`${n}.txt`]: `content ${n}` });
    packs.push(...[dataPack, treePack].filter((pack) => pack !== undefined));
  }
  const onDeadDisk = onFailingDisk(repository, packs, "EIO");
  await expect(rebuild(onDeadDisk, { readAllPacks: true })).rejects.toMatchObject({ code: "STORE_FAILED" });
  expect(await check(repository)).toMatchObject({ problemCount: 0, packs: 20, indexFiles: 10 });
});
