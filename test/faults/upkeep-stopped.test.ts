/** Forget, prune and rebuild-index stopped at each of their writes and removals in turn. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
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
  rebuild,
} from "../support/crash-repository.ts";
import { type Contents, contentsOf, noise, writeSources } from "../support/crash-sources.ts";
import type { FaultMoment } from "../support/faulty-store.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { lacksTool } from "../support/tools.ts";

const lacksRestic = lacksTool("restic");
/** restic takes about a second, so it judges every so many crashes. */
const RESTIC_EVERY = 8;

/** Three snapshots: the second shares most packs with the first, the third shares nothing. */
async function threeSnapshots() {
  const folder = await tempFolder();
  const [source, other] = [join(folder, "source"), join(folder, "other")];
  const cacheFolder = await tempFolder();
  const store = openMemoryStore();
  const repository = await initCrashRepository(store);
  const snapshots: { readonly id: SnapshotId; readonly contents: Contents }[] = [];
  const save = async (path: string) => {
    const contents = await contentsOf(path);
    const id = completed(await backUp(repository, { sources: [path], cacheFolder, threads: 1 }));
    snapshots.push({ id, contents });
  };
  await writeSources(source, "first", [12, 7, 5]);
  await save(source);
  await writeFile(join(source, "large", "1.bin"), noise("changed", 3_000_000));
  await save(source);
  await writeSources(other, "other", [2]);
  await save(other);
  const [first, second, third] = snapshots;
  if (first === undefined || second === undefined || third === undefined) throw new Error("a snapshot lacks");
  const all = new Map(snapshots.map(({ id, contents }) => [id, contents]));
  return { source, cacheFolder, store, repository, all, first, second, third };
}

type Scene = Awaited<ReturnType<typeof threeSnapshots>>;

/** Expects that a backup and restic get on with what is there. */
async function expectLifeGoesOn(scene: Scene, { left, cacheFolder, passed, isLast }: Wreck): Promise<void> {
  // between the new index and the removal of the old one both name the packs that stay
  await expectCheckFindsNothing(left, ["pack-orphaned", "pack-indexed-twice"]);
  await expectPromisesKept(left, new Map([[scene.second.id, scene.second.contents]]), cacheFolder);
  if (isLast || passed % RESTIC_EVERY === 0) {
    const next = completed(await backUp(left, { sources: [scene.source], cacheFolder }));
    await expectPromisesKept(left, new Map([[next, scene.second.contents]]), cacheFolder);
    if (!lacksRestic) await expectResticFindsNothingIn(left.store);
  }
}

describe.each<FaultMoment>(["before", "after"])("stopped %s any write or removal", (moment) => {
  test("forget and prune lose no snapshot that is kept, and the next prune goes on", async () => {
    const scene = await threeSnapshots();
    const forgotten = [scene.first.id, scene.third.id];
    const kept = new Map([[scene.second.id, scene.second.contents]]);
    const work = (repository: Repository, cacheFolder: string) =>
      forgetAndPrune(repository, forgotten, cacheFolder);

    async function judge(wreck: Wreck): Promise<void> {
      const { left, cacheFolder } = wreck;
      await expectPromisesKept(left, kept);
      await expectLifeGoesOn(scene, wreck);
      await work(left, cacheFolder);
      await expectPromisesKept(left, kept);
      await expectCheckFindsNothing(left, []);
      const packs = await listed(left.store, "pack");
      const storedBytes = packs.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
      expect(storedBytes).toBeLessThan(22 * 1024 * 1024); // 12 + 3 + 5 MiB are needed
    }

    const writes = await crashAtEveryWrite({ ...scene, moment, work, judge });
    // locks, two snapshots, new packs, new index, old indexes, old packs
    expect(writes).toBeGreaterThan(12);
  });

  test("rebuild-index loses no snapshot", async () => {
    const scene = await threeSnapshots();
    const work = (repository: Repository, cacheFolder: string) =>
      rebuild(repository, { cacheFolder, readAllPacks: true });
    const judge = async (wreck: Wreck) => {
      await expectPromisesKept(wreck.left, scene.all);
      await expectPromisesKept(wreck.left, scene.all, wreck.cacheFolder);
      await expectLifeGoesOn(scene, wreck);
    };
    await crashAtEveryWrite({ ...scene, moment, work, judge });
  });

  test("rebuild-index after a lost index is finished by the next one", async () => {
    const scene = await threeSnapshots();
    const [lost] = await listed(scene.store, "index");
    await scene.store.remove("index", lost?.name ?? "");
    const work = (repository: Repository, cacheFolder: string) => rebuild(repository, { cacheFolder });
    const judge = async (wreck: Wreck) => {
      await work(wreck.left, wreck.cacheFolder);
      await expectPromisesKept(wreck.left, scene.all);
      await expectLifeGoesOn(scene, wreck);
    };
    await crashAtEveryWrite({ ...scene, moment, work, judge });
  });
});
