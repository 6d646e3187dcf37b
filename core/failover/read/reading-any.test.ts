import { createHash, randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { BackstayError } from "../../../shared/errors.ts";
import { type MemoryStore, openMemoryStore } from "../../storage/memory.ts";
import type { Store } from "../../storage/store.ts";
import type { BadObject } from "./bad-object.ts";
import { type ReadingLimits, readingAny } from "./reading-any.ts";

const limits: ReadingLimits = { patienceMs: 5, stallMs: 20, leaveMs: 60_000 };
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Two replicas with the same packs; what each is asked for is counted. */
async function twoAlike(packs = 4) {
  const [one, other] = [openMemoryStore("one"), openMemoryStore("other")];
  const contents = Array.from({ length: packs }, () => randomBytes(1000));
  const names = contents.map(sha256);
  for (const [n, name] of names.entries())
    for (const store of [one, other]) await store.write("pack", name, contents[n] ?? new Uint8Array());
  return { one, other, names, contents, first: names[0] ?? "", content: contents[0] ?? Buffer.alloc(0) };
}

async function flip(store: MemoryStore, name: string, at: number): Promise<void> {
  const bytes = await store.read("pack", name);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  await store.write("pack", name, bytes);
}

/** Never answers a question for a pack, until it is called off. */
function frozen(store: Store, when: () => boolean = () => true): Store & { asked: number } {
  const counted = {
    ...store,
    asked: 0,
    read: async (...args: Parameters<Store["read"]>) => {
      counted.asked += 1;
      if (!when()) return await store.read(...args);
      const signal = args[3];
      return await new Promise<never>((_, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason));
      });
    },
  };
  return counted;
}

function failing(store: Store, error: () => BackstayError): Store & { asked: number } {
  const counted = {
    ...store,
    asked: 0,
    read: async () => {
      counted.asked += 1;
      throw error();
    },
    remove: async () => {
      throw error();
    },
  };
  return counted;
}

const unreachable = () => new BackstayError("STORE_UNREACHABLE", { location: "one", reason: "timed-out" });

test("a file that is missing, short or changed at the first comes from the next, and is told of once", async () => {
  const { one, other, names, contents } = await twoAlike();
  const [missing = "", short = "", changed = "", whole = ""] = names;
  await one.remove("pack", missing);
  await one.write("pack", short, (contents[1] ?? Buffer.alloc(0)).subarray(0, 10));
  await flip(one, changed, 500);
  const told: BadObject[] = [];
  const any = readingAny([one, other], { strategy: "preferred", onBad: (bad) => told.push(bad) });
  for (const name of [missing, short, changed, whole, missing, changed])
    expect(sha256(await any.read("pack", name))).toBe(name);
  const { replicas, bad, badCount } = any.report();
  expect(bad).toEqual([
    { location: "one", kind: "pack", name: missing, fault: "missing" },
    { location: "one", kind: "pack", name: short, fault: "damaged" },
    { location: "one", kind: "pack", name: changed, fault: "damaged" },
  ]);
  expect({ badCount, told }).toEqual({ badCount: 3, told: bad });
  expect(replicas).toEqual([
    { location: "one", reads: 1, bytes: 1000 },
    { location: "other", reads: 5, bytes: 5000 },
  ]);
});

