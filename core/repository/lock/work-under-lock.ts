import type { HeldLock } from "./lock.ts";

/**
 * Does work under a lock and gives the lock up, whichever way the work went.
 *
 * What is done stays done when the lock cannot be removed any more, as when a NAS goes away in the last moment of a backup: the snapshot
 * is there, and a second one made because of it would only repeat it. Others take a lock that is left for abandoned after half an hour.
 *
 * @param onLockLeft told why the lock could not be removed after work that was done
 * @throws what stopped the work, not what then kept the lock from being removed: that follows from it
 */
export async function workUnderLock<T>(
  lock: HeldLock | undefined,
  work: () => Promise<T>,
  onLockLeft: (reason: unknown) => void = () => undefined,
): Promise<T> {
  let done: T;
  try {
    done = await work();
  } catch (error) {
    await lock?.release().catch(() => undefined);
    throw error;
  }
  await lock?.release().catch(onLockLeft);
  return done;
}
