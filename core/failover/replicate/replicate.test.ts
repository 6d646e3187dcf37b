import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { FileKind } from "../../../shared/errors.ts";
import type { SnapshotId } from "../../../shared/ids.ts";
import { failAfter } from "../../../test/support/faulty-store.ts";
import { forgetSnapshots } from "../../repository/snapshots/remove-snapshots.ts";
import type { Store } from "../../storage/store.ts";
import { publishTombstones } from "../manifest/set-manifest.ts";
import {
  anewIn,
  checkOf,
  expectWhole,
  flip,
  namesOf,
  noise,
  quietJob,
  twoReplicas,
  watching,
  withoutLocks,
} from "../testing/two-replicas.ts";
import { measureLag } from "./lag.ts";
import { reconcile } from "./reconcile.ts";
import { replicate } from "./replicate.ts";

describe("copying to an empty replica", () => {
  test("brings whole packs as they are, and every snapshot", async () => {
    const { one, other, copy } = twoReplicas();
    const first = await one.backUp({ letter: noise(5000), sub: { offer: [noise(100), noise(200)] } });
    const second = await one.backUp({ letter: noise(5000), sub: { offer: "x" } });
    const result = await copy();
    const ids = [first.snapshotId, second.snapshotId];
    expect(result).toMatchObject({
      packsCopied: 4,
      blobsRepacked: 0,
      packsReadBack: 4,
      problems: [],
      heldBack: [],
    });
    expect(result.snapshots).toEqual(ids.toReversed()); // newest first
    expect(await namesOf(other.store, "pack")).toEqual(await namesOf(one.store, "pack"));
    await expectWhole(other, ids);
    await expectWhole(one, ids);
  });

  test("the order is packs, index, snapshot, and the newest is complete before others are begun", async () => {
    const { one, other } = twoReplicas();
    const ids: string[] = [];
    for (let n = 0; n < 3; n += 1) ids.push((await one.backUp({ file: noise(500) })).snapshotId);
    const order: FileKind[] = [];
    const whole: Promise<void>[] = [];
    const store = watching(other.store, (kind) => {
      if (kind !== "lock") order.push(kind);
      // a copy, as it is at this moment
      if (kind === "snapshot" && whole.length === 0)
        whole.push(expectWhole({ ...other, store: withoutLocks(other.store.copy()) }, [ids[2] ?? ""]));
    });
    await replicate(one, { ...other, store }, {}, quietJob);
    await Promise.all(whole);
    const group = (packs: number, snapshots: number) => [
      ...Array.from({ length: packs }, () => "pack"),
      "index",
      ...Array.from({ length: snapshots }, () => "snapshot"),
    ];
    expect(order).toEqual([...group(2, 1), ...group(4, 2)]);
  });

  test("reads packs while others are written, and never holds more than a few", async () => {
    const { one, other } = twoReplicas();
    await one.storeIndex([await one.storePack("data", [randomBytes(1000)])]); // what no snapshot needs stays where it is
    for (let n = 0; n < 20; n += 1) await one.backUp({ [`${n}`]: noise(2000) });
    let held = 0;
    let most = 0;
    const reading: Store = {
      ...one.store,
      read: async (kind, name, range, signal) => {
        const bytes = await one.store.read(kind, name, range, signal);
        if (kind === "pack" && range === undefined) held += 1;
        most = Math.max(most, held);
        return bytes;
      },
    };
    const writing: Store = {
      ...other.store,
      write: async (kind, name, bytes, signal) => {
        await new Promise((resolve) => setImmediate(resolve));
        await other.store.write(kind, name, bytes, signal);
        if (kind === "pack") held -= 1;
      },
    };
    const result = await replicate(
      { ...one, store: reading },
      { ...other, store: writing },
      { readBackShare: 0 },
      quietJob,
    );
    expect(result.packsCopied).toBe(40);
    expect(most).toBeLessThanOrEqual(6);
    expect(most).toBeGreaterThan(2); // reads go on while others are written
  });

  test("a dry run tells the same and writes nothing", async () => {
    const { one, other, copy } = twoReplicas();
    await one.backUp({ letter: noise(5000) });
    await one.backUp({ letter: noise(5000) });
    const before = other.store.copy();
    const planned = await copy({ dryRun: true });
    for (const kind of ["pack", "index", "snapshot"] as const)
      expect(await namesOf(other.store, kind)).toEqual(await namesOf(before, kind));
    const { snapshots, packsCopied, bytesCopied } = await copy();
    expect(planned).toMatchObject({ snapshots, packsCopied, bytesCopied });
  });
});

