import { spawnSync } from "node:child_process";
import { utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { listed, rejectsWith } from "../../../test/support/check-store.ts";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { objectPath } from "../../storage/local/layout.ts";
import { openLocalStore } from "../../storage/local.ts";
import { openMemoryStore } from "../../storage/memory.ts";
import type { Store } from "../../storage/store.ts";
import { formatLocalTime } from "../format/go-time.ts";
import { encodeLockFile } from "../format/lock-file.ts";
import { newMasterKey } from "../keys/key-store.ts";
import { sha256 } from "../pack/blob-codec.ts";
import type { Repository } from "../repository.ts";
import { bareRepository } from "../testing/bare-repository.ts";
import { writeDocument } from "../unpacked-files.ts";
import { acquireLock } from "./lock.ts";
import { listLocks, removeLocks } from "./lock-list.ts";

const MINUTE = 60_000;
const masterKey = newMasterKey();

function repositoryOn(store: Store): Repository {
  return bareRepository(store, masterKey);
}

function setUp(startMs = Date.UTC(2024, 0, 1)) {
  const store = openMemoryStore();
  const clock = { ms: startMs, nowMs: () => clock.ms };
  return { store, repository: repositoryOn(store), clock };
}

type Planted = { exclusive?: boolean; host?: string; pid?: number; ageMs?: number };

/** Somebody else's lock. */
function plantLock({ repository, clock }: ReturnType<typeof setUp>, planted: Planted = {}): Promise<string> {
  const { exclusive = true, host = "elsewhere", pid = 4711, ageMs = 0 } = planted;
  const time = formatLocalTime(BigInt(clock.nowMs() - ageMs) * 1_000_000n);
  const lock = { time, exclusive, hostname: host, username: "anna", pid, uid: 1000, gid: 100 };
  return writeDocument(repository, "lock", encodeLockFile(lock));
}

function deadPid(): number {
  return spawnSync("true").pid;
}

async function lockNames(store: Store): Promise<string[]> {
  return (await listed(store, "lock")).map(({ name }) => name);
}

describe("a lock in the way", () => {
  test("an exclusive one keeps everybody out, and says whose it is", async () => {
    const bench = setUp();
    const lockId = await plantLock(bench);
    for (const exclusive of [true, false]) {
      await expect(acquireLock(bench.repository, { exclusive, clock: bench.clock })).rejects.toMatchObject({
        code: "REPOSITORY_LOCKED",
        details: {
          lockId,
          hostname: "elsewhere",
          username: "anna",
          pid: 4711,
          exclusive: true,
          location: "memory",
        },
      });
    }
    expect(await lockNames(bench.store)).toEqual([lockId]);
  });

  test("a shared one keeps out only who wants to be alone", async () => {
    const bench = setUp();
    await plantLock(bench, { exclusive: false });
    await rejectsWith(
      "REPOSITORY_LOCKED",
      acquireLock(bench.repository, { exclusive: true, clock: bench.clock }),
    );
    const lock = await acquireLock(bench.repository, { exclusive: false, clock: bench.clock });
    await lock.confirmed();
    expect(await lockNames(bench.store)).toHaveLength(2);
    await lock.release();
    expect(await lockNames(bench.store)).toHaveLength(1);
  });

  test("one without a sign of life for half an hour is removed, one of 29 minutes is not", async () => {
    const bench = setUp();
    const young = await plantLock(bench, { ageMs: 29 * MINUTE });
    await rejectsWith(
      "REPOSITORY_LOCKED",
      acquireLock(bench.repository, { exclusive: true, clock: bench.clock }),
    );
    bench.clock.ms += 1 * MINUTE + 1;
    const lock = await acquireLock(bench.repository, { exclusive: true, clock: bench.clock });
    await lock.confirmed();
    expect(await lockNames(bench.store)).not.toContain(young);
    await lock.release();
    expect(await lockNames(bench.store)).toEqual([]);
  });

  test("one of a process that has gone from this computer is removed at once, the same number elsewhere is not", async () => {
    const bench = setUp();
    const pid = deadPid();
    await plantLock(bench, { host: hostname(), pid });
    await (await acquireLock(bench.repository, { exclusive: true, clock: bench.clock })).release();
    await plantLock(bench, { host: "elsewhere", pid });
    await rejectsWith(
      "REPOSITORY_LOCKED",
      acquireLock(bench.repository, { exclusive: true, clock: bench.clock }),
    );
  });

  test("one of this very process is not dead", async () => {
    const bench = setUp();
    const first = await acquireLock(bench.repository, { exclusive: true, clock: bench.clock });
    await rejectsWith(
      "REPOSITORY_LOCKED",
      acquireLock(bench.repository, { exclusive: false, clock: bench.clock }),
    );
    await first.release();
    await (await acquireLock(bench.repository, { exclusive: true, clock: bench.clock })).release();
  });

  test("a damaged one of unknown age keeps everybody out, because nobody can be asked", async () => {
    const bench = setUp();
    const bytes = Buffer.from("not a lock");
    const lockId = sha256(bytes).toString("hex");
    await bench.store.write("lock", lockId, bytes);
    for (const exclusive of [true, false])
      await expect(acquireLock(bench.repository, { exclusive, clock: bench.clock })).rejects.toMatchObject({
        code: "REPOSITORY_LOCKED",
        details: { lockId, isDamaged: true },
      });
  });

  describe("in a folder, damaged", () => {
    const lockId = "a".repeat(64);

    /** A repository in a folder, with a lock file of that content and age. */
    async function setUpFolder(content: string, ageMs: number) {
      const folder = await tempFolder();
      const store = openLocalStore(folder);
      await store.create();
      await store.write("config", "config", Buffer.from("there"));
      const path = objectPath(folder, "lock", lockId);
      await writeFile(path, content);
      const nowMs = Date.now();
      await utimes(path, nowMs / 1000, (nowMs - ageMs) / 1000);
      return { store, path, repository: repositoryOn(store), clock: { nowMs: () => nowMs } };
    }

    test.each(["", "{", "not a lock"])("counts for nothing after half an hour: %j", async (content) => {
      const { store, repository, clock } = await setUpFolder(content, 31 * MINUTE);
      const lock = await acquireLock(repository, { exclusive: true, clock });
      await lock.confirmed();
      expect(await lockNames(store)).not.toContain(lockId);
      await lock.release();
    });

    test.each([0, 29 * MINUTE, -45 * MINUTE])("keeps everybody out at the age of %d ms", async (ageMs) => {
      const { store, repository, clock } = await setUpFolder("", ageMs);
      for (const exclusive of [true, false])
        await expect(acquireLock(repository, { exclusive, clock })).rejects.toMatchObject({
          details: { lockId, isDamaged: true },
        });
      const nowMs = clock.nowMs();
      expect(await removeLocks(repository, { all: false, nowMs })).toEqual({
        removed: [],
        damagedLeft: [lockId],
      });
      expect(await lockNames(store)).toEqual([lockId]);
      expect((await removeLocks(repository, { all: true, nowMs })).removed).toEqual([lockId]);
    });

    test("is removed by unlocking when it is old", async () => {
      const { repository, clock } = await setUpFolder("", 31 * MINUTE);
      const removed = await removeLocks(repository, { all: false, nowMs: clock.nowMs() });
      expect(removed).toEqual({ removed: [lockId], damagedLeft: [] });
    });

    test("only because it is being written, it is not, even where the clock of the place is hours behind", async () => {
      const bench = setUp();
      const { store, clock } = bench;
      const name = await plantLock(bench);
      const half = (await store.read("lock", name)).slice(0, 20);
      let reads = 0;
      const list: Store["list"] = async function* (kind) {
        for await (const file of store.list(kind)) yield { ...file, modifiedMs: clock.ms - 180 * MINUTE };
      };
      const read: Store["read"] = (...args) => (reads++ === 0 ? Promise.resolve(half) : store.read(...args));
      await expect(
        acquireLock(repositoryOn({ ...store, list, read }), { exclusive: false, clock }),
      ).rejects.toMatchObject({ details: { lockId: name, hostname: "elsewhere", isDamaged: false } });
      expect(await lockNames(store)).toEqual([name]);
    });
  });

  test("one that goes while it is read is none", async () => {
    const bench = setUp();
    await plantLock(bench);
    const read: Store["read"] = async (kind, name, ...rest) => {
      await bench.store.remove(kind, name);
      return bench.store.read(kind, name, ...rest);
    };
    const repository = repositoryOn({ ...bench.store, read });
    const found = [];
    for await (const lock of listLocks(repository)) found.push(lock);
    expect(found).toEqual([]);
  });
});

describe("two at the same moment", () => {
  test.each([
    [true, true],
    [true, false],
    [false, true],
  ])("never both win (exclusive: %s and %s), and the loser leaves nothing behind", async (first, second) => {
    const { repository, store } = setUp();
    const results = await Promise.allSettled(
      [first, second].map(async (exclusive) => {
        const lock = await acquireLock(repository, { exclusive });
        await lock.confirmed();
        return lock;
      }),
    );
    const winners = results.filter((result) => result.status === "fulfilled");
    expect(winners.length).toBeLessThanOrEqual(1);
    for (const result of results)
      if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "REPOSITORY_LOCKED" });
    expect(await lockNames(store)).toHaveLength(winners.length);
  });

  test("who looked before the other wrote, and writes only after the other is sure, loses", async () => {
    const { repository, store } = setUp();
    const { promise: firstIsSure, resolve: go } = Promise.withResolvers<void>();
    const write: Store["write"] = async (...args) => {
      await firstIsSure;
      await store.write(...args);
    };
    const late = acquireLock(repositoryOn({ ...store, write }), { exclusive: true });
    const first = await acquireLock(repository, { exclusive: true });
    await first.confirmed();
    go();
    await rejectsWith("REPOSITORY_LOCKED", (await late).confirmed());
    expect(await lockNames(store)).toHaveLength(1);
    await first.release();
  });

  test("shared ones all win", async () => {
    const { repository, store } = setUp();
    const locks = await Promise.all([1, 2, 3].map(() => acquireLock(repository, { exclusive: false })));
    await Promise.all(locks.map((lock) => lock.confirmed()));
    expect(await lockNames(store)).toHaveLength(3);
    await Promise.all(locks.map((lock) => lock.release()));
  });
});

