/** The manifest of a set of replicas, as it is read from them and written to them. */
import { newHead, type RemovedDocument, type SetDocument, type Tombstone } from "./documents.ts";
import { mergeSets, mergeTombstones } from "./merge.ts";
import {
  type DocumentFinding,
  type DocumentPlace,
  documentsOf,
  type FoundDocuments,
  readDocuments,
} from "./read-documents.ts";
import { replaceDocuments } from "./replace-documents.ts";

export type ReadManifest = {
  /** Undefined where nobody ever wrote one. */
  readonly set: SetDocument | undefined;
  readonly tombstones: readonly Tombstone[];
  readonly findings: readonly DocumentFinding[];
};

/**
 * What the documents of one replica say together.
 * @throws what the store throws
 */
export async function readManifest(place: DocumentPlace, signal?: AbortSignal): Promise<ReadManifest> {
  return manifestOf(await readDocuments(place, signal));
}

export function manifestOf(found: FoundDocuments): ReadManifest {
  const sets = documentsOf(found, "set").map(({ content }) => content);
  const tombstones = mergeTombstones(
    ...documentsOf(found, "removed").map(({ content }) => content.tombstones),
  );
  const { findings } = found;
  return { set: sets.length === 0 ? undefined : sets.reduce(mergeSets), tombstones, findings };
}

/**
 * Brings a set to a replica. What the replica knows that outranks it stays in force.
 * @returns what is in force there afterwards
 * @throws {BackstayError} STORE_WITHOUT_MANIFESTS, or what the store throws
 */
export async function publishSet(
  place: DocumentPlace,
  set: SetDocument,
  signal?: AbortSignal,
): Promise<SetDocument> {
  const found = documentsOf(await readDocuments(place, signal), "set");
  const merged = found.map(({ content }) => content).reduce(mergeSets, set);
  await replaceDocuments(place, found, merged, signal);
  return merged;
}

/**
 * Remembers on a replica that snapshots were removed on purpose. To be called before they are removed.
 * @throws {BackstayError} STORE_WITHOUT_MANIFESTS, or what the store throws
 */
export async function publishTombstones(
  place: DocumentPlace,
  tombstones: readonly Tombstone[],
  signal?: AbortSignal,
): Promise<readonly Tombstone[]> {
  const found = documentsOf(await readDocuments(place, signal), "removed");
  const merged = mergeTombstones(tombstones, ...found.map(({ content }) => content.tombstones));
  if (merged.length === 0) return merged;
  const wanted: RemovedDocument = { ...newHead("removed", place.id), tombstones: [...merged] };
  await replaceDocuments(place, found, wanted, signal);
  return merged;
}
