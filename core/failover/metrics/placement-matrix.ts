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

/** Which source's backups are on which replica; every source is needed on every replica. Pure. */
export function placementMatrix(
  replicas: readonly MatrixReplica[],
  sources: readonly MatrixSource[],
): Pick<PlacementMatrix, "replicas" | "rows"> {
  return {
    replicas: replicas.map(({ id: replicaId, name, role, isWell }) => ({ replicaId, name, role, isWell })),
    rows: sources.map(({ id: sourceId, name, saved }) => ({
      ...{ sourceId, name, newestMs: saved.at(-1)?.savedMs ?? null },
      cells: replicas.map((replica) => cellOf(replica, saved)),
    })),
  };
}

function cellOf(replica: MatrixReplica, saved: MatrixSource["saved"]): MatrixCell {
  const { id: replicaId, verifiedShare } = replica;
  const known = { replicaId, verifiedShare, isNeeded: true };
  const lacking = lackingOf(replica);
  if (lacking === undefined) return { ...known, newestMs: null, missing: null, isMet: null };
  const missing = saved.filter(({ snapshotId }) => lacking.has(snapshotId)).length;
  const newestMs = saved.findLast(({ snapshotId }) => !lacking.has(snapshotId))?.savedMs ?? null;
  const isComplete = missing === 0 && saved.length > 0;
  // of which source the others are that the active one lacks is not known
  const isUnsure = replica.role === "active" && replica.missingCount !== 0 && replica.missingCount !== null;
  return { ...known, newestMs, missing: isUnsure ? null : missing, isMet: isUnsure ? null : isComplete };
}

/** What the catalog knows to be saved is what the active one has. */
function lackingOf({ role, missing }: MatrixReplica): ReadonlySet<SnapshotId> | undefined {
  return role === "active" ? new Set() : missing;
}
