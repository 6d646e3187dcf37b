import { expect, test } from "vitest";
import { BackstayError } from "../../../shared/errors.ts";
import type { ReplicaId } from "../../../shared/ids.ts";
import { newRepository } from "../../repository/inventory/testing/sample-repository.ts";
import { openMemoryStore } from "../../storage/memory.ts";
import { type MoveToPublish, publishMove } from "./publish-move.ts";
import { readManifest } from "./set-manifest.ts";

const [A, B] = ["a", "b"].map((letter) => `${letter.repeat(8)}-0000-4000-8000-000000000000` as ReplicaId) as [
  ReplicaId,
  ReplicaId,
];
const { signal } = new AbortController();
const MEMBERS = [A, B].map((replicaId, priority) => ({ replicaId, name: "NAS", priority }));
const move: MoveToPublish = { epoch: 2, writer: "own", activeId: B, homeId: A, members: MEMBERS };

function twoPlaces() {
  const first = newRepository(openMemoryStore("first"));
  const second = { ...first, store: openMemoryStore("second") };
  const away = new Set<ReplicaId>();
  const places = [
    { replicaId: A, place: first },
    { replicaId: B, place: second },
  ].map(({ replicaId, place }) => ({
    replicaId,
    open: async () => {
      if (away.has(replicaId)) throw new BackstayError("STORE_VANISHED", { location: "/srv" });
      return place;
    },
  }));
  return { first, second, away, places };
}

test("the replica that becomes active has it, and the others as far as they can be reached", async () => {
  const { first, second, away, places } = twoPlaces();
  expect(await publishMove(places, move, signal)).toBe("written");
  const { set } = await readManifest(second);
  expect(set).toMatchObject({ epoch: 2, writer: "own", activeId: B, homeId: A, members: { revision: 1 } });
  expect((await readManifest(first)).set).toEqual(set);
  away.add(A);
  expect(await publishMove(places, { ...move, epoch: 3 }, signal)).toBe("written");
  expect((await readManifest(first)).set?.epoch).toBe(2);
  away.add(B);
  await expect(publishMove(places, { ...move, epoch: 4 }, signal)).rejects.toMatchObject({
    code: "STORE_VANISHED",
  });
});

test("a list of members stays, and a new list gets a new revision", async () => {
  const { second, places } = twoPlaces();
  await publishMove(places, move, signal);
  await publishMove(places, { ...move, epoch: 3, members: [...MEMBERS].reverse() }, signal);
  expect((await readManifest(second)).set).toMatchObject({ epoch: 3, members: { revision: 1 } });
  await publishMove(places, { ...move, epoch: 4, members: MEMBERS.slice(1) }, signal);
  expect((await readManifest(second)).set?.members).toMatchObject({ revision: 2, list: [{ replicaId: B }] });
});

test("a manifest that counts more stays in force, and is told", async () => {
  const { second, places } = twoPlaces();
  await publishMove(places, { ...move, writer: "someone", activeId: B }, signal);
  expect(await publishMove(places, move, signal)).toBe("outranked");
  expect((await readManifest(second)).set?.writer).toBe("someone");
});

test("a place that keeps none of our documents can become active", async () => {
  const { first, places } = twoPlaces();
  const [one] = places;
  if (one === undefined) throw new Error("no place");
  const store = { ...openMemoryStore("rest"), keepsManifests: false };
  const rest = { replicaId: B, open: async () => ({ ...first, store }) };
  expect(await publishMove([one, rest], move, signal)).toBe("written");
  expect((await readManifest(first)).set?.activeId).toBe(B);
});
