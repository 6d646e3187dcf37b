/** Notes by the hour how replicas and sources do, so that a quarter of a year can be looked back on. */
import type { ReplicaId, RepositoryId, SourceId } from "../../../shared/ids.ts";
import type { ReplicaHour, ReplicaMetricsStore } from "../../catalog/replica-metrics-store.ts";
import type { ReplicaSetStore, StoredLag } from "../../catalog/replica-set-store.ts";
import type { RepositoryRecord } from "../../catalog/repository-store.ts";
import type { SavedSnapshotStore } from "../../catalog/saved-snapshot-store.ts";
import type { Clock } from "../../clock.ts";

export type MetricsNotes = {
  /** Counts one heartbeat. */
  noteBeat(replicaId: ReplicaId, isGood: boolean): void;
  /** To be called now and then: notes how far behind standbys are, and how old backups; writes when a minute has passed. */
  tick(): void;
  /** Writes what was not written yet. */
  flush(): void;
};

export type MetricsParts = {
  readonly store: Pick<ReplicaMetricsStore, "addToHour" | "noteAge">;
  /** Those that are kept available. */
  readonly repositories: () => readonly RepositoryRecord[];
  readonly sets: Pick<ReplicaSetStore, "members">;
  readonly snapshots: Pick<SavedSnapshotStore, "newest">;
  readonly clock: Clock;
};

const HOUR_MS = 3_600_000;
/** Heartbeats come every few seconds, and need not go to the disk each time. A crash costs a minute of what is only counted. */
const WRITE_EVERY_MS = 60_000;

export function createMetricsNotes(parts: MetricsParts): MetricsNotes {
  const { store, clock } = parts;
  const beats = new Map<
    string,
    { readonly id: ReplicaId; readonly hourMs: number; all: number; good: number }
  >();
  let writtenMs = Number.NEGATIVE_INFINITY;

  const writeBeats = () => {
    for (const [key, { id, hourMs, all, good }] of beats) {
      store.addToHour(id, hourMs, { ...NOTHING, beats: all, goodBeats: good });
      beats.delete(key);
    }
  };

  const noteLags = (repository: RepositoryRecord, nowMs: number) => {
    const members = new Map(parts.sets.members(repository.id).map((member) => [member.replicaId, member]));
    for (const { id, role } of repository.replicas) {
      const lag = role === "active" ? null : (members.get(id)?.lag ?? null);
      if (lag === null) continue;
      const [behindMs, missingSnapshots] = [behindNow(lag, nowMs), lag.snapshots];
      store.addToHour(id, hourOf(nowMs), { ...NOTHING, behindMs, missingSnapshots });
    }
  };

  return {
    noteBeat(id, isGood) {
      const hourMs = hourOf(clock.nowMs());
      const key = `${id} ${hourMs}`;
      const noted = beats.get(key) ?? { id, hourMs, all: 0, good: 0 };
      noted.all += 1;
      if (isGood) noted.good += 1;
      beats.set(key, noted);
    },
    tick() {
      const nowMs = clock.nowMs();
      if (Math.abs(nowMs - writtenMs) < WRITE_EVERY_MS) return;
      writtenMs = nowMs;
      writeBeats();
      const ages = agesOf(parts.snapshots, nowMs);
      for (const repository of parts.repositories()) {
        noteLags(repository, nowMs);
        for (const { sourceId, ageMs } of ages.get(repository.id) ?? [])
          store.noteAge(repository.id, sourceId, hourOf(nowMs), ageMs);
      }
    },
    flush: writeBeats,
  };
}

const NOTHING: ReplicaHour = { beats: 0, goodBeats: 0, behindMs: null, missingSnapshots: null };

/** How old the oldest backup is that a standby lacks. */
export function behindNow({ snapshots, sinceMs }: StoredLag, nowMs: number): number | null {
  if (snapshots === 0) return 0;
  return sinceMs === null ? null : Math.max(0, nowMs - sinceMs);
}

/** How old the newest good backup of each source is, by repository. */
export function agesOf(
  snapshots: Pick<SavedSnapshotStore, "newest">,
  nowMs: number,
): ReadonlyMap<RepositoryId, readonly { readonly sourceId: SourceId; readonly ageMs: number }[]> {
  const ages = new Map<RepositoryId, { sourceId: SourceId; ageMs: number }[]>();
  for (const { repositoryId, sourceId, savedMs } of snapshots.newest()) {
    const own = ages.get(repositoryId) ?? [];
    own.push({ sourceId, ageMs: Math.max(0, nowMs - savedMs) });
    ages.set(repositoryId, own);
  }
  return ages;
}

function hourOf(ms: number): number {
  return Math.floor(ms / HOUR_MS) * HOUR_MS;
}
