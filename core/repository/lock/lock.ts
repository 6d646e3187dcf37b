import { hostname, userInfo } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { BackstayError } from "../../../shared/errors.ts";
import { type Clock, systemClock } from "../../clock.ts";
import { formatLocalTime } from "../format/go-time.ts";
import { encodeLockFile, type LockFile } from "../format/lock-file.ts";
import type { Repository } from "../repository.ts";
import { writeDocument } from "../unpacked-files.ts";
import { type FoundLock, isDead, listLocks } from "./lock-list.ts";

/** restic's own times: others judge our lock by them. */
const REFRESH_AFTER_MS = 5 * 60_000;
const STALE_AFTER_MS = 30 * 60_000;
/** How long a lock written elsewhere at the same moment may take to become visible. */
const SETTLE_MS = 200;
/** Timers stop while a computer sleeps, so age is compared on a short tick. */
const TICK_MS = 10_000;

export type LockOptions = { readonly exclusive: boolean; readonly clock?: Clock };

/** A lock that is held. */
export type HeldLock = {
  /**
   * Resolves when it is certain that nobody else took a conflicting lock at the same moment. Reading may begin before; nothing
   * may be written or removed.
   * @throws {BackstayError} REPOSITORY_LOCKED
   */
  confirmed(): Promise<void>;
  /** Aborted with LOCK_LOST when the lock could not be kept fresh: others may take us for dead. */
  readonly signal: AbortSignal;
  /** May be called twice. */
  release(): Promise<void>;
};

/**
 * Locks a repository as restic does: look, write the own lock, wait a moment, look again. Locks of the dead are removed on the way.
 * @throws {BackstayError} REPOSITORY_LOCKED
 * @source restic repository format v2, "Locks"
 */
export async function acquireLock(
  repository: Repository,
  options: LockOptions,
  signal?: AbortSignal,
): Promise<HeldLock> {
  const { exclusive, clock = systemClock } = options;
  const lost = new AbortController();
  await refuseConflict(repository, exclusive, clock, undefined, signal);
  let name = await writeLock(repository, exclusive, clock, signal);
  const outdated: string[] = [];
  let writtenMs = clock.nowMs();
  let refreshing: Promise<void> | undefined;
  let isReleased = false;

  const confirmation = settle();
  confirmation.catch(() => undefined); // whoever needs to know asks `confirmed`
  const timer = setInterval(tick, TICK_MS);
  timer.unref();

  async function settle(): Promise<void> {
    try {
      await delay(SETTLE_MS, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      signal?.throwIfAborted(); // with its reason, which Node's own error only has as its cause
      throw error;
    }
    try {
      await refuseConflict(repository, exclusive, clock, name, signal);
    } catch (error) {
      await release();
      throw error;
    }
  }

  function tick(): void {
    const ageMs = clock.nowMs() - writtenMs;
    if (ageMs >= STALE_AFTER_MS || ageMs < -TICK_MS)
      lose(`it was last refreshed ${Math.round(ageMs / 60_000)} minutes ago`);
    else if (ageMs >= REFRESH_AFTER_MS) refreshing ??= refresh().finally(() => (refreshing = undefined));
  }

  async function refresh(): Promise<void> {
    try {
      const fresh = await writeLock(repository, exclusive, clock);
      outdated.push(name);
      name = fresh;
      writtenMs = clock.nowMs();
      await removeOutdated();
    } catch (error) {
      // tried again on the next tick; the age decides when the lock is lost
      if (clock.nowMs() - writtenMs >= STALE_AFTER_MS - TICK_MS)
        lose(String(error instanceof BackstayError ? error.code : "error"));
    }
  }

  /** One that could not be removed is kept in mind: left behind, it would shut everybody out for half an hour. */
  async function removeOutdated(): Promise<void> {
    for (let old = outdated[0]; old !== undefined; old = outdated[0]) {
      await repository.store.remove("lock", old);
      outdated.shift();
    }
  }

  function lose(reason: string): void {
    clearInterval(timer);
    lost.abort(new BackstayError("LOCK_LOST", { location: repository.store.location, reason }));
  }

  async function release(): Promise<void> {
    if (isReleased) return;
    isReleased = true;
    clearInterval(timer);
    await refreshing;
    outdated.push(name);
    await removeOutdated();
  }

  return { confirmed: () => confirmation, signal: lost.signal, release };
}

async function writeLock(
  repository: Repository,
  exclusive: boolean,
  clock: Clock,
  signal?: AbortSignal,
): Promise<string> {
  const { username, uid, gid } = userInfo();
  const lock: Omit<LockFile, "timeNs"> = {
    time: formatLocalTime(BigInt(clock.nowMs()) * 1_000_000n),
    exclusive,
    hostname: hostname(),
    username,
    pid: process.pid,
    uid: Math.max(0, uid),
    gid: Math.max(0, gid),
  };
  return await writeDocument(repository, "lock", encodeLockFile(lock), signal);
}

async function refuseConflict(
  repository: Repository,
  exclusive: boolean,
  clock: Clock,
  ownName: string | undefined,
  signal: AbortSignal | undefined,
): Promise<void> {
  for await (const found of listLocks(repository, signal)) {
    if (found.name === ownName) continue;
    if (isDead(found, clock.nowMs())) {
      await repository.store.remove("lock", found.name, signal);
      continue;
    }
    if (exclusive || found.lock === undefined || found.lock.exclusive) throw lockedError(repository, found);
  }
}

function lockedError(repository: Repository, { name, lock }: FoundLock): BackstayError {
  return new BackstayError("REPOSITORY_LOCKED", {
    location: repository.store.location,
    lockId: name,
    hostname: lock?.hostname ?? "",
    username: lock?.username ?? "",
    pid: lock?.pid ?? 0,
    since: lock?.time ?? "",
    exclusive: lock?.exclusive ?? true,
    isDamaged: lock === undefined,
  });
}
