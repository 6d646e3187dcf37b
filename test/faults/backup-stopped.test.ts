/** A backup stopped at each of its writes in turn, in a store that then forgets what was not promised to last. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { decodeIndexFile } from "../../core/repository/format/index-file.ts";
import type { Repository } from "../../core/repository/repository.ts";
import { readDocument } from "../../core/repository/unpacked-files.ts";
import { objectPath } from "../../core/storage/local/layout.ts";
import { openLocalStore } from "../../core/storage/local.ts";
import { type MemoryStore, openMemoryStore } from "../../core/storage/memory.ts";
import type { FileKind, Store } from "../../core/storage/store.ts";
import { BackstayError } from "../../shared/errors.ts";
import type { IndexId } from "../../shared/ids.ts";
import { listed, rejectsWith } from "../support/check-store.ts";
import { crashAtEveryWrite, type Wreck } from "../support/crash-at-every-write.ts";
import {
  expectCheckFindsNothing,
  expectPromisesKept,
  expectResticFindsNothing,
  expectResticFindsNothingIn,
  type Promised,
} from "../support/crash-judge.ts";
import { backUp, completed, initCrashRepository, reopenIn } from "../support/crash-repository.ts";
import { contentsOf, noise, writeSources } from "../support/crash-sources.ts";
import { type FaultMoment, failAfter } from "../support/faulty-store.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { lacksTool } from "../support/tools.ts";

/** restic takes about a second, so it judges every so many crashes. */
const RESTIC_EVERY = 6;

type Scene = {
  readonly source: string;
  readonly cacheFolder: string;
  readonly repository: Repository;
  readonly store: MemoryStore;
  readonly promised: Promised;
};

/** An empty repository and a source for it. */
async function emptyScene(): Promise<Scene> {
  const folder = await tempFolder();
  const source = join(folder, "source");
  await writeSources(source, "first", [16, 9, 2]);
  const cacheFolder = join(folder, "cache");
  await mkdir(cacheFolder);
  const store = openMemoryStore();
  return { source, cacheFolder, repository: await initCrashRepository(store), store, promised: new Map() };
}

/** A repository with one snapshot, of a source that has changed since. */
async function oneSnapshotScene(): Promise<Scene> {
  const scene = await emptyScene();
  const contents = await contentsOf(scene.source);
  const snapshotId = completed(await backUp(scene.repository, { ...scene, sources: [scene.source] }));
  await writeSources(join(scene.source, "added"), "second", [17]);
  await writeFile(join(scene.source, "large", "1.bin"), noise("changed", 9_000_000));
  return { ...scene, promised: new Map([[snapshotId, contents]]) };
}

/** Blobs and packs that the index names more than once, and packs that it does not name. */
async function countDuplicates(repository: Repository) {
  const blobs = new Map<string, number>();
  const packs = new Map<string, number>();
  for (const { name } of await listed(repository.store, "index")) {
    const id = name as IndexId;
    for (const pack of decodeIndexFile(await readDocument(repository, "index", id), id).packs) {
      packs.set(pack.id, (packs.get(pack.id) ?? 0) + 1);
      for (const { type, id } of pack.entries) {
        blobs.set(type + id, (blobs.get(type + id) ?? 0) + 1);
      }
    }
  }
  const repeated = (counts: Map<string, number>) => [...counts.values()].filter((count) => count > 1).length;
  const stored = await listed(repository.store, "pack");
  const orphans = stored.filter(({ name }) => !packs.has(name)).length;
  return { blobs: repeated(blobs), packs: repeated(packs), orphans };
}

const lacksRestic = lacksTool("restic");

