import { expect, test } from "vitest";
import type { BlobId } from "../../../shared/ids.ts";
import type { Store } from "../../storage/store.ts";
import { anewIn, namesOf, quietJob, twoReplicas } from "../testing/two-replicas.ts";
import { verifyReplica } from "./verify-replica.ts";

const { signal } = quietJob;
const never = new AbortController().signal;

async function copied() {
  const ends = twoReplicas();
  const first = await ends.one.backUp({ letter: "Dear customer", deeds: { house: "ours" } });
  const second = await ends.one.backUp({ letter: "Dear supplier" });
  await ends.copy();
  const { store } = ends.other;
  const verify = (newest = [second.snapshotId], until = never, through: Store = store) =>
    verifyReplica(anewIn(ends.other, through), newest, until, signal);
  const damage = async (
    kind: "index" | "pack" | "snapshot",
    name: string,
    change: (bytes: Buffer) => Buffer,
  ) => {
    const bytes = Buffer.from(await store.read(kind, name));
    await store.remove(kind, name);
    await store.write(kind, name, change(bytes));
  };
  return { ...ends, first, second, store, verify, damage };
}

const flipped = (bytes: Buffer) => {
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  return bytes;
};

test("a whole copy is proved, and what has not come yet is no damage", async () => {
  const { verify, one } = await copied();
  const third = await one.backUp({ letter: "x" });
  expect(await verify([third.snapshotId])).toMatchObject({ snapshots: 2, treesRead: 1, isComplete: true });
});

test("an index file that cannot be read is found", async () => {
  const { verify, damage, store } = await copied();
  const [name = ""] = await namesOf(store, "index");
  await damage("index", name, flipped);
  await expect(verify()).rejects.toMatchObject({ code: "OBJECT_CORRUPT", details: { kind: "index", name } });
});

test("the newest snapshot of a source that cannot be read is found", async () => {
  const { verify, damage, second } = await copied();
  await damage("snapshot", second.snapshotId, flipped);
  await expect(verify()).rejects.toMatchObject({ code: "OBJECT_CORRUPT", details: { kind: "snapshot" } });
});

test("a damaged root folder is found, whatever this computer remembers of it", async () => {
  const { verify, damage, other, store, second } = await copied();
  const end = anewIn(other, store);
  await verifyReplica(end, [], never, signal);
  const [place] = end.cache.index.locate("tree", second.tree);
  await damage("pack", place?.packId ?? "", (bytes) => {
    const at = (place?.offset ?? 0) + 20;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    return bytes;
  });
  await expect(verifyReplica(end, [], never, signal)).rejects.toMatchObject({ code: "BLOB_CORRUPT" });
  await expect(verify([])).rejects.toMatchObject({ code: "BLOB_CORRUPT" });
});

test("a pack that is gone or cut short is found", async () => {
  const { verify, damage, first, store } = await copied();
  const name = first.dataPack?.id ?? "";
  await damage("pack", name, (bytes) => bytes.subarray(0, bytes.length - 1));
  await expect(verify()).rejects.toMatchObject({
    ...{ code: "OBJECT_CORRUPT", details: { kind: "pack", name, reason: "size" } },
  });
  await store.remove("pack", name);
  await expect(verify()).rejects.toMatchObject({ code: "OBJECT_MISSING", details: { kind: "pack", name } });
});

test("where there are too many packs for the time there is, what was seen has to do", async () => {
  const { verify, store, first } = await copied();
  await store.remove("pack", first.dataPack?.id ?? "");
  const late = new AbortController();
  const slow: Store = {
    ...store,
    async *list(kind, until) {
      for await (const file of store.list(kind)) {
        if (kind === "pack") late.abort();
        until?.throwIfAborted();
        yield file;
      }
    },
  };
  expect(await verify([], late.signal, slow)).toMatchObject({ isComplete: false });
});

test("a snapshot whose root folder no index knows is found", async () => {
  const { verify, other, store } = await copied();
  const lost = await other.storeSnapshot("0".repeat(64) as string as BlobId);
  await expect(verify([])).rejects.toMatchObject({ code: "BLOB_MISSING" });
  await store.remove("snapshot", lost);
  await expect(verify([])).resolves.toBeDefined();
});