describe("a lock that is held", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** Lets time pass by clock and timers alike, and what it sets off come to its end. */
  async function pass(clock: { ms: number }, ms: number, tickMs = 10_000): Promise<void> {
    for (const end = clock.ms + ms; clock.ms < end; ) {
      clock.ms += tickMs;
      vi.advanceTimersByTime(10_000);
      await settled();
    }
  }

  /** All that a memory store does is done when the event loop has turned. */
  async function settled(): Promise<void> {
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
  }

  test("is written anew every five minutes, so that it never grows old", async () => {
    const { repository, store, clock } = setUp();
    const lock = await acquireLock(repository, { exclusive: true, clock });
    const [first] = await lockNames(store);
    await pass(clock, 4 * MINUTE);
    expect(await lockNames(store)).toEqual([first]);
    await pass(clock, 90 * MINUTE);
    for await (const found of listLocks(repository)) {
      const ageMs = clock.ms - Number((found.lock?.timeNs ?? 0n) / 1_000_000n);
      expect(ageMs).toBeLessThanOrEqual(5 * MINUTE + 10_000);
    }
    expect(await lockNames(store)).toHaveLength(1);
    expect(lock.signal.aborted).toBe(false);
    await lock.release();
    expect(await lockNames(store)).toEqual([]);
  });

  test("is lost when the computer slept for half an hour, because others may have taken it for dead", async () => {
    const { repository, clock } = setUp();
    const lock = await acquireLock(repository, { exclusive: true, clock });
    await pass(clock, 31 * MINUTE, 31 * MINUTE);
    expect(lock.signal.reason).toMatchObject({ code: "LOCK_LOST" });
    await lock.release();
  });

  test("is not lost by a nap of twenty minutes, but refreshed at once", async () => {
    const { repository, store, clock } = setUp();
    const lock = await acquireLock(repository, { exclusive: true, clock });
    const [first] = await lockNames(store);
    await pass(clock, 20 * MINUTE, 20 * MINUTE);
    expect(lock.signal.aborted).toBe(false);
    expect(await lockNames(store)).not.toContain(first);
    await lock.release();
  });

  test("is lost when the clock goes back, because its age is unknown then", async () => {
    const { repository, clock } = setUp();
    const lock = await acquireLock(repository, { exclusive: false, clock });
    clock.ms -= 5 * MINUTE;
    vi.advanceTimersByTime(10_000);
    expect(lock.signal.reason).toMatchObject({ code: "LOCK_LOST" });
    await lock.release();
  });

  test("survives a store that is away for twenty minutes, and is lost when it stays away", async () => {
    const { store, clock } = setUp();
    let isAway = false;
    const write: Store["write"] = async (...args) => {
      if (isAway) throw new Error("away");
      await store.write(...args);
    };
    const lock = await acquireLock(repositoryOn({ ...store, write }), { exclusive: true, clock });
    isAway = true;
    await pass(clock, 20 * MINUTE);
    isAway = false;
    await pass(clock, 10 * MINUTE);
    expect(lock.signal.aborted).toBe(false);
    isAway = true;
    await pass(clock, 31 * MINUTE);
    expect(lock.signal.reason).toMatchObject({ code: "LOCK_LOST" });
    await lock.release();
    expect(await lockNames(store)).toEqual([]);
  });

  test("leaves nothing behind, even when an old lock could not be removed at once", async () => {
    const { store, clock } = setUp();
    let isRefused = false;
    const remove: Store["remove"] = async (...args) => {
      if (isRefused) throw new Error("refused");
      await store.remove(...args);
    };
    const lock = await acquireLock(repositoryOn({ ...store, remove }), { exclusive: true, clock });
    isRefused = true;
    await pass(clock, 6 * MINUTE);
    expect(await lockNames(store)).toHaveLength(2);
    isRefused = false;
    await lock.release();
    expect(await lockNames(store)).toEqual([]);
  });

  test("may be released twice, and is refreshed no more", async () => {
    const { repository, store, clock } = setUp();
    const lock = await acquireLock(repository, { exclusive: true, clock });
    await lock.release();
    await lock.release();
    await pass(clock, 40 * MINUTE);
    expect(await lockNames(store)).toEqual([]);
    expect(lock.signal.aborted).toBe(false);
  });
});

test("unlocking removes the locks of the dead, or all of them", async () => {
  const bench = setUp();
  const alive = await plantLock(bench, { ageMs: MINUTE });
  const old = await plantLock(bench, { ageMs: 31 * MINUTE });
  const gone = await plantLock(bench, { host: hostname(), pid: deadPid() });
  const nowMs = bench.clock.nowMs();
  const dead = await removeLocks(bench.repository, { all: false, nowMs });
  expect([...dead.removed].sort()).toEqual([old, gone].sort());
  expect(dead.damagedLeft).toEqual([]);
  expect(await lockNames(bench.store)).toEqual([alive]);
  expect((await removeLocks(bench.repository, { all: true, nowMs })).removed).toEqual([alive]);
  expect(await lockNames(bench.store)).toEqual([]);
});

test("a job that is cancelled while its lock settles gets the reason, and can still release", async () => {
  const { repository, store } = setUp();
  const stop = new AbortController();
  const lock = await acquireLock(repository, { exclusive: true }, stop.signal);
  const reason = new Error("enough");
  stop.abort(reason);
  await expect(lock.confirmed()).rejects.toBe(reason);
  await lock.release();
  expect(await lockNames(store)).toEqual([]);
});
