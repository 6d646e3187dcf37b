/** Restores from two replicas that are damaged in different places. */
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { openRepositoryCache } from "../../catalog/repository-cache.ts";
import { loadIndex } from "../../repository/index/load-index.ts";
import { idOf } from "../../repository/inventory/testing/sample-repository.ts";
import { runPrune } from "../../repository/prune/run-prune.ts";
import { readBlob } from "../../repository/read-blob.ts";
import type { Repository } from "../../repository/repository.ts";
import { loadSnapshots } from "../../repository/snapshots/load-snapshots.ts";
import { problemsOf, restoreTo } from "../../restore/testing/restore-to.ts";
import type { MemoryStore } from "../../storage/memory.ts";
import { anewIn, namesOf, quietJob, type SampleEnd, twoReplicas } from "../testing/two-replicas.ts";
import { readingAny } from "./reading-any.ts";

const noise = (bytes: number) => randomBytes(bytes).toString("base64");

/** What `one` is read as when `other` may help out, by a computer that knows nothing of either. */
function reading(one: SampleEnd, other: SampleEnd) {
  const store = readingAny([one.store, other.store]);
  const otherIndexes = async () => {
    const cache = openRepositoryCache(undefined, other.id);
    onTestFinished(() => cache.close());
    await loadIndex(other, cache);
    return [cache];
  };
  const end = anewIn({ ...one, otherIndexes } as Repository, store);
  return { store, end };
}

async function restored(end: ReturnType<typeof reading>["end"]) {
  const { snapshots } = await loadSnapshots(end, end.cache, quietJob.signal);
  const snapshot = snapshots.at(-1);
  if (snapshot === undefined) throw new Error("there is no snapshot");
  const folder = await tempFolder();
  const result = await restoreTo(folder, { repository: end, cache: end.cache }, { snapshot });
  const files = Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]),
  );
  return { files, problems: problemsOf(result) };
}

async function flip(store: MemoryStore, name: string, at: number): Promise<void> {
  const bytes = await store.read("pack", name);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  await store.write("pack", name, bytes);
}

test("what is damaged, cut short or gone at one replica comes from the other, pack by pack and blob by blob", async () => {
  const { one, other, copy } = twoReplicas();
  const files: Record<string, string> = {};
  // each holds one file, so that every one of them has to be read
  const packs: string[] = [];
  for (let n = 0; n < 12; n += 1) {
    files[`file ${n}`] = noise(300);
    const { dataPack } = await one.backUp(files);
    packs.push(dataPack?.id ?? "");
  }
  await copy();
  for (const [n, pack] of packs.entries()) {
    const [harmed, way] = [n % 2 === 0 ? one : other, n % 4];
    const { length } = await harmed.store.read("pack", pack);
    if (way < 2) await flip(harmed.store, pack, 40);
    else if (n % 3 === 0) await harmed.store.remove("pack", pack);
    else await harmed.store.write("pack", pack, (await harmed.store.read("pack", pack)).slice(0, length / 3));
  }
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    const { store, end } = reading(from, to);
    const result = await restored(end);
    expect(result).toEqual({ files, problems: [] });
    const { replicas, bad } = store.report();
    expect(replicas.every(({ reads }) => reads > 0)).toBe(true);
    // which of the two is asked first depends on how fast they answer: all twelve lucky is one chance in thousands
    expect(bad.length).toBeGreaterThan(0);
    for (const { location, name } of bad) {
      const harmed = location === "first" ? one : other;
      const stored = await harmed.store.read("pack", name).catch(() => undefined);
      expect(stored === undefined ? "gone" : idOf(stored)).not.toBe(name);
    }
  }
});

test("damage in two blobs of one pack, one at each replica, costs neither", async () => {
  const { one, other, copy } = twoReplicas();
  const files = { a: noise(400), b: noise(400), c: noise(400) };
  const { dataPack } = await one.backUp(files);
  await copy();
  const at = (text: string) =>
    (dataPack?.entries.find(({ id }) => id === idOf(Buffer.from(text)))?.offset ?? 0) + 50;
  await flip(one.store, dataPack?.id ?? "", at(files.a));
  await flip(other.store, dataPack?.id ?? "", at(files.c));
  const { end } = reading(one, other);
  expect(await restored(end)).toEqual({ files, problems: [] });
});

/** The second replica keeps its packs as they were; the first was pruned, so that the same is in a pack of another name there. */
async function prunedAtOne() {
  const { one, other, copy } = twoReplicas();
  const files = { letter: noise(500), offer: noise(500) };
  const old = await one.backUp({ ...files, bill: noise(500) });
  await one.backUp(files);
  await copy();
  await one.store.remove("snapshot", old.snapshotId);
  await runPrune(
    one,
    one.cache,
    { maxUnused: { kind: "bytes", bytes: 0 } },
    { ...quietJob, reportProgress: () => undefined },
  );
  await other.store.remove("snapshot", old.snapshotId);
  const [mine, theirs] = [await namesOf(one.store, "pack"), await namesOf(other.store, "pack")];
  const own = mine.filter((name) => !theirs.includes(name));
  expect(own.length).toBeGreaterThan(0);
  return { one, other, files, own };
}

test("what the other replica has in packs of other names is found by its own index", async () => {
  const { one, other, files, own } = await prunedAtOne();
  for (const pack of own) await flip(one.store, pack, 50);
  const { end } = reading(one, other);
  expect(await restored(end)).toEqual({ files, problems: [] });
});

test("so it is when the index of the first names it nowhere", async () => {
  const { one, other, files } = await prunedAtOne();
  for (const name of await namesOf(one.store, "index")) await one.store.remove("index", name);
  const { end } = reading(one, other);
  const indexed = await loadIndex(end, end.cache);
  const letter = await readBlob(indexed, "data", idOf(Buffer.from(files.letter)));
  expect(Buffer.from(letter).toString()).toBe(files.letter);
  expect(await restored(end)).toEqual({ files, problems: [] });
});

test("what no replica has whole is a problem of the files that need it, and of no other", async () => {
  const { one, other, copy } = twoReplicas();
  await one.backUp({ good: noise(300) });
  const files = { good: "", bad: noise(300) };
  const { dataPack } = await one.backUp(files);
  await copy();
  for (const end of [one, other]) await flip(end.store, dataPack?.id ?? "", 60);
  const { end } = reading(one, other);
  const { problems } = await restored(end);
  expect(problems).toEqual(["/bad: damaged"]);
});
