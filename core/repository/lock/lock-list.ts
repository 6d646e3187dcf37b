import { hostname } from "node:os";
import { isBackstayError } from "../../../shared/errors.ts";
import { isProcessAlive } from "../../platform/process-alive.ts";
import { decodeLockFile, type LockFile } from "../format/lock-file.ts";
import type { Repository } from "../repository.ts";
import { readDocument } from "../unpacked-files.ts";

const STALE_AFTER_NS = 30n * 60n * 1_000_000_000n;

/** A lock in the repository; `lock` is undefined when its file is damaged, and so nobody can be asked. */
export type FoundLock = { readonly name: string; readonly lock: LockFile | undefined };

/** Locks that are there now. One that goes while it is read is passed over. */
export async function* listLocks(repository: Repository, signal?: AbortSignal): AsyncGenerator<FoundLock> {
  for await (const { name } of repository.store.list("lock", signal)) {
    try {
      yield { name, lock: decodeLockFile(await readDocument(repository, "lock", name, signal), name) };
    } catch (error) {
      if (isBackstayError(error, "OBJECT_MISSING")) continue;
      if (!isBackstayError(error, "OBJECT_CORRUPT")) throw error;
      yield { name, lock: undefined };
    }
  }
}

/** True when the lock's owner cannot be at work any more: no sign of life for half an hour, or its process is gone. */
export function isDead({ lock }: FoundLock, nowMs: number): boolean {
  if (lock === undefined) return false;
  if (BigInt(nowMs) * 1_000_000n - lock.timeNs > STALE_AFTER_NS) return true;
  return lock.hostname === hostname() && lock.pid !== process.pid && !isProcessAlive(lock.pid);
}

/**
 * Removes locks of the dead, or all of them.
 * @returns names of the locks removed
 */
export async function removeLocks(
  repository: Repository,
  options: { readonly all: boolean; readonly nowMs: number },
  signal?: AbortSignal,
): Promise<string[]> {
  const removed: string[] = [];
  for await (const found of listLocks(repository, signal)) {
    if (!options.all && !isDead(found, options.nowMs)) continue;
    await repository.store.remove("lock", found.name, signal);
    removed.push(found.name);
  }
  return removed;
}