describe("damage that only shows when bytes are opened", () => {
  test("is doubted, and the same bytes come from elsewhere then", async () => {
    const { one, other, first, content } = await twoAlike();
    await flip(one, first, 120);
    const any = readingAny([one, other], { strategy: "preferred" });
    const range = { offset: 100, length: 50 };
    const bad = await any.read("pack", first, range);
    expect(any.doubtOf?.(bad)?.(range)).toBe(true);
    const good = await any.read("pack", first, range);
    expect(Buffer.compare(good, content.subarray(100, 150))).toBe(0);
    expect(any.doubtOf?.(good)?.(range)).toBe(false); // nobody is left
    await expect(any.read("pack", first, range)).rejects.toMatchObject({ code: "OBJECT_CORRUPT" });
    expect(any.report().bad.map(({ location }) => location)).toEqual(["one", "other"]);
    expect(any.doubtOf?.(new Uint8Array(3))).toBeUndefined();
  });

  test("in one place of each does not cost what the other has whole", async () => {
    const { one, other, first, content } = await twoAlike();
    await flip(one, first, 120);
    await flip(other, first, 320);
    const any = readingAny([one, other], { strategy: "preferred" });
    for (const offset of [100, 300]) {
      const range = { offset, length: 50 };
      let bytes = await any.read("pack", first, range);
      if (Buffer.compare(bytes, content.subarray(offset, offset + 50)) !== 0) {
        expect(any.doubtOf?.(bytes)?.(range)).toBe(true);
        bytes = await any.read("pack", first, range);
      }
      expect(Buffer.compare(bytes, content.subarray(offset, offset + 50))).toBe(0);
    }
    // both at once are whole nowhere
    await expect(any.read("pack", first, { offset: 100, length: 300 })).rejects.toMatchObject({
      code: "OBJECT_CORRUPT",
    });
  });
});

test("what the first has damaged and the other cannot give now is damaged, and no reason to give up everything", async () => {
  const { one, other, first } = await twoAlike();
  await flip(one, first, 120);
  const read = () => readingAny([one, failing(other, unreachable)], { strategy: "preferred", limits });
  await expect(read().read("pack", first)).rejects.toMatchObject({ code: "OBJECT_CORRUPT" });
  const any = read();
  const range = { offset: 100, length: 50 };
  const bytes = await any.read("pack", first, { offset: 0, length: 50 });
  any.doubtOf?.(bytes)?.(range);
  await expect(any.read("pack", first, range)).rejects.toMatchObject({ code: "OBJECT_CORRUPT" });
});

test("when the first is away and the other lacks a file, it is said that the first is away", async () => {
  const { one, other, first } = await twoAlike();
  await other.remove("pack", first);
  const any = readingAny([failing(one, unreachable), other], { strategy: "preferred", limits });
  await expect(any.read("pack", first)).rejects.toMatchObject({ code: "STORE_UNREACHABLE" });
  expect(any.report().bad).toEqual([]);
});

test("one that is away is left alone for a while, and asked when the other cannot help", async () => {
  const { one, other, names, first } = await twoAlike();
  let nowMs = 0;
  const away = failing(one, unreachable);
  const any = readingAny([away, other], { strategy: "preferred", limits, nowMs: () => nowMs });
  for (const name of names) expect(sha256(await any.read("pack", name))).toBe(name);
  expect(away.asked).toBe(1);
  nowMs += limits.leaveMs;
  await any.read("pack", first);
  await any.read("pack", first);
  expect(away.asked).toBe(2);
  nowMs += limits.leaveMs; // twice as long the second time
  await any.read("pack", first);
  expect(away.asked).toBe(2);
});

test("one that freezes is not waited for, and all that wait for it move on together", async () => {
  const { one, other, names } = await twoAlike(40);
  let isFrozen = false;
  const cold = frozen(one, () => isFrozen);
  const any = readingAny([cold, other], { strategy: "preferred", limits });
  await any.read("pack", names[0] ?? "");
  isFrozen = true;
  const all = await Promise.all(names.map((name) => any.read("pack", name)));
  expect(all.map(sha256)).toEqual(names);
  const { asked } = cold;
  for (const name of names) await any.read("pack", name);
  expect(cold.asked).toBe(asked);
});

