/** Restores whose target fills up or goes away, or whose repository does. */
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Repository } from "../../core/repository/repository.ts";
import { openLocalStore } from "../../core/storage/local.ts";
import { rejectsWith } from "../support/check-store.ts";
import {
  backUp,
  completed,
  initCrashRepository,
  reopenIn,
  restoreInto,
} from "../support/crash-repository.ts";
import { expectNothingOnlyLooksComplete, expectRestored } from "../support/crash-restored.ts";
import { contentsOf, writeSources } from "../support/crash-sources.ts";
import { beforeRead } from "../support/fault-trigger.ts";
import { tempFolder } from "../support/temp-folder.ts";
import {
  bind,
  canMount,
  makeReadOnly,
  makeWritable,
  mountAgain,
  mountTmpfs,
  resizeTmpfs,
  unmount,
} from "../support/tmpfs.ts";
import { lacks } from "../support/tools.ts";

const lacksMounts = lacks("the right to mount a file system", canMount());

async function oneSnapshot(location: string) {
  const repository = await initCrashRepository(openLocalStore(location));
  const source = join(await tempFolder(), "source");
  await writeSources(source, "first", [9, 5, 4, 3], 60);
  const contents = await contentsOf(source);
  const snapshot = completed(await backUp(repository, { sources: [source] }));
  const restore = (from: Repository, target: string) => restoreInto(from, snapshot, target);
  const finish = async (target: string) => {
    expect((await restore(repository, target)).problems).toEqual([]);
    await expectRestored(target, contents);
  };
  return { repository, contents, restore, finish };
}

describe.skipIf(lacksMounts)("a restore", () => {
  test.each(["64k", "6m", "16m"])(
    "onto a disk of %s says that it is full, and is carried on later",
    async (size) => {
      const { repository, contents, restore, finish } = await oneSnapshot(await tempFolder());
      const disk = await mountTmpfs(size);
      const target = join(disk, "restored");
      await expect(restore(repository, target)).rejects.toMatchObject({
        name: "BackstayError",
        code: "TARGET_FULL",
        details: { path: expect.stringContaining(disk) },
      });
      await expectNothingOnlyLooksComplete(target, contents);
      resizeTmpfs(disk, "60m");
      await finish(target);
    },
  );

  test.each([1, 3, 5])("whose target is unmounted before read %i writes nothing elsewhere", async (nth) => {
    const { repository, contents, restore, finish } = await oneSnapshot(await tempFolder());
    const disk = await mountTmpfs("60m");
    const mountPoint = await mountAgain(disk);
    const target = join(mountPoint, "restored");
    const store = beforeRead(repository.store, "pack", nth, () => unmount(mountPoint));
    await rejectsWith("TARGET_LOST", restore(reopenIn(store, repository), target));
    expect(await readdir(mountPoint)).toEqual([]);
    await expectNothingOnlyLooksComplete(join(disk, "restored"), contents);
    bind(disk, mountPoint);
    await finish(target);
  });

  test("whose target can only be read says so", async () => {
    const { repository, restore, finish } = await oneSnapshot(await tempFolder());
    const target = await mountTmpfs("60m");
    const store = beforeRead(repository.store, "pack", 1, () => makeReadOnly(target));
    await rejectsWith("TARGET_LOST", restore(reopenIn(store, repository), target));
    makeWritable(target);
    await finish(target);
  });

  test.each([2, 4, 6])("whose repository is unmounted before read %i is carried on later", async (nth) => {
    const disk = await mountTmpfs("60m");
    const mountPoint = await mountAgain(disk);
    const location = join(mountPoint, "repository");
    await mkdir(location);
    const { repository, contents, restore, finish } = await oneSnapshot(location);
    const target = join(await tempFolder(), "restored");
    const store = beforeRead(repository.store, "pack", nth, () => unmount(mountPoint));
    await rejectsWith("STORE_VANISHED", restore(reopenIn(store, repository), target));
    await expectNothingOnlyLooksComplete(target, contents);
    expect(await readdir(mountPoint)).toEqual([]);
    bind(disk, mountPoint);
    await finish(target);
  });
});
