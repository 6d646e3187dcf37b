/** What processes are killed over: a repository in a real folder, and when. */
import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect } from "vitest";
import { acquireLock } from "../../core/repository/lock/lock.ts";
import type { Repository } from "../../core/repository/repository.ts";
import { openLocalStore } from "../../core/storage/local.ts";
import type { CrashWork } from "./crash-child.ts";
import { killDuring } from "./crash-kill.ts";
import { initCrashRepository, reopenIn } from "./crash-repository.ts";
import { seededRandom, seedOfThisRun } from "./crash-sources.ts";

/** Processes that are killed in one test. */
export const KILLS = 50;

export const seed = seedOfThisRun();
const random = seededRandom(seed);
/** A folder of this test file, gone when its tests are done. */
export const folder = await mkdtemp(join(tmpdir(), "backstay-killed-"));
afterAll(() => rm(folder, { recursive: true, force: true }));
let copies = 0;

/** A repository on disk and its cache, both to be copied before anything is done to them. */
export type Pristine = {
  readonly repository: Repository;
  readonly location: string;
  readonly cacheFolder: string;
};

export async function makePristine(name: string): Promise<Pristine> {
  const location = join(folder, name, "repository");
  return {
    repository: await initCrashRepository(openLocalStore(location)),
    location,
    cacheFolder: join(folder, name, "cache"),
  };
}

/** Files of a repository never change, so hard links are as good as copies; the cache is copied. */
export function copyOf({ repository, location, cacheFolder }: Pristine): Pristine {
  const to = join(folder, `copy-${++copies}`);
  execFileSync("mkdir", [to]);
  execFileSync("cp", ["-al", location, join(to, "repository")]);
  execFileSync("cp", ["-a", cacheFolder, join(to, "cache")]);
  const copy = join(to, "repository");
  return {
    repository: reopenIn(openLocalStore(copy), repository),
    location: copy,
    cacheFolder: join(to, "cache"),
  };
}

export const discard = (scene: Pristine) => rm(join(scene.location, ".."), { recursive: true, force: true });

/** Kills at moments spread over as long as the work takes; that is less than was measured when a process is done too early. */
export function takeAim(workMs: number) {
  let spanMs = workMs;
  let killed = 0;
  return {
    async kill({ location, cacheFolder }: Pristine, work: CrashWork): Promise<void> {
      const { finished, workMs: tookMs } = await killDuring(
        { location, cacheFolder, work },
        random() * spanMs,
      );
      if (finished) spanMs = Math.min(spanMs, tookMs);
      else killed++;
    },
    expectMostWereKilled(): void {
      console.log(`seed ${seed}: ${killed} of ${KILLS} processes were killed before they were done`);
      expect(killed).toBeGreaterThan(KILLS / 2);
    },
  };
}

/** Expects that the lock of the killed process is no obstacle, not even to somebody who wants the repository alone. */
export async function expectNotLocked(repository: Repository): Promise<void> {
  const lock = await acquireLock(repository, { exclusive: true });
  await lock.confirmed();
  await lock.release();
}
