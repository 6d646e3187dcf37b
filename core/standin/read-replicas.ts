import { BackstayError, isBackstayError } from "../../shared/errors.ts";
import type { ReplicaRecord, RepositoryRecord } from "../catalog/repository-store.ts";
import type { ControllerDocument } from "../failover/manifest/documents.ts";
import { type IdentityProof, proveIdentity } from "../failover/manifest/identity.ts";
import type { FoundDocuments } from "../failover/manifest/read-documents.ts";
import { publishController } from "../failover/standin/controller-documents.ts";
import { requireProof } from "../replicas/create-ports.ts";
import type { ReplicaDoors } from "../replicas/replica-doors.ts";
import type { Repository } from "../repository/repository.ts";

export type ReadReplicas = {
  readonly open: ReplicaDoors["open"];
};

export type OpenReplicas = {
  readonly found: readonly FoundDocuments[];
  /**
   * Writes the own document to all of them.
   * @throws what the active one throws; {BackstayError} STORE_WITHOUT_MANIFESTS where none of them keeps documents
   */
  publish(document: ControllerDocument, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
};

type Opened = {
  readonly replica: ReplicaRecord;
  readonly place: Repository;
  readonly found: FoundDocuments;
};

/**
 * Reads the documents of all replicas that can be reached; the active one has to be among them.
 * @throws {BackstayError} what the active one throws
 */
export async function readReplicas(
  { replicas }: RepositoryRecord,
  limitMs: number,
  { open }: ReadReplicas,
  signal: AbortSignal,
): Promise<OpenReplicas> {
  const isOnly = replicas.length === 1;
  const places: Repository[] = [];
  const opened: Opened[] = [];
  const close = async () => void (await Promise.allSettled(places.map(({ store }) => store.close())));
  try {
    const reads = replicas.map((replica) =>
      mayFail(replica, async () => {
        const place = await open(replica, signal, limitMs);
        places.push(place);
        const { proof, found } = await proveIdentity(place, replica.id, signal);
        if (!(isOnly && isOurs(proof))) requireProof(proof, replica);
        opened.push({ replica, place, found });
      }),
    );
    const ends = await Promise.allSettled(reads);
    for (const end of ends) if (end.status === "rejected") throw end.reason;
  } catch (error) {
    await close();
    throw error;
  }
  return {
    found: opened.map(({ found }) => found),
    async publish(document, until) {
      const keeping = opened.filter(({ place }) => place.store.keepsManifests);
      const [first] = opened;
      if (keeping.length === 0 && first !== undefined)
        throw new BackstayError("STORE_WITHOUT_MANIFESTS", { location: first.replica.location });
      const ends = await Promise.allSettled(
        keeping.map(({ place, found }) => publishController(place, found, document, until)),
      );
      // said only where nobody but a standby can read it, it has to be said there at least
      const isActiveSilent = !keeping.some(({ replica }) => replica.role === "active");
      const isHeard = isActiveSilent && ends.some(({ status }) => status === "fulfilled");
      for (const [n, end] of ends.entries()) {
        if (end.status === "fulfilled") continue;
        const must = keeping[n]?.replica.role === "active" || !(isBackstayError(end.reason) || isHeard);
        if (must || (isActiveSilent && !isHeard)) throw end.reason;
      }
    },
    close,
  };
}

/** What only the active one must do. */
async function mayFail(replica: ReplicaRecord, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (replica.role === "active" || !isBackstayError(error)) throw error;
  }
}

/** Whoever has but one place has none to take it for: it may never have been marked, or another installation marked it. */
function isOurs(proof: IdentityProof): boolean {
  return proof.is === "no-identity" || proof.is === "other-replica";
}
