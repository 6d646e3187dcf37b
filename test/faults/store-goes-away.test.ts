/** A backup whose target is unmounted, or becomes read-only, while it runs. */
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openRepository } from "../../core/repository/open-repository.ts";
import { openLocalStore } from "../../core/storage/local.ts";
import { rejectsWith } from "../support/check-store.ts";
import { expectPromisesKept, expectResticFindsNothing } from "../support/crash-judge.ts";
import {
  backUp,
  CRASH_PASSWORD,
  completed,
  initCrashRepository,
  reopenIn,
} from "../support/crash-repository.ts";
import { contentsOf, writeSources } from "../support/crash-sources.ts";
import { beforeWrite } from "../support/fault-trigger.ts";
import { tempFolder } from "../support/temp-folder.ts";
import {
  bind,
  canMount,
  makeReadOnly,
  makeWritable,
  mountAgain,
  mountTmpfs,
  unmount,
} from "../support/tmpfs.ts";
import { lacks, lacksTool } from "../support/tools.ts";

const lacksMounts = lacks("the right to mount a file system", canMount());
const lacksRestic = lacksTool("restic");

/** A file system with a repository on it, mounted at a second place, which can be taken away. */
async function mountedRepository(place: string) {
  const disk = await mountTmpfs("200m");
  const mountPoint = await mountAgain(disk);
  const folder = join(mountPoint, place);
  await mkdir(folder, { recursive: true });
  const repository = await initCrashRepository(openLocalStore(folder));
  const source = join(await tempFolder(), "source");
  await writeSources(source, "first", [2]);
  const cacheFolder = await tempFolder();
  const first = completed(await backUp(repository, { sources: [source], cacheFolder }));
  const promised = new Map([[first, await contentsOf(source)]]);
  await writeSources(join(source, "added"), "second", [16, 17, 9]);
  const finishNextBackup = async () => {
    const next = completed(await backUp(repository, { sources: [source], cacheFolder }));
    promised.set(next, await contentsOf(source));
    await expectPromisesKept(repository, promised, cacheFolder);
    if (!lacksRestic) await expectResticFindsNothing(folder);
  };
  return { disk, mountPoint, folder, repository, source, cacheFolder, promised, finishNextBackup };
}

describe.skipIf(lacksMounts)("a target that is unmounted", () => {
  test.each([
    { where: "in a folder of it", place: "backup/office", nth: 2 },
    { where: "at its top", place: ".", nth: 1 },
    { where: "at its top, later", place: ".", nth: 3 },
  ])(
    "while a backup runs is reported, and nothing is written below the bare mount point: $where",
    async (at) => {
      const scene = await mountedRepository(at.place);
      const { repository, mountPoint } = scene;
      const store = beforeWrite(repository.store, "pack", at.nth, () => unmount(mountPoint));
      const failing = backUp(reopenIn(store, repository), { ...scene, sources: [scene.source], threads: 1 });
      await rejectsWith("STORE_VANISHED", failing);
      expect(await readdir(mountPoint, { recursive: true })).toEqual([]);
      await expectPromisesKept(
        reopenIn(openLocalStore(join(scene.disk, at.place)), repository),
        scene.promised,
      );

      bind(scene.disk, mountPoint);
      await scene.finishNextBackup();
    },
  );

  test.each([".", "backup/office"])("is no repository, and is not made one: %s", async (place) => {
    const { mountPoint, repository, source, folder } = await mountedRepository(place);
    unmount(mountPoint);
    await rejectsWith("REPOSITORY_MISSING", openRepository(openLocalStore(folder), CRASH_PASSWORD));
    await rejectsWith("STORE_VANISHED", backUp(repository, { sources: [source] }));
    expect(await readdir(mountPoint, { recursive: true })).toEqual([]);
  });
});

test.skipIf(lacksMounts)("a target that becomes read-only while a backup runs is reported", async () => {
  const scene = await mountedRepository("backup");
  const { repository, disk } = scene;
  const store = beforeWrite(repository.store, "pack", 2, () => makeReadOnly(disk));
  const failing = backUp(reopenIn(store, repository), { ...scene, sources: [scene.source], threads: 1 });
  await rejectsWith("STORE_READ_ONLY", failing);
  await expectPromisesKept(repository, scene.promised);

  makeWritable(disk);
  await scene.finishNextBackup();
});
