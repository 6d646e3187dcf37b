/** Restores killed at random moments of their work, with a real folder under them. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { expectCheckFindsNothing } from "../support/crash-judge.ts";
import { measureWork } from "../support/crash-kill.ts";
import { backUp, completed, restoreInto } from "../support/crash-repository.ts";
import { expectNothingOnlyLooksComplete, expectRestored } from "../support/crash-restored.ts";
import { expectNotLocked, folder, KILLS, makePristine, takeAim } from "../support/crash-scene.ts";
import { contentsOf, writeSources } from "../support/crash-sources.ts";

test(`a restore killed at ${KILLS} random moments leaves no file that only looks complete`, async () => {
  const pristine = await makePristine("restore");
  const source = join(folder, "restore", "source");
  await writeSources(source, "first", [14, 6, 3, 1], 600);
  const contents = await contentsOf(source);
  const snapshot = completed(await backUp(pristine.repository, { ...pristine, sources: [source] }));
  const targetNamed = (name: string) => join(folder, "restore", `target-${name}`);
  let trials = 0;
  const order = (target: string) => ({ kind: "restore", snapshot, target }) as const;
  const aim = takeAim(
    await measureWork(async () => ({ ...pristine, work: order(targetNamed(`trial-${++trials}`)) })),
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
