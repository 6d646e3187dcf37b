/** Healing stopped at each of its writes in turn: nothing that was whole is lost by it, and the next one finishes. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openRepositoryCache } from "../../core/catalog/repository-cache.ts";
import { heal } from "../../core/failover/heal/heal.ts";
import { createReplica } from "../../core/failover/replicate/create-replica.ts";
import { replicate } from "../../core/failover/replicate/replicate.ts";
import type { Repository } from "../../core/repository/repository.ts";
import { openMemoryStore } from "../../core/storage/memory.ts";
import type { SnapshotId } from "../../shared/ids.ts";
import { listed } from "../support/check-store.ts";
import { crashAtEveryWrite, type Wreck } from "../support/crash-at-every-write.ts";
import {
  checkAll,
  expectCheckFindsNothing,
  expectPromisesKept,
  expectReadable,
  expectResticFindsNothingIn,
} from "../support/crash-judge.ts";
import { backUp, completed, forgetAndPrune, initCrashRepository } from "../support/crash-repository.ts";
import { type Contents, contentsOf, noise, writeSources } from "../support/crash-sources.ts";
import { damageFile, flipped } from "../support/fault-damage.ts";
import type { FaultMoment } from "../support/faulty-store.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { lacksTool } from "../support/tools.ts";

const lacksRestic = lacksTool("restic");
const job = { signal: new AbortController().signal, reportProgress: () => {} };

async function withCaches<T>(
  from: Repository,
  to: Repository,
  cacheFolder: string | undefined,
  work: (ends: readonly [Parameters<typeof replicate>[0], Parameters<typeof replicate>[1]]) => Promise<T>,
): Promise<T> {
  const caches = [openRepositoryCache(undefined, from.id), openRepositoryCache(cacheFolder, to.id)] as const;
  try {
    return await work([
      { ...from, cache: caches[0] },
      { ...to, cache: caches[1] },
    ]);
  } finally {
    for (const cache of caches) cache.close();
  }
}

/**
 * Two replicas with the same snapshots. The second has lost a pack, has a bit turned in one that the first has, in one that the first
 * has under another name since it was pruned, in an index file and in a snapshot. What only the third backup has is left whole.
 */
async function damagedReplica() {
  const folder = await tempFolder();
  const cacheFolder = await tempFolder();
  const good = await initCrashRepository(openMemoryStore("first"));
  const store = openMemoryStore("second");
  const damaged = await createReplica(good, store);
  const all = new Map<SnapshotId, Contents>();
  const added: (readonly string[])[] = [];
  const packs = async () => (await listed(good.store, "pack")).map(({ name }) => name);
  for (const [n, name] of ["one", "two", "three", "four"].entries()) {
    const source = join(folder, name);
    await writeSources(source, name, [0.4], 5);
    const before = new Set(await packs());
    const sources = n === 0 ? [source, join(folder, "one")] : [source];
    const contents = await contentsOf(source);
    all.set(completed(await backUp(good, { sources, threads: 1 })), contents);
    added.push((await packs()).filter((pack) => !before.has(pack)));
  }
  await writeFile(join(folder, "one", "gone"), noise("gone", 400_000));
  const removed = completed(await backUp(good, { sources: [join(folder, "one")], threads: 1 }));
  await withCaches(good, damaged, cacheFolder, ([from, to]) => replicate(from, to, {}, job));
  await store.remove("snapshot", removed);
  await forgetAndPrune(good, [removed]); // packs of the first backup, of which not everything is needed, are written anew

  const largest = async (names: readonly string[] = []) => {
    const sizes = await Promise.all(names.map((name) => store.size("pack", name)));
    return names[sizes.indexOf(Math.max(...sizes))] ?? "";
  };
  const turn = flipped("", () => 50);
  await damageFile(store, "pack", await largest(added[0]), turn);
  await damageFile(store, "pack", await largest(added[1]), turn);
  await store.remove("pack", await largest(added[3]));
  const [index] = await listed(store, "index");
  await damageFile(store, "index", index?.name ?? "", turn);
  const [snapshot] = all.keys();
  await damageFile(store, "snapshot", snapshot ?? "", turn);
  const [, , whole] = [...all];
  return { good, damaged, store, cacheFolder, all, whole: new Map(whole === undefined ? [] : [whole]) };
}

/** One at a time, so being stopped before a write is being stopped after the one before. */
const moment: FaultMoment = "after";

describe("stopped after any write or removal", () => {
  test("what was whole stays whole, and the next heal finishes", async () => {
    const { good, damaged, store, cacheFolder, all, whole } = await damagedReplica();
    expect((await checkAll(damaged)).problemCount).toBeGreaterThan(4);
    const work = (to: Repository, cache: string | undefined) =>
      withCaches(good, to, cache, ([from, end]) =>
        heal(end, [from], { readData: { kind: "all" }, threads: 1 }, job),
      );

    async function judge({ left, cacheFolder: cache, passed, isLast }: Wreck): Promise<void> {
      const { problems } = await checkAll(left);
      // as long as the index is damaged, what only it names cannot be read
      if (!problems.some(({ code }) => code === "index-broken")) await expectReadable(left, whole);
      const { left: after } = await work(left, passed % 2 === 0 ? cache : undefined);
      expect(after.problems).toEqual([]);
      await expectPromisesKept(left, all);
      // a new index was complete, and the old one was not removed yet
      await expectCheckFindsNothing(left, ["pack-orphaned", "pack-indexed-twice"]);
      if (isLast && !lacksRestic) await expectResticFindsNothingIn(left.store);
    }

    const writes = await crashAtEveryWrite({ repository: damaged, store, cacheFolder, moment, work, judge });
    expect(writes).toBeGreaterThan(8);
    await expectCheckFindsNothing(good, []);
  });
});