describe("copying to a replica that has something", () => {
  test("writes nothing when nothing is missing", async () => {
    const { one, other, copy } = twoReplicas();
    await one.backUp({ letter: noise(50) });
    await copy();
    const written: FileKind[] = [];
    const store = watching(other.store, (kind) => written.push(kind));
    await replicate(one, { ...other, store }, {}, quietJob);
    expect(written.filter((kind) => kind !== "lock")).toEqual([]);
  });

  test("takes single blobs out of a pack of which it has others", async () => {
    const { one, other, copy } = twoReplicas();
    const [there, missing] = [noise(300), noise(400)];
    await one.backUp({ old: there });
    await copy();
    const pack = await one.storePack("data", [Buffer.from(there), Buffer.from(missing)]);
    await one.storeIndex([pack]);
    const { snapshotId } = await one.backUp({ both: [there, missing] });
    const result = await copy();
    expect(result).toMatchObject({ snapshots: [snapshotId], blobsRepacked: 1 });
    expect(await namesOf(other.store, "pack")).not.toContain(pack.id);
    const { problems, notes } = await checkOf(other);
    expect({ problems, notes }).toEqual({ problems: [], notes: [] });
    expect(other.cache.index.locate("data", pack.entries[0]?.id ?? ("" as never))).toHaveLength(1);
  });

  test("leaves out what only removed snapshots need, and brings no tombstone back, either way", async () => {
    const { one, other, copy } = twoReplicas();
    const removed = await one.backUp({ secret: noise(500) });
    const kept = await one.backUp({ letter: noise(500) });
    const tombstones = new Set([removed.snapshotId]);
    await copy({ tombstones });
    await expectWhole(other, [kept.snapshotId]);
    expect(await namesOf(other.store, "pack")).toHaveLength(2);
    // the other way: the first has it still, the second must not get it
    await forgetSnapshots(one, [removed.snapshotId], { ...quietJob, reportProgress: () => {} });
    await reconcile(other, one, { tombstones }, quietJob);
    expect(await namesOf(one.store, "snapshot")).toEqual([kept.snapshotId]);
    const again = await copy();
    expect(again.packsCopied).toBe(0);
    expect(await namesOf(other.store, "pack")).toHaveLength(2);
  });

  test.each([0, 1])(
    "heeds what either replica remembers as removed, and names a record that is damaged: %i",
    async (n) => {
      const { one, other, copy } = twoReplicas();
      const removed = await one.backUp({ secret: noise(500) });
      const kept = await one.backUp({ letter: noise(500) });
      const end = [one, other][n] ?? one;
      const { snapshotId } = removed;
      await publishTombstones(end, [{ snapshotId, removedMs: 1, by: "person", writer: "here" }]);
      expect(await measureLag(one, other, {}, quietJob.signal)).toMatchObject({ snapshots: 1 });
      expect(await copy()).toMatchObject({ snapshots: [kept.snapshotId], problems: [] });
      await expectWhole(other, [kept.snapshotId]);

      const [record = ""] = await namesOf(end.store, "manifest");
      await flip(end.store, "manifest", record, 30);
      const { problems, snapshots } = await copy();
      expect(problems).toEqual([{ code: "record-damaged", name: record, side: n === 0 ? "from" : "to" }]);
      expect(snapshots).toEqual([snapshotId]); // nothing says any more that it is not wanted
    },
  );

  test("copies again what its index names and its disk has not", async () => {
    const { one, other, copy } = twoReplicas();
    const shared = noise(300);
    const old = await one.backUp({ letter: noise(500) });
    const first = await one.backUp({ letter: noise(500), shared });
    await copy();
    for (const { dataPack } of [old, first]) await other.store.remove("pack", dataPack?.id ?? "");
    const second = await one.backUp({ shared });
    expect(await copy()).toMatchObject({ snapshots: [second.snapshotId], packsCopied: 2 });
    const { problems } = await checkOf(other);
    expect(problems).not.toEqual([]); // what only the old one needs was not looked at
    const mended = await copy({ mendOld: true });
    expect(mended).toMatchObject({ snapshots: [], packsCopied: 1 });
    expect((await checkOf(other)).problems).toEqual([]);
    const ids = [old, first, second].map(({ snapshotId }) => snapshotId);
    expect(await namesOf(other.store, "snapshot")).toEqual(ids.sort());
  });

  test("two that were written to each on its own both have everything afterwards", async () => {
    const { one, other, copy } = twoReplicas();
    const shared = noise(3000);
    const ids = [(await one.backUp({ shared })).snapshotId];
    await copy();
    ids.push((await one.backUp({ shared, here: noise(700) })).snapshotId);
    ids.push((await other.backUp({ shared, there: noise(900) })).snapshotId);
    ids.push((await other.backUp({ shared, both: "x" })).snapshotId);
    ids.push((await one.backUp({ shared, both: "x" })).snapshotId);
    const { there, back } = await reconcile(one, other, {}, quietJob);
    expect([there.snapshots.length, back.snapshots.length]).toEqual([2, 2]);
    await expectWhole(one, ids);
    await expectWhole(other, ids);
  });
});

