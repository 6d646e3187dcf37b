import { describe, expect, test } from "vitest";
import type { FileKind } from "../../../shared/errors.ts";
import type { Store } from "../../storage/store.ts";
import { expectWhole, flip, namesOf, noise, quietJob, twoReplicas } from "../testing/two-replicas.ts";
import { replicate } from "./replicate.ts";

describe("damage at the source", () => {
  test("costs the snapshot that needs it, is named, and nothing else", async () => {
    const { one, other, copy } = twoReplicas();
    const whole = await one.backUp({ letter: noise(500) });
    const hurt = await one.backUp({ letter: noise(500), sub: { offer: noise(500) } });
    const pack = hurt.dataPack?.id ?? ("" as never);
    await flip(one.store, "pack", pack, 60);
    const result = await copy();
    expect(result).toMatchObject({ snapshots: [whole.snapshotId], heldBack: [hurt.snapshotId] });
    expect(result.problems).toEqual([
      { code: "pack-damaged", packId: pack, reason: "changed" },
      { code: "snapshot-held-back", snapshotId: hurt.snapshotId },
    ]);
    expect(result.blobsRepacked).toBe(1); // the other blob of the pack is whole
    await expectWhole(other, [whole.snapshotId]);

    // what is mended at the source comes with the next run
    await flip(one.store, "pack", pack, 60);
    expect(await copy()).toMatchObject({ snapshots: [hurt.snapshotId], problems: [] });
    await expectWhole(other, [whole.snapshotId, hurt.snapshotId]);
  });

  test("costs nothing when another pack has the blob whole", async () => {
    const { one, other, copy } = twoReplicas();
    const text = noise(500);
    const hurt = await one.backUp({ letter: text });
    await one.storeIndex([await one.storePack("data", [Buffer.from(text)])]);
    const pack = hurt.dataPack?.id ?? ("" as never);
    await flip(one.store, "pack", pack, 60);
    const result = await copy();
    expect(result).toMatchObject({ snapshots: [hurt.snapshotId], heldBack: [] });
    expect(result.problems).toEqual([{ code: "pack-damaged", packId: pack, reason: "changed" }]);
    await expectWhole(other, [hurt.snapshotId]);
  });

  test("a missing pack, a damaged listing, a damaged index and a damaged snapshot are each told", async () => {
    const { one, other, copy } = twoReplicas();
    const whole = await one.backUp({ a: noise(500) });
    const gone = await one.backUp({ b: noise(500) });
    const blind = await one.backUp({ sub: { c: noise(500) } });
    const unnamed = await one.backUp({ d: noise(500) });
    const broken = await one.backUp({ e: noise(500) });
    await one.store.remove("pack", gone.dataPack?.id ?? "");
    await flip(one.store, "pack", blind.treePack?.id ?? "", 20);
    await flip(one.store, "index", unnamed.indexId ?? "", 20);
    await flip(one.store, "snapshot", broken.snapshotId, 20);
    const { snapshots, heldBack, problems } = await copy();
    expect(snapshots).toEqual([whole.snapshotId]);
    expect(heldBack).toEqual([unnamed, blind, gone].map(({ snapshotId }) => snapshotId));
    expect(problems).toEqual(
      expect.arrayContaining([
        { code: "pack-damaged", packId: gone.dataPack?.id, reason: "OBJECT_MISSING" },
        { code: "pack-damaged", packId: blind.treePack?.id, reason: "changed" },
        { code: "index-damaged", indexId: unnamed.indexId, side: "from" },
        { code: "snapshot-damaged", snapshotId: broken.snapshotId },
        ...heldBack.map((snapshotId) => ({ code: "snapshot-held-back", snapshotId })),
      ]),
    );
    await expectWhole(other, [whole.snapshotId]);
  });
});

describe("a target that does not do what it should", () => {
  /** Spoils the first so many writes of a kind. */
  function spoiling(store: Store, wanted: FileKind, times: number): Store {
    let left = times;
    return {
      ...store,
      write: (kind, name, bytes, signal) =>
        store.write(
          kind,
          name,
          kind === wanted && left-- > 0 ? bytes.map((byte) => byte ^ 1) : bytes,
          signal,
        ),
    };
  }

  test.each<FileKind>(["pack", "index", "snapshot"])(
    "a %s that comes back otherwise is stored again",
    async (kind) => {
      const { one, other } = twoReplicas();
      const { snapshotId } = await one.backUp({ letter: noise(500) });
      const store = spoiling(other.store, kind, 1);
      await replicate(one, { ...other, store }, { readBackShare: 1 }, quietJob);
      await expectWhole(other, [snapshotId]);
    },
  );

  test.each<FileKind>(["pack", "index"])(
    "when it does so twice, no snapshot is published: %s",
    async (kind) => {
      const { one, other } = twoReplicas();
      await one.backUp({ letter: noise(500) });
      const end = { ...other, store: spoiling(other.store, kind, 9) };
      await expect(replicate(one, end, { readBackShare: 1 }, quietJob)).rejects.toMatchObject({
        code: "REPLICA_UNRELIABLE",
        details: { location: "second", kind },
      });
      expect(await namesOf(other.store, "snapshot")).toEqual([]);
      expect(await namesOf(other.store, "lock")).toEqual([]);
      expect(await namesOf(one.store, "lock")).toEqual([]);
    },
  );
});
