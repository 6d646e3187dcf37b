import type { FailoverReadiness, Readiness } from "../../../shared/model/failover-metrics.ts";
import { type ReadinessFacts, readinessForFailover, readinessOfBackup } from "../readiness.ts";

export type ReadinessSubject = {
  readonly replicas: readonly {
    readonly role: "active" | "standby";
    readonly isWell: boolean;
    /** How old the oldest backup is that it lacks; null when nobody knows. Of the active one nobody asks. */
    readonly behindMs: number | null;
    readonly verifiedShare: number | null;
  }[];
  /** How old the newest good backup of each source is; null when there is none. */
  readonly ages: readonly (number | null)[];
  readonly goalMs: number;
  readonly failoverDrill: ReadinessFacts["drill"];
  readonly restoreDrill: ReadinessFacts["drill"];
};

/** How ready a repository is, from what is known of its replicas. Pure. */
export function readReadiness(subject: ReadinessSubject): Pick<FailoverReadiness, "failover" | "backup"> {
  const { replicas, ages, goalMs, failoverDrill, restoreDrill } = subject;
  const well = replicas.filter(({ isWell }) => isWell);
  const standbys = well.filter(({ role }) => role === "standby");
  const facts = (of: Omit<ReadinessFacts, "goalMs">): ReadinessFacts => ({ ...of, goalMs });
  const failover = facts({
    healthyCopies: standbys.length,
    behindMs: least(standbys.map(({ behindMs }) => behindMs)),
    // it is the standby that would be needed, and one nobody has read is not made better by another
    verifiedShare: greatest(standbys.map(({ verifiedShare }) => verifiedShare)),
    drill: failoverDrill,
  });
  const backup = facts({
    healthyCopies: well.length,
    behindMs: ages.length === 0 || ages.includes(null) ? null : greatest(ages),
    verifiedShare: greatest(well.map(({ verifiedShare }) => verifiedShare)),
    drill: restoreDrill,
  });
  return {
    failover: shown(readinessForFailover(failover), failover),
    backup: shown(readinessOfBackup(backup), backup),
  };
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