describe.each([
  { name: "the first backup", makeScene: emptyScene },
  { name: "a further backup", makeScene: oneSnapshotScene },
])("$name stopped at any write", ({ makeScene }) => {
  test.each<FaultMoment>(["before", "after"])(
    "keeps every older snapshot, and the next backup uses what was stored: %s",
    async (moment) => {
      const scene = await makeScene();
      const contents = await contentsOf(scene.source);
      const work = (repository: Repository, cacheFolder: string) =>
        backUp(repository, { sources: [scene.source], cacheFolder, threads: 1 });

      async function judge({ left, cacheFolder, passed, isLast }: Wreck): Promise<void> {
        await expectPromisesKept(left, scene.promised);
        await expectPromisesKept(left, scene.promised, cacheFolder);
        await expectCheckFindsNothing(left);
        if (!lacksRestic && passed % RESTIC_EVERY === 0) await expectResticFindsNothingIn(left.store);

        const next = completed(await work(left, cacheFolder));
        await expectPromisesKept(left, new Map([...scene.promised, [next, contents]]));
        const duplicates = await countDuplicates(left);
        expect(duplicates, `after ${passed} writes`).toMatchObject({ blobs: 0, packs: 0 });
        // only of the fatal write itself may nobody have heard
        expect(duplicates.orphans).toBeLessThanOrEqual(moment === "after" ? 1 : 0);
        if (!lacksRestic && isLast) await expectResticFindsNothingIn(left.store);
      }

      const writes = await crashAtEveryWrite({ ...scene, moment, work, judge });
      expect(writes).toBeGreaterThan(6); // lock, packs, index, snapshot, lock
    },
  );
});

test("leaves half a file behind that nobody takes for one", async () => {
  const scene = await emptyScene();
  const folder = await tempFolder();
  const local = openLocalStore(folder);
  const repository = await initCrashRepository(local);
  const leaveTorn = async (kind: FileKind, name: string, half: Uint8Array) =>
    writeFile(join(dirname(objectPath(folder, kind, name)), `.tmp-${name.slice(0, 16)}`), half);
  for (const passed of [0, 1, 2, 3]) {
    const faulty = reopenIn(failAfter(passed, local, { moment: "torn", leaveTorn }), repository);
    await rejectsWith("STORE_FAILED", backUp(faulty, { sources: [scene.source] }));
    await expectPromisesKept(repository, new Map());
  }
  const contents = await contentsOf(scene.source);
  const snapshotId = completed(await backUp(repository, { sources: [scene.source] }));
  await expectPromisesKept(repository, new Map([[snapshotId, contents]]));
  if (!lacksRestic) await expectResticFindsNothing(folder);
});

test("has stopped writing before it gives up its lock", async () => {
  const scene = await emptyScene();
  const failed = Promise.withResolvers<void>();
  let packs = 0;
  let underWay = 0;
  let underWayAtRelease: number | undefined;
  const store: Store = {
    ...scene.store,
    async write(kind, name, bytes, signal) {
      if (kind === "pack" && packs++ > 0) {
        failed.resolve();
        throw new BackstayError("STORE_FAILED", { location: "", operation: "write", reason: "second pack" });
      }
      underWay++;
      if (kind === "pack") await failed.promise.then(() => delay(300)); // a slow disk
      await scene.store.write(kind, name, bytes, signal);
      underWay--;
    },
    async remove(kind, name, signal) {
      underWayAtRelease = underWay;
      await scene.store.remove(kind, name, signal);
    },
  };
  await rejectsWith("STORE_FAILED", backUp(reopenIn(store, scene.repository), { sources: [scene.source] }));
  expect(underWayAtRelease).toBe(0);
});

test("a cache that is lost in the crash costs time and nothing else", async () => {
  const scene = await oneSnapshotScene();
  const backup = (store: MemoryStore) =>
    backUp(reopenIn(store, scene.repository), { sources: [scene.source], cacheFolder: undefined });
  const contents = await contentsOf(scene.source);
  const faulty = failAfter(4, scene.store.copy());
  await rejectsWith("STORE_FAILED", backup(faulty));
  const left = reopenIn(faulty.asAfterPowerCut(), scene.repository);
  const snapshotId = completed(await backup(left.store));
  await expectPromisesKept(left, new Map([...scene.promised, [snapshotId, contents]]));
  expect(await countDuplicates(left)).toMatchObject({ blobs: 0, packs: 0 });
});
