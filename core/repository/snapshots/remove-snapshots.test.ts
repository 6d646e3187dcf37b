import { expect, test } from "vitest";
import { sampleRepository } from "../inventory/testing/sample-repository.ts";
import { acquireLock } from "../lock/lock.ts";
import { loadSnapshots } from "./load-snapshots.ts";
import { forgetSnapshots } from "./remove-snapshots.ts";

const job = { signal: new AbortController().signal, reportProgress: () => undefined };

test("removes exactly the snapshots named, whether they are still there or not", async () => {
  const repository = sampleRepository();
  const first = await repository.backUp({ "a.txt": "a" });
  const second = await repository.backUp({ "b.txt": "b" });
  const ids = [first.snapshotId, first.snapshotId];
  expect(await forgetSnapshots(repository, ids, job, { dryRun: true })).toEqual([first.snapshotId]);
  expect((await loadSnapshots(repository, repository.cache)).snapshots).toHaveLength(2);
  expect(await forgetSnapshots(repository, ids, job)).toEqual([first.snapshotId]);
  await forgetSnapshots(repository, ids, job);
  const { snapshots } = await loadSnapshots(repository, repository.cache);
  expect(snapshots.map(({ id }) => id)).toEqual([second.snapshotId]);
});

test("is refused while somebody else works with the repository", async () => {
  const repository = sampleRepository();
  const { snapshotId } = await repository.backUp({ "a.txt": "a" });
  const lock = await acquireLock(repository, { exclusive: false });
  await expect(forgetSnapshots(repository, [snapshotId], job)).rejects.toMatchObject({
    code: "REPOSITORY_LOCKED",
  });
  await lock.release();
  expect((await loadSnapshots(repository, repository.cache)).snapshots).toHaveLength(1);
});