describe("a run that was stopped", () => {
  test("is gone on with by a computer that knows nothing of it, without storing a pack twice", async () => {
    const { one, other } = twoReplicas();
    const ids: string[] = [];
    for (let n = 0; n < 3; n += 1) ids.push((await one.backUp({ file: noise(500) })).snapshotId);
    const packs = await namesOf(one.store, "pack");
    // lock, two packs, index, snapshot; then four packs of the next two snapshots, and no index for them
    const dying = anewIn(other, failAfter(9, other.store));
    await expect(replicate(one, dying, { readBackShare: 0 }, quietJob)).rejects.toMatchObject({
      code: "STORE_FAILED",
    });
    expect(await namesOf(other.store, "pack")).toHaveLength(6);
    for (const name of await namesOf(other.store, "lock")) await other.store.remove("lock", name);
    const written: string[] = [];
    const store = watching(other.store, (kind, name) => kind === "pack" && written.push(name));
    const result = await replicate(one, anewIn(other, store), {}, quietJob);
    expect(result).toMatchObject({ packsAdopted: 4, packsCopied: 0, problems: [] });
    expect(written).toEqual([]);
    expect(await namesOf(other.store, "pack")).toEqual(packs);
    await expectWhole(other, ids);
  });

  test("a pack it left that is damaged is not believed, but stored again", async () => {
    const { one, other } = twoReplicas();
    const { snapshotId, dataPack } = await one.backUp({ file: noise(500) });
    await expect(
      replicate(one, anewIn(other, failAfter(3, other.store)), { readBackShare: 0 }, quietJob),
    ).rejects.toMatchObject({ code: "STORE_FAILED" });
    for (const name of await namesOf(other.store, "lock")) await other.store.remove("lock", name);
    await flip(other.store, "pack", dataPack?.id ?? "", 40);
    const result = await replicate(one, anewIn(other, other.store), {}, quietJob);
    expect(result).toMatchObject({ packsAdopted: 1, packsCopied: 1 });
    await expectWhole(other, [snapshotId]);
  });

  test("by a signal stops with its reason, and leaves no lock", async () => {
    const { one, other } = twoReplicas();
    for (let n = 0; n < 3; n += 1) await one.backUp({ file: noise(500) });
    const reason = new Error("enough");
    const stop = new AbortController();
    const job = { ...quietJob, signal: stop.signal, onSnapshot: () => stop.abort(reason) };
    await expect(replicate(one, other, {}, job)).rejects.toBe(reason);
    expect(await namesOf(other.store, "snapshot")).toHaveLength(1);
    expect(await namesOf(other.store, "lock")).toEqual([]);
    expect(await namesOf(one.store, "lock")).toEqual([]);
  });
});

describe("how far a replica is behind", () => {
  const lagOf = ({ one, other }: ReturnType<typeof twoReplicas>, tombstones = new Set<SnapshotId>()) =>
    measureLag(one, other, { tombstones }, quietJob.signal);

  test("is told in snapshots, bytes and time", async () => {
    const ends = twoReplicas();
    const { one, copy } = ends;
    const first = await one.backUp({ letter: noise(500) });
    expect(await lagOf(ends)).toMatchObject({ snapshots: 1, behindMs: null });
    const { bytesAtMost } = await lagOf(ends);
    expect((await copy()).bytesCopied).toBe(bytesAtMost);
    expect(await lagOf(ends)).toEqual({ snapshots: 0, missing: [], bytesAtMost: 0, behindMs: 0 });
    const second = await one.backUp({ letter: noise(500) });
    const third = await one.backUp({ letter: noise(500) });
    expect(await lagOf(ends)).toMatchObject({ snapshots: 2, behindMs: 2 * 60_000 });
    expect(await lagOf(ends, new Set([second.snapshotId, third.snapshotId]))).toMatchObject({
      snapshots: 0,
      behindMs: 0,
    });
    expect(first.snapshotId).not.toBe(second.snapshotId);
  });
});

test("something else than a replica is refused before anything is written", async () => {
  const { one, other } = twoReplicas();
  const { one: stranger } = twoReplicas();
  await one.backUp({ letter: "x" });
  const cases = [
    [{ ...stranger, store: other.store }, "keys"],
    [{ ...other, id: stranger.id }, "id"],
    [{ ...other, version: 1 as const }, "version"],
    [{ ...other, polynomial: 7n }, "polynomial"],
    [one, "same-place"],
  ] as const;
  for (const [end, reason] of cases)
    await expect(replicate(one, end, {}, quietJob)).rejects.toMatchObject({
      code: "REPLICA_DIFFERS",
      details: { reason },
    });
  expect(await namesOf(other.store, "pack")).toEqual([]);
});
