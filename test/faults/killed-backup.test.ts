/** Backups killed at random moments of their work, with a real folder under them. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { listed } from "../support/check-store.ts";
import {
  checkAll,
  expectCheckFindsNothing,
  expectPromisesKept,
  expectResticFindsNothing,
} from "../support/crash-judge.ts";
import { measureWork } from "../support/crash-kill.ts";
import { backUp, completed } from "../support/crash-repository.ts";
import {
  copyOf,
  discard,
  expectNotLocked,
  folder,
  KILLS,
  makePristine,
  seed,
  takeAim,
} from "../support/crash-scene.ts";
import { contentsOf, writeSources } from "../support/crash-sources.ts";
import { lacksTool } from "../support/tools.ts";

/** Kills in a row, one on top of the other, before everything is looked at closely. */
const ROUND = 10;

const lacksRestic = lacksTool("restic");

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
