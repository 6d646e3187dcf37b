import type { ReplicaId, SnapshotId } from "../../../shared/ids.ts";
import type { FailoverReadiness, Readiness } from "../../../shared/model/failover-metrics.ts";
import { type ReadinessFacts, readinessForFailover, readinessOfBackup } from "../readiness.ts";

export type ReadinessSubject = {
  readonly replicas: readonly {
    readonly id: ReplicaId;
    readonly role: "active" | "standby";
    readonly isWell: boolean;
    /** How old the oldest backup is that it lacks; null when nobody knows. Of the active one nobody asks. */
    readonly behindMs: number | null;
    /** Snapshots that it lacks; undefined when nobody knows which. */
    readonly missing: ReadonlySet<SnapshotId> | undefined;
    readonly verifiedShare: number | null;
  }[];
  readonly sources: readonly ReadinessSource[];
  readonly nowMs: number;
  readonly goalMs: number;
  readonly failoverDrill: ReadinessFacts["drill"];
  readonly restoreDrill: ReadinessFacts["drill"];
};

export type ReadinessSource = {
  /** How old its newest good backup is; null when there is none. */
  readonly ageMs: number | null;
  readonly saved: readonly { readonly snapshotId: SnapshotId; readonly savedMs: number }[];
  /** The replicas on which it has to be. */
  readonly neededOn: readonly ReplicaId[];
};

/** How ready a repository is, from what is known of its replicas. Pure. */
export function readReadiness(subject: ReadinessSubject): Pick<FailoverReadiness, "failover" | "backup"> {
  const { replicas, sources, goalMs, failoverDrill, restoreDrill } = subject;
  const ages = sources.map(({ ageMs }) => ageMs);
  const well = replicas.filter(({ isWell }) => isWell);
  const standbys = well.filter(({ role }) => role === "standby");
  const facts = (of: Omit<ReadinessFacts, "goalMs">): ReadinessFacts => ({ ...of, goalMs });
  const failover = facts({
    healthyCopies: copiesAmong(standbys, sources),
    behindMs: least(standbys.map((standby) => behindOf(standby, subject))),
    // it is the standby that would be needed, and one nobody has read is not made better by another
    verifiedShare: greatest(standbys.map(({ verifiedShare }) => verifiedShare)),
    drill: failoverDrill,
  });
  const backup = facts({
    healthyCopies: copiesAmong(well, sources),
    behindMs: ages.length === 0 || ages.includes(null) ? null : greatest(ages),
    verifiedShare: greatest(well.map(({ verifiedShare }) => verifiedShare)),
    drill: restoreDrill,
  });
  return {
    failover: shown(readinessForFailover(failover), failover),
    backup: shown(readinessOfBackup(backup), backup),
  };
}

type SubjectReplica = ReadinessSubject["replicas"][number];

/** Of the source that has to be on the fewest of them: where it need not be, nobody can count on it. */
function copiesAmong(replicas: readonly SubjectReplica[], sources: readonly ReadinessSource[]): number {
  const counts = sources.map(({ neededOn }) => replicas.filter(({ id }) => neededOn.includes(id)).length);
  return Math.min(replicas.length, ...counts);
}

/** What need not be on it does not make it late. Null when nobody knows. */
function behindOf(replica: SubjectReplica, { sources, nowMs }: ReadinessSubject): number | null {
  const { id, behindMs, missing } = replica;
  const isAllNeeded = sources.every(({ neededOn }) => neededOn.includes(id));
  if (isAllNeeded || behindMs === 0 || missing === undefined) return behindMs;
  const lacking = sources
    .filter(({ neededOn }) => neededOn.includes(id))
    .flatMap(({ saved }) => saved.filter(({ snapshotId }) => missing.has(snapshotId)));
  return Math.max(0, ...lacking.map(({ savedMs }) => nowMs - savedMs));
}

function shown(readiness: ReturnType<typeof readinessForFailover>, facts: ReadinessFacts): Readiness {
  const { drill, ...rest } = facts;
  return {
    ...{ score: readiness.score, x: readiness.x, logistic: { ...readiness.logistic } },
    contributions: readiness.contributions.map((contribution) => ({ ...contribution })),
    facts: { ...rest, drill: drill === null ? null : { ...drill } },
  };
}

/** What is not known is passed over; null when nothing is known. */
function least(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.min(...known);
}

function greatest(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}
