/** Disks without room, in the places a backup writes to. */
import { readdir, statfs, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { openLocalStore } from "../../core/storage/local.ts";
import { BackstayError } from "../../shared/errors.ts";
import type { SnapshotId } from "../../shared/ids.ts";
import { listed } from "../support/check-store.ts";
import { expectPromisesKept, expectResticFindsNothing } from "../support/crash-judge.ts";
import { backUp, completed, initCrashRepository } from "../support/crash-repository.ts";
import { type Contents, contentsOf, writeSources } from "../support/crash-sources.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { canMount, mountTmpfs, resizeTmpfs } from "../support/tmpfs.ts";
import { lacks, lacksTool } from "../support/tools.ts";

const lacksMounts = lacks("the right to mount a file system", canMount());
const lacksRestic = lacksTool("restic");
const KIB = 1024;
const MIB = 1024 * KIB;

/** Takes the disk's room away, all but so much. */
async function leaveFree(folder: string, freeBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  await writeFile(join(folder, "filler"), new Uint8Array(Math.max(0, bavail * bsize - freeBytes)));
}

async function temporaryFilesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => basename(name).startsWith("."));
}

describe.skipIf(lacksMounts)("a backup onto a full disk", () => {
  test.each([
    { room: "nothing", freeBytes: 0, needs: "a lock" },
    { room: "the lock", freeBytes: 8 * KIB, needs: "a pack" },
    { room: "about one pack", freeBytes: 18 * MIB, needs: "a pack" },
  ])(
    "says that it is full, shows nothing half-written, and goes on once there is room: $room",
    async ({ freeBytes }) => {
      const folder = await mountTmpfs("24m");
      const repository = await initCrashRepository(openLocalStore(folder));
      const source = join(await tempFolder(), "source");
      await writeSources(source, "first", [2]);
      const cacheFolder = await tempFolder();
      const first = completed(await backUp(repository, { sources: [source], cacheFolder }));
      const promised = new Map([[first, await contentsOf(source)]]);
      await writeSources(join(source, "added"), "second", [16, 9]);
      await leaveFree(folder, freeBytes);

      const failure = await backUp(repository, { sources: [source], cacheFolder, threads: 1 }).catch(
        (error: unknown) => error,
      );
      expect(failure).toBeInstanceOf(BackstayError);
      expect(failure).toMatchObject({ code: "STORE_FULL", details: { location: folder } });
      expect(await temporaryFilesIn(folder)).toEqual([]);
      expect(await listed(repository.store, "lock")).toEqual([]);
      await expectPromisesKept(repository, promised);

      resizeTmpfs(folder, "90m");
      const second = completed(await backUp(repository, { sources: [source], cacheFolder }));
      promised.set(second, await contentsOf(source));
      await expectPromisesKept(repository, promised, cacheFolder);
      if (!lacksRestic) await expectResticFindsNothing(folder);
    },
  );
});

test.skipIf(lacksMounts).each(["16k", "64k", "256k", "512k"])(
  "a backup whose cache finds no room fails clearly or does without: %s",
  async (size) => {
    const repository = await initCrashRepository(openLocalStore(await tempFolder()));
    const source = join(await tempFolder(), "source");
    await writeSources(source, "first", [1], 600);
    const cacheFolder = await mountTmpfs(size);
    const contents = await contentsOf(source);
    const promised = new Map<SnapshotId, Contents>();
    try {
      promised.set(completed(await backUp(repository, { sources: [source], cacheFolder })), contents);
    } catch (error) {
      const path = join(cacheFolder, `${repository.id}.sqlite`);
      expect(error).toMatchObject({ name: "BackstayError", code: "CACHE_FULL", details: { path } });
    }
    expect(await listed(repository.store, "lock")).toEqual([]);
    await expectPromisesKept(repository, promised);

    resizeTmpfs(cacheFolder, "64m");
    promised.set(completed(await backUp(repository, { sources: [source], cacheFolder })), contents);
    await expectPromisesKept(repository, promised, cacheFolder);
  },
);
