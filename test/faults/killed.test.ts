/** Processes killed at random moments of their work, with a real folder under them. */
import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { acquireLock } from "../../core/repository/lock/lock.ts";
import type { Repository } from "../../core/repository/repository.ts";
import { openLocalStore } from "../../core/storage/local.ts";
import type { SnapshotId } from "../../shared/ids.ts";
import { listed } from "../support/check-store.ts";
import type { CrashWork } from "../support/crash-child.ts";
import {
  checkAll,
  expectCheckFindsNothing,
  expectPromisesKept,
  expectResticFindsNothing,
} from "../support/crash-judge.ts";
import { killDuring, measureWork } from "../support/crash-kill.ts";
import {
  backUp,
  completed,
  forgetAndPrune,
  initCrashRepository,
  reopenIn,
  restoreInto,
} from "../support/crash-repository.ts";
import { expectNothingOnlyLooksComplete, expectRestored } from "../support/crash-restored.ts";
import {
  type Contents,
  contentsOf,
  seededRandom,
  seedOfThisRun,
  writeSources,
} from "../support/crash-sources.ts";
import { lacksTool } from "../support/tools.ts";

const KILLS = 50;
/** Kills in a row, one on top of the other, before everything is looked at closely. */
const ROUND = 10;

const lacksRestic = lacksTool("restic");
const seed = seedOfThisRun();
const random = seededRandom(seed);
const folder = await mkdtemp(join(tmpdir(), "backstay-killed-"));
afterAll(() => rm(folder, { recursive: true, force: true }));
process.env.NODE_COMPILE_CACHE = join(folder, "compiled"); // or the processes would live mostly to compile the engine
let copies = 0;

/** A repository on disk and its cache, both to be copied before anything is done to them. */
type Pristine = { readonly repository: Repository; readonly location: string; readonly cacheFolder: string };

async function makePristine(name: string): Promise<Pristine> {
  const location = join(folder, name, "repository");
  return {
    repository: await initCrashRepository(openLocalStore(location)),
    location,
    cacheFolder: join(folder, name, "cache"),
  };
}

/** Files of a repository never change, so hard links are as good as copies; the cache is copied. */
function copyOf({ repository, location, cacheFolder }: Pristine): Pristine {
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

const discard = (scene: Pristine) => rm(join(scene.location, ".."), { recursive: true, force: true });

/** Kills at moments spread over as long as the work takes; that is less than was measured when a process is done too early. */
function takeAim(workMs: number) {
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
async function expectNotLocked(repository: Repository): Promise<void> {
  const lock = await acquireLock(repository, { exclusive: true });
  await lock.confirmed();
  await lock.release();
}

test(`a backup killed at ${KILLS} random moments loses nothing`, async () => {
  const pristine = await makePristine("backup");
  const source = join(folder, "backup", "source");
  await writeSources(source, "first", [2]);
  const contents = await contentsOf(source);
  const first = completed(await backUp(pristine.repository, { ...pristine, sources: [source] }));
  const work = { kind: "backup", source } as const;
  let changes = 0;
  const change = () => writeSources(join(source, "changing"), `${seed}/${++changes}`, [13, 9, 4], 100);
  const aim = takeAim(
    await measureWork(async () => {
      await change();
      return { ...copyOf(pristine), work };
    }),
  );

  for (let done = 0; done < KILLS; done += ROUND) {
    const scene = copyOf(pristine);
    const { repository } = scene;
    let committed: readonly string[] = [first];
    for (let n = 0; n < ROUND; n++) {
      await change();
      await aim.kill(scene, work);
      const snapshots = (await listed(repository.store, "snapshot")).map(({ name }) => name);
      expect(snapshots).toEqual(expect.arrayContaining([...committed]));
      committed = snapshots;
      await expectNotLocked(repository);
      expect((await checkAll(repository, "none")).problems).toEqual([]);
    }
    const promised = new Map([[first, contents]]);
    await expectPromisesKept(repository, promised);
    const next = completed(await backUp(repository, { ...scene, sources: [source] }));
    promised.set(next, await contentsOf(source));
    await expectPromisesKept(repository, promised, scene.cacheFolder);
    await expectCheckFindsNothing(repository);
    if (!lacksRestic) await expectResticFindsNothing(scene.location);
    await discard(scene);
  }
  aim.expectMostWereKilled();
});

test(`forget and prune killed at ${KILLS} random moments lose nothing that is kept`, async () => {
  const pristine = await makePristine("prune");
  const source = join(folder, "prune", "source");
  const snapshots: SnapshotId[] = [];
  let contents: Contents = new Map();
  for (const state of ["first", "second", "third"]) {
    await writeSources(join(source, "changing"), state, [7, 2], 30);
    if (state === "first") await writeSources(join(source, "staying"), state, [9, 5, 2]);
    contents = await contentsOf(source);
    snapshots.push(
      completed(await backUp(pristine.repository, { ...pristine, sources: [source], threads: 1 })),
    );
  }
  const last = snapshots.pop();
  if (last === undefined) throw new Error("there is no last snapshot");
  const promised = new Map([[last, contents]]);
  const makeWork = (): CrashWork => ({ kind: "forget", snapshots: [...snapshots] });
  const aim = takeAim(await measureWork(async () => ({ ...copyOf(pristine), work: makeWork() })));

  for (let n = 1; n <= KILLS; n++) {
    const scene = copyOf(pristine);
    const { repository } = scene;
    await aim.kill(scene, makeWork());
    await expectNotLocked(repository);
    expect((await checkAll(repository, "none")).problems).toEqual([]);
    if (n % ROUND === 0) {
      await expectPromisesKept(repository, promised);
      if (!lacksRestic) await expectResticFindsNothing(scene.location);
      await forgetAndPrune(repository, snapshots, scene.cacheFolder);
      const next = completed(await backUp(repository, { ...scene, sources: [source] }));
      await expectPromisesKept(repository, new Map([...promised, [next, contents]]), scene.cacheFolder);
      await expectCheckFindsNothing(repository, []);
      if (!lacksRestic) await expectResticFindsNothing(scene.location);
    }
    await discard(scene);
  }
  aim.expectMostWereKilled();
});

test(`a restore killed at ${KILLS} random moments leaves no file that only looks complete`, async () => {
  const pristine = await makePristine("restore");
  const source = join(folder, "restore", "source");
  await writeSources(source, "first", [14, 6, 3, 1], 600);
  const contents = await contentsOf(source);
  const snapshot = completed(await backUp(pristine.repository, { ...pristine, sources: [source] }));
  const targetNamed = (name: string) => join(folder, "restore", `target-${name}`);
  const order = (target: string) => ({ kind: "restore", snapshot, target }) as const;
  const aim = takeAim(
    await measureWork(async () => ({ ...pristine, work: order(targetNamed(`${++copies}`)) })),
  );

  for (let n = 0; n < KILLS; n++) {
    // three kills on top of each other: most would find nothing left to do after more
    const target = targetNamed(`round-${Math.floor(n / 3)}`);
    await aim.kill(pristine, order(target));
    await expectNothingOnlyLooksComplete(target, contents);
    await expectNotLocked(pristine.repository);
    if (n % 3 !== 2 && n !== KILLS - 1) continue;
    const { problems } = await restoreInto(pristine.repository, snapshot, target, pristine.cacheFolder);
    expect(problems).toEqual([]);
    await expectRestored(target, contents);
    await rm(target, { recursive: true });
  }
  await expectCheckFindsNothing(pristine.repository, []);
  aim.expectMostWereKilled();
});