test("hardly more is asked for than is needed, also where answers are late again and again", async () => {
  const { one, other, names } = await twoAlike(200);
  let asked = 0;
  /** Every fourth answer takes its time, though never so long that the place seems to be away. */
  const moody = (store: Store): Store => ({
    ...store,
    async read(...args) {
      asked += 1;
      if (asked % 4 === 0) {
        const { promise, resolve } = Promise.withResolvers<void>();
        setTimeout(resolve, 60);
        await promise;
      }
      return await store.read(...args);
    },
  });
  // by a clock that stands still all answers are fast, however busy this computer is
  const any = readingAny([moody(one), moody(other)], {
    limits: { patienceMs: 1, stallMs: 60_000 },
    nowMs: () => 0,
  });
  await Promise.all(names.map((name) => any.read("pack", name)));
  for (const name of names) await any.read("pack", name);
  const reads = 2 * names.length;
  expect(asked).toBeGreaterThan(reads);
  expect(asked).toBeLessThanOrEqual(reads * 1.05 + 17);
});

test("a name that no file may have is refused before anybody is asked", async () => {
  const { one, other } = await twoAlike();
  const any = readingAny([one, other]);
  const refused = { code: "OBJECT_CORRUPT", details: { reason: "name" } };
  for (const name of ["../config", "short"]) {
    await expect(any.read("pack", name)).rejects.toMatchObject(refused);
    await expect(any.size("snapshot", name)).rejects.toMatchObject(refused);
  }
  expect(any.report().bad).toEqual([]);
});

test("a cancel ends a read at once, whoever is asked", async () => {
  const { one, other, first } = await twoAlike();
  const any = readingAny([frozen(one), frozen(other)], { limits });
  const stop = new AbortController();
  const reading = any.read("pack", first, undefined, stop.signal);
  const reason = new BackstayError("CANCELLED", { reason: "person" });
  stop.abort(reason);
  await expect(reading).rejects.toBe(reason);
  await expect(any.read("pack", first, undefined, stop.signal)).rejects.toBe(reason);
});

test("locks and what is written are of the first alone, and a lock of one that is away is let be", async () => {
  const { one, other, first } = await twoAlike();
  const any = readingAny([one, other], { limits });
  const lock = "a".repeat(64);
  await any.write("lock", lock, new Uint8Array(3));
  expect(await one.size("lock", lock)).toBe(3);
  await any.remove("pack", first);
  expect(await other.size("pack", first)).toBe(1000);
  await expect(other.size("lock", lock)).rejects.toMatchObject({ code: "OBJECT_MISSING" });
  const without = readingAny([failing(one, unreachable), other], { limits });
  await without.remove("lock", lock);
  await expect(without.remove("pack", first)).rejects.toMatchObject({ code: "STORE_UNREACHABLE" });
});

test("a list that breaks off goes on at the next, each file once", async () => {
  const { one, other, names } = await twoAlike();
  const broken: Store = {
    ...one,
    async *list(kind, signal) {
      let n = 0;
      for await (const file of one.list(kind, signal)) {
        if (n++ === 2) throw unreachable();
        yield file;
      }
    },
  };
  const silent: Store = {
    ...one,
    async *list() {
      await new Promise<never>(() => {});
      yield { name: "", sizeBytes: 0 };
    },
  };
  for (const first of [broken, silent]) {
    const any = readingAny([first, other], { limits });
    const found = [];
    for await (const { name } of any.list("pack")) found.push(name);
    expect(found.toSorted()).toEqual(names.toSorted());
  }
});

test("the faster one is asked more, and one that nobody knows is tried once", async () => {
  const { one, other, names } = await twoAlike(30);
  let nowMs = 0;
  const taking = (store: Store, ms: number): Store => ({
    ...store,
    async read(...args) {
      nowMs += ms;
      return await store.read(...args);
    },
  });
  const any = readingAny([taking(one, 40), taking(other, 10)], { nowMs: () => nowMs });
  for (const name of names) await any.read("pack", name);
  const [slow, fast] = any.report().replicas;
  expect(slow?.reads).toBe(1);
  expect(fast?.reads).toBe(29);
});
