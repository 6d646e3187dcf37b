/** What a check says of entries that cannot be believed, or contradict their content. */
import { describe, expect, test } from "vitest";
import { encodeNode } from "../format/tree-encode.ts";
import { idOf, type SampleRepository, sampleRepository } from "../inventory/testing/sample-repository.ts";
import { ODDITIES, type Oddity, treeOf } from "../testing/odd-entries.ts";
import { sampleNode } from "../testing/sample-node.ts";
import { runCheck } from "./run-check.ts";

const FIRST = Buffer.from("first");
const SECOND = Buffer.from("the second");

/** Checks a repository with one folder of these entries. */
async function check(entries: readonly string[], withData = true) {
  const repository = sampleRepository();
  const tree = treeOf(entries);
  const packs = [await repository.storePack("tree", [tree])];
  if (withData) packs.push(await repository.storePack("data", [FIRST, SECOND]));
  await repository.storeIndex(packs);
  await repository.storeSnapshot(idOf(tree));
  return { treeId: idOf(tree), result: await checkAll(repository) };
}

function checkAll(repository: SampleRepository) {
  const job = { signal: new AbortController().signal, reportProgress: () => undefined };
  const options = { readData: { kind: "all" }, threads: 1, withoutLock: true } as const;
  return runCheck(repository, options, job);
}

function file(name: string, sizeBytes: number, ...blobs: readonly Buffer[]): string {
  return encodeNode(sampleNode({ name: Buffer.from(name), sizeBytes, content: blobs.map(idOf) }));
}

test.each(ODDITIES)("an entry with $what is found, and what else the folder lacks", async (oddity) => {
  const odd = (oddity as Oddity).make(sampleNode({ name: Buffer.from("odd"), content: [] }));
  const missing = file("x", 7, Buffer.from("missing"));
  const { treeId, result } = await check([file("after", 5, FIRST), odd, missing]);
  expect(result.problems).toHaveLength(2);
  const { name = "", fault } = oddity;
  expect(result.problems).toContainEqual({ code: "entry-broken", treeId, name, fault });
  expect(result.problems).toContainEqual({
    code: "blob-missing",
    treeId,
    blobId: idOf(Buffer.from("missing")),
  });
});

test("a size that is not that of the content is worth a note, for every file that has one", async () => {
  const { treeId, result } = await check([
    file("a", 5, FIRST),
    file("b", 6, FIRST),
    file("c", 20, FIRST, SECOND, FIRST),
    file("d", 15, FIRST, SECOND, FIRST),
    file("e", 0),
    file("é", 1),
  ]);
  expect(result.problems).toEqual([]);
  expect(result.notes).toEqual([
    { code: "size-differs", treeId, name: "b", sizeBytes: 6, contentBytes: 5 },
    { code: "size-differs", treeId, name: "d", sizeBytes: 15, contentBytes: 20 },
    { code: "size-differs", treeId, name: "é", sizeBytes: 1, contentBytes: 0 },
  ]);
});

test("nothing is said of the size of a file whose content is missing", async () => {
  const { result } = await check([file("a", 5, FIRST), file("b", 99, SECOND)], false);
  expect(result.notes).toEqual([]);
  expect(result.problems.map(({ code }) => code)).toEqual(["blob-missing", "blob-missing"]);
});

describe("what was written wrong", () => {
  test.each(ODDITIES)("is not promised to be mended by a backup or a new index: $what", async (oddity) => {
    const { result } = await check([(oddity as Oddity).make(sampleNode()), file("after", 5, FIRST)]);
    expect(result).toMatchObject({ suggestBackup: false, suggestRebuildIndex: false });
    expect(result.forged).toHaveLength(1);
  });

  test("is no different for a whole listing, and only the snapshots that hold it are named", async () => {
    const repository = sampleRepository();
    const nonsense = Buffer.from("nonsense");
    const within = treeOf([
      encodeNode(sampleNode({ name: Buffer.from("sub"), type: "dir", subtree: idOf(nonsense) })),
    ]);
    await repository.storeIndex([await repository.storePack("tree", [nonsense, within])]);
    const forged = [
      await repository.storeSnapshot(idOf(nonsense)),
      await repository.storeSnapshot(idOf(within)),
    ];
    const good = await repository.backUp({ "a.txt": "a", "b.txt": "b" });
    const result = await checkAll(repository);
    expect(result.problems).toEqual([
      { code: "tree-broken", treeId: idOf(nonsense), reason: expect.anything() },
    ]);
    expect(result).toMatchObject({ forged, suggestBackup: false, suggestRebuildIndex: false });
    expect(result.lost.snapshots).toEqual(forged);

    // what a backup does bring back is said beside it
    await repository.store.remove("pack", good.dataPack?.id ?? "");
    const worse = await checkAll(repository);
    expect(worse).toMatchObject({ forged, suggestBackup: true, suggestRebuildIndex: true });
    expect(worse.lost.snapshots).toEqual([...forged, good.snapshotId]);
  });
});
