/** Replication stopped at each of its writes in turn, by a power cut at the target. */
import { appendFile, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openRepositoryCache } from "../../core/catalog/repository-cache.ts";
import { createReplica } from "../../core/failover/replicate/create-replica.ts";
import { replicate } from "../../core/failover/replicate/replicate.ts";
import type { ReplicateOptions } from "../../core/failover/replicate/replication.ts";
import type { Repository } from "../../core/repository/repository.ts";
import { openMemoryStore } from "../../core/storage/memory.ts";
import type { SnapshotId } from "../../shared/ids.ts";
import { listed } from "../support/check-store.ts";
import { crashAtEveryWrite, type Wreck } from "../support/crash-at-every-write.ts";
import {
  expectCheckFindsNothing,
  expectPromisesKept,
  expectResticFindsNothingIn,
} from "../support/crash-judge.ts";
import {
  backUp,
  completed,
  forgetAndPrune,
  initCrashRepository,
  reopenIn,
} from "../support/crash-repository.ts";
import { type Contents, contentsOf, noise, writeSources } from "../support/crash-sources.ts";
import type { FaultMoment } from "../support/faulty-store.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { lacksTool } from "../support/tools.ts";

const lacksRestic = lacksTool("restic");
/** restic takes about a second, so it judges every so many crashes. */
const RESTIC_EVERY = 8;

/** Replicates with a cache of its own for the source, as it is always fresh here. */
async function bringOver(
  from: Repository,
  to: Repository,
  cacheFolder: string | undefined,
  options: ReplicateOptions = {},
) {
  const caches = [openRepositoryCache(undefined, from.id), openRepositoryCache(cacheFolder, to.id)] as const;
  try {
    const job = { signal: new AbortController().signal, reportProgress: () => {} };
    const [one, other] = caches;
    return await replicate(
      { ...from, cache: one },
      { ...to, cache: other },
      { readBackShare: 0.5, ...options },
      job,
    );
  } finally {
    for (const cache of caches) cache.close();
  }
}

/**
 * A source with three snapshots, and a target with the first of them, after which the source was pruned: so much of what is to
 * be copied is in packs of which the target has a part.
 */
async function sourceAndTarget() {
  const folder = await tempFolder();
  const source = join(folder, "source");
  const cacheFolder = await tempFolder();
  const from = await initCrashRepository(openMemoryStore("first"));
  const store = openMemoryStore("second");
  const to = await createReplica(from, store);
  const all = new Map<SnapshotId, Contents>();
  const save = async () => {
    const contents = await contentsOf(source);
    const id = completed(await backUp(from, { sources: [source], threads: 1 }));
    all.set(id, contents);
    return id;
  };
  await writeSources(source, "first", [9, 3]);
  const first = await save();
  await bringOver(from, to, cacheFolder);
  await writeFile(join(source, "large", "1.bin"), noise("changed", 5_000_000));
  await save();
  await rm(join(source, "large", "0.bin"));
  await writeSources(join(source, "more"), "more", [18], 10);
  await save();
  await forgetAndPrune(from, [first]);
  const kept = new Map([...all].filter(([id]) => id !== first));
  return { from, to, store, cacheFolder, all, kept };
}

describe.each<FaultMoment>(["before", "after"])("stopped %s any write", (moment) => {
  test("no snapshot lacks anything, and the next run brings all over", async () => {
    const { from, to, store, cacheFolder, all } = await sourceAndTarget();
    let wrecks = 0;

    async function judge({ left, cacheFolder: cache, passed, isLast }: Wreck): Promise<void> {
      wrecks += 1;
      await expectPromisesKept(left, new Map());
      await expectCheckFindsNothing(left);
      const isForRestic = isLast || passed % RESTIC_EVERY === 0;
      if (isForRestic && !lacksRestic) await expectResticFindsNothingIn(left.store);
      // the one half on the computer that was cut off, the other on one that knows nothing
      const result = await bringOver(from, left, passed % 2 === 0 ? cache : undefined);
      expect(result).toMatchObject({ problems: [], heldBack: [] });
      await expectPromisesKept(left, all);
      await expectCheckFindsNothing(left, passed % 2 === 0 ? [] : ["pack-orphaned"]);
      const stored = (await listed(left.store, "pack")).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
      expect(stored).toBeLessThan(43 * 1024 * 1024); // 12 + 5 + 18 MiB are needed
      if (isForRestic && !lacksRestic) await expectResticFindsNothingIn(left.store);
    }

    const writes = await crashAtEveryWrite({
      ...{ repository: to, store, cacheFolder, moment, judge },
      work: (left, cache) => bringOver(from, left, cache),
    });
    expect(writes).toBeGreaterThan(8); // a lock, packs, indexes, two snapshots
    expect(wrecks).toBe(writes);
  });
});

test("both restore the same, whichever they were written to", async () => {
  const { from, to, cacheFolder, all, kept } = await sourceAndTarget();
  await bringOver(from, to, cacheFolder);
  const folder = await tempFolder();
  await mkdir(join(folder, "there"));
  await appendFile(join(folder, "there", "letter"), noise("letter", 100_000));
  const contents = await contentsOf(folder);
  const own = completed(await backUp(to, { sources: [folder] }));
  await bringOver(to, from, undefined, {
    tombstones: new Set([...all.keys()].filter((id) => !kept.has(id))),
  });
  await expectPromisesKept(to, new Map([...all, [own, contents]]));
  await expectPromisesKept(from, new Map([...kept, [own, contents]]));
  for (const end of [from, to]) {
    await expectCheckFindsNothing(end, []);
    if (!lacksRestic) await expectResticFindsNothingIn(end.store);
  }
  expect(reopenIn(to.store, from).id).toBe(to.id);
});
