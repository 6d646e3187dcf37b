import { hostname } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { isBackstayError } from "../../../shared/errors.ts";
import { isProcessAlive } from "../../platform/process-alive.ts";
import type { StoredFile } from "../../storage/store.ts";
import { decodeLockFile, type LockFile } from "../format/lock-file.ts";
import type { Repository } from "../repository.ts";
import { readDocument } from "../unpacked-files.ts";

const STALE_AFTER_MS = 30 * 60_000;
const STALE_AFTER_NS = BigInt(STALE_AFTER_MS) * 1_000_000n;
/** How long a lock that somebody writes at this moment, in its place, may take to be whole. */
const WRITTEN_AFTER_MS = 200;

/** A lock in the repository; `lock` is undefined when its file is damaged, and so nobody can be asked. */
export type FoundLock = Pick<StoredFile, "name" | "modifiedMs"> & { readonly lock: LockFile | undefined };

/**
 * Locks that are there now. One that goes while it is read is passed over; one that cannot be read is looked at twice, for not
 * every program and place writes a file in one step.
 */
export async function* listLocks(repository: Repository, signal?: AbortSignal): AsyncGenerator<FoundLock> {
  for await (const { name, modifiedMs } of repository.store.list("lock", signal)) {
    let lock = await readLock(repository, name, signal);
    if (lock === "damaged") {
      await delay(WRITTEN_AFTER_MS);
      signal?.throwIfAborted();
      lock = await readLock(repository, name, signal);
    }
    if (lock === "gone") continue;
    yield {
      name,
      lock: lock === "damaged" ? undefined : lock,
      ...(modifiedMs === undefined ? {} : { modifiedMs }),
    };
  }
}

async function readLock(
  repository: Repository,
  name: string,
  signal: AbortSignal | undefined,
): Promise<LockFile | "gone" | "damaged"> {
  try {
    return decodeLockFile(await readDocument(repository, "lock", name, signal), name);
  } catch (error) {
    if (isBackstayError(error, "OBJECT_MISSING")) return "gone";
    if (isBackstayError(error, "OBJECT_CORRUPT")) return "damaged";
    throw error;
  }
}

/**
 * True when the lock's owner cannot be at work any more: no sign of life for half an hour, or its process is gone. Who is alive
 * writes a new file every five minutes, so the age of its file judges a lock that cannot be read; where the store does not tell
 * that age, or it lies in the future, it stays unknown, and nobody is taken for dead.
 */
export function isDead({ lock, modifiedMs }: FoundLock, nowMs: number): boolean {
  if (lock === undefined) return modifiedMs !== undefined && nowMs - modifiedMs > STALE_AFTER_MS;
  if (BigInt(nowMs) * 1_000_000n - lock.timeNs > STALE_AFTER_NS) return true;
  return lock.hostname === hostname() && lock.pid !== process.pid && !isProcessAlive(lock.pid);
}

/** Names of locks. */
export type RemovedLocks = {
  readonly removed: readonly string[];
  /** Those that cannot be read and may belong to somebody at work. */
  readonly damagedLeft: readonly string[];
};

/** Removes locks of the dead, or all of them. */
export async function removeLocks(
  repository: Repository,
  options: { readonly all: boolean; readonly nowMs: number },
  signal?: AbortSignal,
): Promise<RemovedLocks> {
  const removed: string[] = [];
  const damagedLeft: string[] = [];
  for await (const found of listLocks(repository, signal)) {
    if (!options.all && !isDead(found, options.nowMs)) {
      if (found.lock === undefined) damagedLeft.push(found.name);
      continue;
    }
    await repository.store.remove("lock", found.name, signal);
    removed.push(found.name);
  }
  return { removed, damagedLeft };
}
