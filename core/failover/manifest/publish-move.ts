import { isBackstayError } from "../../../shared/errors.ts";
import type { ReplicaId } from "../../../shared/ids.ts";
import { type ManifestMember, newHead, type SetDocument } from "./documents.ts";
import { outranks } from "./outranks.ts";
import type { DocumentPlace } from "./read-documents.ts";
import { canonical } from "./replace-documents.ts";
import { publishSet, readManifest } from "./set-manifest.ts";

export type MoveToPublish = {
  readonly epoch: number;
  /** The installation that moves. */
  readonly writer: string;
  readonly activeId: ReplicaId;
  readonly homeId: ReplicaId;
  readonly members: readonly ManifestMember[];
};

/** A replica, and how it is opened; the manifest is written only where the place proved itself before. */
export type PlaceToPublish = {
  readonly replicaId: ReplicaId;
  /** Whoever asks closes the store. */
  readonly open: (signal: AbortSignal) => Promise<DocumentPlace>;
};

/**
 * Says in the replicas which of them is active: first in that one, which has to have it, then in the others as far as they can be
 * reached. What only another installation knew stays.
 *
 * @returns `outranked` when a manifest is in force there that counts more; it is to be followed
 * @throws what the store of the replica that becomes active throws. One that keeps none of our documents is passed over
 */
export async function publishMove(
  places: readonly PlaceToPublish[],
  wanted: MoveToPublish,
  signal: AbortSignal,
): Promise<"written" | "outranked"> {
  const target = places.find(({ replicaId }) => replicaId === wanted.activeId);
  if (target === undefined) throw new Error("the replica that becomes active is none of those given");
  const inForce = await publishIn(target, wanted, signal);
  if (inForce !== undefined && outranks(inForce, wanted)) return "outranked";
  // beside one another: each that does not answer is waited for, and backups wait as long
  const others = places.filter((place) => place !== target);
  await Promise.all(
    others.map(async (place) => {
      try {
        await publishIn(place, wanted, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (!isBackstayError(error)) throw error; // one that is away gets it with the next replication
      }
    }),
  );
  return "written";
}

async function publishIn(
  { open }: PlaceToPublish,
  wanted: MoveToPublish,
  signal: AbortSignal,
): Promise<SetDocument | undefined> {
  const place = await open(signal);
  try {
    if (!place.store.keepsManifests) return undefined;
    const { set } = await readManifest(place, signal);
    const { epoch, writer, activeId, homeId } = wanted;
    return await publishSet(
      place,
      {
        ...newHead("set", place.id),
        ...{ epoch, writer, activeId, homeId },
        members: membersOf(set, wanted),
      },
      signal,
    );
  } finally {
    await place.store.close();
  }
}

/** A list that changed gets a revision of its own. */
function membersOf(set: SetDocument | undefined, { members, writer }: MoveToPublish): SetDocument["members"] {
  const list = [...members].sort((a, b) => (a.replicaId < b.replicaId ? -1 : 1));
  if (set !== undefined && canonical(set.members.list) === canonical(list)) return set.members;
  return { revision: (set?.members.revision ?? 0) + 1, writer, list };
}
