import type { JobProgress } from "../../jobs/job.ts";
import { acquireLock } from "../../repository/lock/lock.ts";
import type { Repository } from "../../repository/repository.ts";
import { readingBack } from "../replicate/read-back-store.ts";
import { readWhole } from "../replicate/read-whole.ts";
import type { DamagedObject } from "./damaged-objects.ts";
import { type KeepDamaged, replaceObject } from "./replace-object.ts";

export type HealedObjects = {
  /** Put back as another replica has them, and read back. */
  readonly replaced: readonly DamagedObject[];
  /** Found to be whole: somebody else mended them, or the fault was on the way. */
  readonly whole: readonly DamagedObject[];
  /** No other replica has them whole under their name. */
  readonly unreplaced: readonly DamagedObject[];
};

export type HealObjectsOptions = {
  /** Called with what is left of each damaged file before it is replaced. */
  readonly keepDamaged?: KeepDamaged | undefined;
  /** Whether each is read first, and left alone when it is whole. */
  readonly proves: boolean;
};

export type HealObjectsJob = {
  readonly signal: AbortSignal;
  /** Phase `heal`, in which `files` are damaged files. */
  reportProgress(progress: JobProgress): void;
};

/**
 * Puts whole copies in the place of damaged files of one replica, one after the other: who is stopped at any moment has replaced some, and
 * left the others as they were. Nobody reads there while files are put in the place of others.
 *
 * @param good other replicas, the first is asked first; nothing is written there
 * @throws {BackstayError} REPOSITORY_LOCKED, REPLICA_UNRELIABLE, and what the stores throw
 */
export async function healObjects(
  damaged: Repository,
  good: readonly Repository[],
  objects: readonly DamagedObject[],
  { keepDamaged, proves }: HealObjectsOptions,
  job: HealObjectsJob,
): Promise<HealedObjects> {
  const healed = { replaced: [], whole: [], unreplaced: [] } as {
    -readonly [K in keyof HealedObjects]: DamagedObject[];
  };
  if (objects.length === 0) return healed;
  const lock = await acquireLock(damaged, { exclusive: true }, job.signal);
  try {
    await lock.confirmed();
    const signal = AbortSignal.any([job.signal, lock.signal]);
    const store = readingBack(damaged.store, 1);
    for (const [n, object] of objects.entries()) {
      job.reportProgress({ phase: "heal", filesDone: n, filesTotal: objects.length, bytesDone: 0 });
      if (proves && (await readWhole(store, object.kind, object.name, signal)) !== undefined)
        healed.whole.push(object);
      else if (await replaceObject(object, store, good, signal, keepDamaged)) healed.replaced.push(object);
      else healed.unreplaced.push(object);
    }
    return healed;
  } finally {
    await lock.release();
  }
}
