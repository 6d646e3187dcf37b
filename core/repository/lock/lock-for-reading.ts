import { isBackstayError } from "../../../shared/errors.ts";
import type { Repository } from "../repository.ts";
import { acquireLock, type HeldLock } from "./lock.ts";

/**
 * Locks a repository for work that only reads. Where nothing may be written, as on a medium that is mounted read-only or in a folder
 * that belongs to somebody else, reading goes on without a lock: who restores from there has no other way.
 *
 * @param onWithoutLock called when there is no lock: somebody who may write there could remove what is being read
 * @returns undefined when there is no lock
 * @throws {BackstayError} REPOSITORY_LOCKED, also where nothing may be written; what the store throws otherwise
 */
export async function lockForReading(
  repository: Repository,
  signal: AbortSignal,
  onWithoutLock: () => void = () => undefined,
): Promise<HeldLock | undefined> {
  try {
    return await acquireLock(repository, { exclusive: false }, signal);
  } catch (error) {
    if (!isWriteRefused(error)) throw error;
    onWithoutLock();
    return undefined;
  }
}

function isWriteRefused(error: unknown): boolean {
  if (isBackstayError(error, "STORE_READ_ONLY")) return true;
  // a lock of the dead that may not be removed is no reason to read nothing
  return isBackstayError(error, "STORE_DENIED") && ["write", "remove"].includes(error.details.operation);
}
