/** The cache on this machine, damaged in every part: it may cost time and one failed run, but never a wrong snapshot. */
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openMemoryStore } from "../../core/storage/memory.ts";
import { isBackstayError } from "../../shared/errors.ts";
import { expectPromisesKept } from "../support/crash-judge.ts";
import { backUp, completed, initCrashRepository, reopenIn } from "../support/crash-repository.ts";
import { contentsOf, noise, writeSources } from "../support/crash-sources.ts";
import { tempFolder } from "../support/temp-folder.ts";

const PAGE = 4096;
const POSITIONS = 6;

type Damage = { readonly how: string; readonly damage: (bytes: Uint8Array, at: number) => Uint8Array };

test.each<Damage>([
  { how: "a page of noise", damage: (bytes, at) => overwritten(bytes, at, noise("page", PAGE)) },
  {
    how: "one flipped bit",
    damage: (bytes, at) => overwritten(bytes, at + 777, [(bytes[at + 777] ?? 0) ^ 4]),
  },
  { how: "cut off", damage: (bytes, at) => bytes.subarray(0, at) },
])("a damaged cache costs at most one run, and never a wrong snapshot: $how", async ({ damage }) => {
  const store = openMemoryStore();
  const repository = await initCrashRepository(store);
  const source = join(await tempFolder(), "source");
  await writeSources(source, "first", [0.6], 150);
  const cacheFolder = await tempFolder();
  completed(await backUp(repository, { sources: [source], cacheFolder }));
  await writeFile(join(source, "small", "0", "added"), noise("added", 5000));
  const contents = await contentsOf(source);
  const cacheFile = join(cacheFolder, `${repository.id}.sqlite`);
  const whole = join(await tempFolder(), "whole");
  await copyFile(cacheFile, whole);
  const bytes = await readFile(whole);
  const pages = Math.floor(bytes.length / PAGE);

  for (let n = 0; n < POSITIONS; n++) {
    const at = Math.floor((n * pages) / POSITIONS) * PAGE;
    await writeFile(cacheFile, damage(new Uint8Array(bytes), at));
    const copy = reopenIn(store.copy(), repository);
    let failed = 0;
    for (let run = 1; run <= 3; run++) {
      try {
        const snapshotId = completed(await backUp(copy, { sources: [source], cacheFolder }));
        await expectPromisesKept(copy, new Map([[snapshotId, contents]]));
      } catch (error) {
        if (!isBackstayError(error, "CACHE_FAILED")) throw error;
        failed++;
      }
    }
    expect(failed, `page ${at / PAGE}`).toBeLessThanOrEqual(1); // the run that meets the damage
  }
});

function overwritten(bytes: Uint8Array, at: number, by: ArrayLike<number>): Uint8Array {
  bytes.set(Array.from(by).slice(0, bytes.length - at), at);
  return bytes;
}
