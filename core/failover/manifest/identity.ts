import { randomUUID } from "node:crypto";
import { isBackstayError } from "../../../shared/errors.ts";
import type { ReplicaId } from "../../../shared/ids.ts";
import { decodeConfig } from "../../repository/format/config.ts";
import { newHead } from "./documents.ts";
import { type DocumentPlace, documentsOf, type FoundDocuments, readDocuments } from "./read-documents.ts";
import { replaceDocuments } from "./replace-documents.ts";

/**
 * Whether a place is the replica it should be. Only `proved` may be written to. `by`: its identity, or, where documents cannot be
 * kept, only the repository that is there.
 *
 * `no-repository`: nothing is there, as on an empty mount point. `other-repository`: what is there does not open with our key, or
 * has another id. `no-identity`: our repository, never marked. `other-replica`: another copy of our repository, as when two disks were
 * changed for each other. `mixed`: several identities, as when somebody copies one place onto the other.
 */
export type IdentityProof =
  | { readonly is: "proved"; readonly by: "identity" | "config" }
  | { readonly is: "no-repository" | "other-repository" | "no-identity" }
  | { readonly is: "other-replica" | "mixed"; readonly foundIds: readonly ReplicaId[] };

/**
 * Looks which replica a place is. Nothing is written.
 * @throws what the store throws, when the place cannot be asked
 */
export async function proveIdentity(
  place: DocumentPlace,
  replicaId: ReplicaId,
  signal?: AbortSignal,
): Promise<{ readonly proof: IdentityProof; readonly found: FoundDocuments }> {
  const nothing = { documents: [], findings: [] };
  const other = await proveRepository(place, signal);
  if (other !== undefined) return { proof: { is: other }, found: nothing };
  if (!place.store.keepsManifests) return { proof: { is: "proved", by: "config" }, found: nothing };
  const found = await readDocuments(place, signal);
  const ids = new Set(documentsOf(found, "identity").map(({ content }) => content.replicaId));
  if (ids.size === 0) return { proof: { is: "no-identity" }, found };
  if (ids.size > 1) return { proof: { is: "mixed", foundIds: [...ids] }, found };
  if (!ids.has(replicaId)) return { proof: { is: "other-replica", foundIds: [...ids] }, found };
  return { proof: { is: "proved", by: "identity" }, found };
}

/**
 * Marks a place as a replica: when it is made or adopted, never because it has no mark.
 * @throws {BackstayError} STORE_WITHOUT_MANIFESTS, or what the store throws
 */
export async function markAsReplica(
  place: DocumentPlace,
  replicaId: ReplicaId,
  signal?: AbortSignal,
): Promise<void> {
  const found = documentsOf(await readDocuments(place, signal), "identity");
  const wanted = { ...newHead("identity", place.id), replicaId };
  await replaceDocuments(place, found, wanted, signal);
}

/**
 * The id that a place bears, for who takes it in: all installations call a replica the same. A place without one gets a fresh id, and so
 * does a copy of a replica that is known already.
 * @throws what the store throws
 */
export async function identityToTake(
  place: DocumentPlace,
  isTaken: (id: ReplicaId) => boolean,
  signal?: AbortSignal,
): Promise<ReplicaId> {
  const fresh = randomUUID() as string as ReplicaId;
  const { proof } = await proveIdentity(place, fresh, signal);
  if (proof.is !== "other-replica") return fresh;
  const [found] = proof.foundIds;
  return found === undefined || isTaken(found) ? fresh : found;
}

/** The config opens with our key and says our id; no password is asked, and no key file read. */
async function proveRepository(
  { store, sealedBytes, id }: DocumentPlace,
  signal: AbortSignal | undefined,
): Promise<"no-repository" | "other-repository" | undefined> {
  try {
    const json = sealedBytes.open(await store.read("config", "config", undefined, signal));
    return json !== undefined && decodeConfig(json).id === id ? undefined : "other-repository";
  } catch (error) {
    if (isBackstayError(error, "OBJECT_MISSING")) return "no-repository";
    if (isBackstayError(error, "OBJECT_CORRUPT")) return "other-repository";
    throw error;
  }
}
