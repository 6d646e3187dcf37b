import type { RepositoryId, SourceId } from "../../../shared/ids.ts";
import type {
  AvailableDay,
  FailoverMetrics,
  ReplicaMetrics,
  SourceMetrics,
} from "../../../shared/model/failover-metrics.ts";
import type { FailoverStore } from "../../catalog/failover-store.ts";
import type { ReplicaHour, ReplicaMetricsStore } from "../../catalog/replica-metrics-store.ts";
import type { ReplicaRecord } from "../../catalog/repository-store.ts";
import { localDay } from "../../overview/local-day.ts";
import { movesOf, recoveryOf } from "./moves-of.ts";

export type MetricsFacts = {
  readonly repositoryId: RepositoryId;
  /** By priority. */
  readonly replicas: readonly Pick<ReplicaRecord, "id" | "name">[];
  readonly sources: readonly {
    readonly id: SourceId;
    readonly name: string;
    readonly ageMs: number | null;
  }[];
  readonly isMoving: boolean;
  readonly nowMs: number;
};

/**
 * How the replicas of a repository did.
 * @param days that many, and this one
 */
export function readMetrics(
  facts: MetricsFacts,
  days: number,
  store: Pick<ReplicaMetricsStore, "hoursOf" | "agesOf">,
  history: Pick<FailoverStore, "since">,
): FailoverMetrics {
  const { repositoryId, nowMs, isMoving } = facts;
  const starts = dayStarts(days, nowMs);
  const fromMs = starts[0] ?? nowMs;
  const moves = movesOf(history.since(repositoryId, fromMs));
  return {
    ...{ repositoryId, nowMs, fromMs },
    replicas: facts.replicas.map(({ id, name }): ReplicaMetrics => {
      const hours = store.hoursOf(id, fromMs);
      const byDay = starts.map((dayMs, n) => summed(dayMs, starts[n + 1] ?? Number.POSITIVE_INFINITY, hours));
      return { replicaId: id, name, days: byDay, availableShare: shareOf(byDay), lag: lagOf(hours) };
    }),
    moves: [...moves],
    recovery: recoveryOf(moves, isMoving),
    sources: facts.sources.map(({ id: sourceId, name, ageMs }): SourceMetrics => {
      const hours = store.agesOf(repositoryId, sourceId, fromMs);
      return {
        sourceId,
        name,
        ageMs,
        hours: hours.map((hour) => ({ atMs: hour.hourMs, ageMs: hour.ageMs })),
      };
    }),
  };
}

type Hour = ReplicaHour & { readonly hourMs: number };

/** By this computer's calendar, where a day can have 23 or 25 hours. */
function dayStarts(days: number, nowMs: number): readonly number[] {
  const starts = [localDay(nowMs).startMs];
  for (let n = 0; n < days; n += 1) starts.unshift(localDay((starts[0] ?? nowMs) - 1).startMs);
  return starts;
}

function summed(dayMs: number, endMs: number, hours: readonly Hour[]): AvailableDay {
  const own = hours.filter(({ hourMs }) => hourMs >= dayMs && hourMs < endMs);
  const sum = (of: (hour: Hour) => number) => own.reduce((total, hour) => total + of(hour), 0);
  return { dayMs, beats: sum(({ beats }) => beats), goodBeats: sum(({ goodBeats }) => goodBeats) };
}

function shareOf(days: readonly AvailableDay[]): number | null {
  const beats = days.reduce((total, day) => total + day.beats, 0);
  return beats === 0 ? null : days.reduce((total, day) => total + day.goodBeats, 0) / beats;
}

function lagOf(hours: readonly Hour[]): ReplicaMetrics["lag"] {
  return hours.map(({ hourMs: atMs, behindMs, missingSnapshots: snapshots }) => ({
    atMs,
    behindMs,
    snapshots,
  }));
}
