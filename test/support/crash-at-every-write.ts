import { cp } from "node:fs/promises";
import { expect } from "vitest";
import type { Repository } from "../../core/repository/repository.ts";
import type { MemoryStore } from "../../core/storage/memory.ts";
import { buryLocks, reopenIn } from "./crash-repository.ts";
import { countWrites, type FaultMoment, failAfter } from "./faulty-store.ts";
import { tempFolder } from "./temp-folder.ts";

/** What a crash left: the repository without what was not promised to last, and the cache of this machine. */
export type Wreck = {
  readonly left: Repository & { readonly store: MemoryStore };
  readonly cacheFolder: string;
  /** Writes and removals that had passed. */
  readonly passed: number;
  readonly isLast: boolean;
};

export type CrashPlan = {
  readonly repository: Repository;
  /** The repository before the work, which is left as it is. */
  readonly store: MemoryStore;
  /** The cache before the work, which is left as it is. */
  readonly cacheFolder: string;
  readonly moment: FaultMoment;
  readonly work: (repository: Repository, cacheFolder: string) => Promise<unknown>;
  readonly judge: (wreck: Wreck) => Promise<void>;
};

/**
 * Does the same work again and again, stopped at its first write, its second, and so on to its last, each time followed by a
 * power cut, and has each wreck judged.
 *
 * @returns how many writes and removals there are
 */
export async function crashAtEveryWrite(plan: CrashPlan): Promise<number> {
  const { repository, store, moment, work, judge } = plan;
  const workIn = async (below: MemoryStore, cacheFolder: string) =>
    work(reopenIn(below, repository), cacheFolder);
  const copyOfCache = async () => {
    const copy = await tempFolder();
    await cp(plan.cacheFolder, copy, { recursive: true });
    return copy;
  };
  const scratch = await copyOfCache();
  const writes = await countWrites(store.copy(), (whole) => workIn(whole, scratch));
  for (let passed = 0; passed < writes; passed++) {
    const cacheFolder = await copyOfCache();
    const faulty = failAfter(passed, store.copy(), { moment });
    const isLast = passed === writes - 1;
    const stoppedBy = await workIn(faulty, cacheFolder).then(
      () => undefined,
      (error: unknown) => error,
    );
    // last of all a lock is removed, and work that is done by then may count as done
    if (!isLast || stoppedBy !== undefined)
      expect(stoppedBy).toMatchObject({ name: "BackstayError", code: "STORE_FAILED" });
    const left = reopenIn(faulty.asAfterPowerCut(), repository);
    await buryLocks(left.store);
    await judge({ left, cacheFolder, passed, isLast });
  }
  return writes;
}
