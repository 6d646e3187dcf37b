/** Forgetting and pruning killed at random moments of their work, with a real folder under them. */
import { join } from "node:path";
import { expect, test } from "vitest";
import type { SnapshotId } from "../../shared/ids.ts";
import type { CrashWork } from "../support/crash-child.ts";
import {
  checkAll,
  expectCheckFindsNothing,
  expectPromisesKept,
  expectResticFindsNothing,
} from "../support/crash-judge.ts";
import { measureWork } from "../support/crash-kill.ts";
import { backUp, completed, forgetAndPrune } from "../support/crash-repository.ts";
import {
  copyOf,
  discard,
  expectNotLocked,
  folder,
  KILLS,
  makePristine,
  takeAim,
} from "../support/crash-scene.ts";
import { type Contents, contentsOf, writeSources } from "../support/crash-sources.ts";
import { lacksTool } from "../support/tools.ts";

/** Kills, each on a copy of its own, before everything is looked at closely. */
const ROUND = 10;

const lacksRestic = lacksTool("restic");

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
