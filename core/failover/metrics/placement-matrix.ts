import type { ReplicaId, SnapshotId, SourceId } from "../../../shared/ids.ts";
import type { MatrixCell, PlacementMatrix } from "../../../shared/model/failover-metrics.ts";

export type MatrixReplica = {
  readonly id: ReplicaId;
  readonly name: string;
  readonly role: "active" | "standby";
  readonly isWell: boolean;
  /** Snapshots that it lacks; undefined when nobody knows which. */
  readonly missing: ReadonlySet<SnapshotId> | undefined;
  /** How many of others it lacks, of whichever source; null when nobody knows. */
  readonly missingCount: number | null;
  readonly verifiedShare: number | null;
};
export type MatrixSource = {
  readonly id: SourceId;
  readonly name: string;
  /** Good backups in the repository, the oldest first. */
  readonly saved: readonly { readonly snapshotId: SnapshotId; readonly savedMs: number }[];
};

export type IsNeeded = (sourceId: SourceId, replicaId: ReplicaId) => boolean;

/** Which source's backups are on which replica, and whether what has to be there is. Pure. */
export function placementMatrix(
  replicas: readonly MatrixReplica[],
  sources: readonly MatrixSource[],
  isNeeded: IsNeeded = () => true,
): Pick<PlacementMatrix, "replicas" | "rows"> {
  return {
    replicas: replicas.map(({ id: replicaId, name, role, isWell }) => ({ replicaId, name, role, isWell })),
    rows: sources.map(({ id: sourceId, name, saved }) => ({
      ...{ sourceId, name, newestMs: saved.at(-1)?.savedMs ?? null },
      cells: replicas.map((replica) => cellOf(replica, saved, isNeeded(sourceId, replica.id))),
    })),
  };
}

function cellOf(replica: MatrixReplica, saved: MatrixSource["saved"], isNeeded: boolean): MatrixCell {
  const cell = factsOf(replica, saved);
  // what need not be there can lack without breaking a rule, also where nobody knows
  return { ...cell, isNeeded, isMet: isNeeded ? cell.isMet : true };
}

function factsOf(replica: MatrixReplica, saved: MatrixSource["saved"]): Omit<MatrixCell, "isNeeded"> {
  const { id: replicaId, verifiedShare } = replica;
  const known = { replicaId, verifiedShare };
  const lacking = lackingOf(replica);
  if (lacking === undefined)
    return { ...known, newestMs: null, missing: null, missingSinceMs: null, isMet: null };
  const absent = saved.filter(({ snapshotId }) => lacking.has(snapshotId));
  const missing = absent.length;
  const missingSinceMs = absent[0]?.savedMs ?? null;
  const newestMs = saved.findLast(({ snapshotId }) => !lacking.has(snapshotId))?.savedMs ?? null;
  const isComplete = missing === 0 && saved.length > 0;
  // of which source the others are that the active one lacks is not known
  const isUnsure = replica.role === "active" && replica.missingCount !== 0 && replica.missingCount !== null;
  if (isUnsure) return { ...known, newestMs, missing: null, missingSinceMs: null, isMet: null };
  return { ...known, newestMs, missing, missingSinceMs, isMet: isComplete };
}

/** What the catalog knows to be saved is what the active one has. */
function lackingOf({ role, missing }: MatrixReplica): ReadonlySet<SnapshotId> | undefined {
  return role === "active" ? new Set() : missing;
}
