/** Keeps standbys up to date: after each backup, now and then besides, and whenever failover wants it. */
import { z } from "zod";
import { BackstayError } from "../../shared/errors.ts";
import type { JobId, ReplicaId, RepositoryId, SnapshotId } from "../../shared/ids.ts";
import { SnapshotIdText } from "../../shared/model/primitives.ts";
import { msOf, nsOf } from "../catalog/columns.ts";
import type { JobStore } from "../catalog/job-store.ts";
import type { ReplicaMember, ReplicaSetStore } from "../catalog/replica-set-store.ts";
import type { ReplicaRecord, RepositoryRecord, RepositoryStore } from "../catalog/repository-store.ts";
import type { Clock } from "../clock.ts";
import type { JobRecord } from "../jobs/job.ts";
import type { JobQueue } from "../jobs/job-queue.ts";
import { backupSummaryOf } from "../plans/backup-summary.ts";
import { activeReplica } from "../repositories/repository-service.ts";
import { replicaAt, targetOf } from "./job-places.ts";
import { isOver, type JobWaiter } from "./job-waiter.ts";

export type ReplicationService = {
  /**
   * Copies to one replica what another has, and is over when the copying is. One that runs or waits already is joined.
   * @throws {BackstayError} what the copying failed with; the signal's reason, and the copying is stopped then
   */
  copy(
    from: ReplicaRecord,
    to: ReplicaRecord,
    options: { readonly bothWays: boolean },
    signal: AbortSignal,
  ): Promise<void>;
  /** Queues copying from the active replica to a standby, unless it waits already. */
  request(repository: RepositoryRecord, to: ReplicaRecord): JobRecord;
  /** Has the copying to all standbys that are well begin before other work. @returns false where there is none */
  hasten(id: RepositoryId): boolean;
  /** The copying to a replica that runs or waits. */
  jobTo(repository: RepositoryRecord, replica: ReplicaRecord): JobId | null;
  /** To be told of every change of a job. */
  note(job: JobRecord): void;
  /** To be called now and then: asks for what is due. */
  tick(): void;
};

export type ReplicationParts = {
  readonly jobs: JobStore;
  readonly repositories: Pick<RepositoryStore, "get" | "list">;
  readonly sets: ReplicaSetStore;
  readonly queue: () => Pick<JobQueue, "enqueue" | "cancel">;
  readonly waiter: JobWaiter;
  readonly cacheFolder: string;
  /** Whether a replica answers and takes what is written, as far as is known. */
  readonly isWell: (repositoryId: RepositoryId, replicaId: ReplicaId) => boolean;
  /** Since when that is so, without a break; undefined while it is not. */
  readonly wellSinceMs: (repositoryId: RepositoryId, replicaId: ReplicaId) => number | undefined;
  /** Whether a disk under one of a repository's replicas fails, so that nobody knows how long it can be copied. */
  readonly isThreatened: (repositoryId: RepositoryId) => boolean;
  /** Told when it became known how far a replica is behind. */
  readonly onLag: (repositoryId: RepositoryId, replicaId: ReplicaId, snapshots: number) => void;
  readonly onChange: (repositoryId: RepositoryId) => void;
  readonly clock: Clock;
};

const MINUTE_MS = 60_000;
/** What is not up to date is tried again so often, and what is, is looked at so often: others may write to it too. */
const AGAIN_AFTER_MS = 5 * MINUTE_MS;
const LOOK_EVERY_MS = 12 * 60 * MINUTE_MS;

const Measured = z.object({
  lag: z.object({
    there: z.int().nonnegative(),
    back: z.int().nonnegative(),
    bytes: z.number().nonnegative(),
    missingThere: z.array(SnapshotIdText).nullish(),
    missingBack: z.array(SnapshotIdText).nullish(),
  }),
});
const Ways = z.looseObject({ bothWays: z.boolean() });

export function createReplicationService(parts: ReplicationParts): ReplicationService {
  const { jobs, repositories, sets, clock, waiter } = parts;

  const unfinished = (id: RepositoryId): readonly JobRecord[] =>
    jobs.ofRepository(id, ["queued", "running"]).filter(({ kind }) => kind === "replicate");

  const enqueue = (from: ReplicaRecord, to: ReplicaRecord, bothWays: boolean): JobRecord => {
    const { repositoryId } = from;
    const { cacheFolder } = parts;
    sets.noteAsked(to.id, clock.nowMs());
    const job = parts.queue().enqueue({
      kind: "replicate",
      input: {
        repository: { location: from.location, cacheFolder, expectedId: repositoryId },
        target: { location: to.location, cacheFolder },
        ...{ makeTarget: false, bothWays, mend: false, tombstones: [] },
        align: true,
      },
      origin: { repositoryId },
      // what is only in one place is nearly as urgent as what is in none
      priority: parts.isThreatened(repositoryId) ? "urgent" : "normal",
      // failover asks itself again for what it waits for
      restartWhenInterrupted: !bothWays,
    });
    parts.onChange(repositoryId);
    return job;
  };

  const isSame = (job: JobRecord, from: ReplicaRecord, to: ReplicaRecord, bothWays: boolean) =>
    job.repository === from.location &&
    targetOf(job) === to.location &&
    Ways.safeParse(job.input).data?.bothWays === bothWays;

  const request = (repository: RepositoryRecord, to: ReplicaRecord): JobRecord => {
    const from = activeReplica(repository);
    // one that runs may have begun before what is to be copied was there
    const waiting = unfinished(repository.id).find(
      (job) => job.state === "queued" && isSame(job, from, to, false),
    );
    return waiting ?? enqueue(from, to, false);
  };

  const standbysOf = (repository: RepositoryRecord): readonly (readonly [ReplicaRecord, ReplicaMember])[] => {
    const members = new Map(sets.members(repository.id).map((member) => [member.replicaId, member]));
    return repository.replicas.flatMap((replica) => {
      const member = members.get(replica.id);
      return replica.role === "standby" && member !== undefined ? [[replica, member] as const] : [];
    });
  };

  const isDue = ({ lag, askedMs }: ReplicaMember, wellSinceMs: number, nowMs: number): boolean => {
    if (askedMs === null || askedMs > nowMs) return true;
    const isBehind = lag === null || lag.snapshots > 0;
    if (isBehind && wellSinceMs > askedMs) return true; // it was away, and is back
    return nowMs - askedMs >= (isBehind ? AGAIN_AFTER_MS : LOOK_EVERY_MS);
  };

  /** What the end of a copying says of its two sides. */
  const noteCopied = (job: JobRecord, repository: RepositoryRecord): void => {
    const from = replicaAt(repository, job.repository);
    const to = replicaAt(repository, targetOf(job));
    if (from === undefined || to === undefined) return;
    const endedMs = job.endedNs === undefined ? clock.nowMs() : msOf(job.endedNs);
    if (job.state === "failed") sets.noteCopied(to.id, endedMs, job.error ?? null);
    const measured = Measured.safeParse(job.result?.summary).data?.lag;
    if (measured === undefined) return;
    sets.noteCopied(to.id, endedMs, null);
    const startedMs = job.startedNs === undefined ? endedMs : msOf(job.startedNs);
    const standby = to.role === "standby" ? to : from;
    // what the other way round lacks is what the active one lacks
    const missing = standby === to ? measured.there : measured.back;
    const lackedByActive = standby === to ? measured.back : measured.there;
    const named = standby === to ? measured.missingThere : measured.missingBack;
    const since = backupsSince(jobs, repository.id, startedMs, clock.nowMs());
    const before = sets.members(repository.id).find(({ replicaId }) => replicaId === standby.id)
      ?.lag?.sinceMs;
    const isNamed = named !== undefined && named !== null;
    const ids = isNamed ? [...new Set([...named, ...since.map(({ snapshotId }) => snapshotId)])] : undefined;
    const snapshots = ids?.length ?? missing + since.length;
    const lag = {
      snapshots,
      bytes: measured.bytes,
      sinceMs: snapshots === 0 ? null : missing === 0 ? (since[0]?.endedMs ?? endedMs) : (before ?? endedMs),
      measuredMs: endedMs,
    };
    sets.saveLag(standby.id, lag, ids);
    parts.onLag(repository.id, standby.id, snapshots);
    parts.onLag(repository.id, activeReplica(repository).id, lackedByActive);
    parts.onChange(repository.id);
  };

  const noteBackup = (job: JobRecord, repository: RepositoryRecord): void => {
    const saved = backupSummaryOf(job);
    if (saved === undefined || saved.snapshotId === null) return;
    sets.noteBackup(repository.id, saved.snapshotId, saved.bytesStored, clock.nowMs());
    for (const [replica, { lag }] of standbysOf(repository)) {
      if (lag !== null) parts.onLag(repository.id, replica.id, lag.snapshots);
      if (parts.isWell(repository.id, replica.id)) request(repository, replica);
    }
    parts.onChange(repository.id);
  };

  return {
    async copy(from, to, { bothWays }, signal) {
      const known = unfinished(from.repositoryId).find((job) => isSame(job, from, to, bothWays));
      const { id } = known ?? enqueue(from, to, bothWays);
      try {
        const job = await waiter.ended(id, signal);
        if (job.state === "interrupted") throw new BackstayError("CANCELLED", { reason: "shutdown" });
        if (job.error !== undefined) throw new BackstayError(job.error.code, job.error.details as never);
      } catch (error) {
        if (signal.aborted) await parts.queue().cancel(id, "fenced");
        throw error;
      }
    },
    request,
    hasten(id) {
      const repository = repositories.get(id);
      if (repository === undefined || sets.epochOf(id) === undefined) return false;
      for (const { id: jobId, state } of unfinished(id)) if (state === "queued") jobs.makeUrgent(jobId);
      const standbys = standbysOf(repository).filter(([replica]) => parts.isWell(id, replica.id));
      for (const [replica] of standbys) request(repository, replica);
      return standbys.length > 0;
    },
    jobTo: ({ id }, replica) => unfinished(id).find((job) => targetOf(job) === replica.location)?.id ?? null,
    note(job) {
      waiter.note(job);
      const { repositoryId } = job.origin;
      if (!isOver(job) || repositoryId === undefined || sets.epochOf(repositoryId) === undefined) return;
      const repository = repositories.get(repositoryId);
      if (repository === undefined) return;
      if (job.kind === "backup") noteBackup(job, repository);
      if (job.kind === "replicate") noteCopied(job, repository);
      // what was removed from the active one goes from the others with the next copying
      if (job.kind === "forget" && job.result !== undefined)
        for (const [replica] of standbysOf(repository))
          if (parts.isWell(repositoryId, replica.id)) request(repository, replica);
    },
    tick() {
      const nowMs = clock.nowMs();
      for (const repository of repositories.list()) {
        const active = repository.replicas.find(({ role }) => role === "active");
        if (active === undefined || !parts.isWell(repository.id, active.id)) continue;
        for (const [replica, member] of standbysOf(repository)) {
          const wellSinceMs = parts.wellSinceMs(repository.id, replica.id);
          if (wellSinceMs === undefined || !isDue(member, wellSinceMs, nowMs)) continue;
          if (!unfinished(repository.id).some((job) => targetOf(job) === replica.location))
            request(repository, replica);
        }
      }
    },
  };
}

/** Backups of a repository that came to their end since, the oldest first: copying that began then need not have seen them. */
function backupsSince(
  jobs: Pick<JobStore, "ofRepository">,
  id: RepositoryId,
  sinceMs: number,
  nowMs: number,
): readonly { readonly snapshotId: SnapshotId; readonly endedMs: number }[] {
  return jobs
    .ofRepository(id, ["done", "done-with-problems"], nsOf(sinceMs))
    .flatMap((job) => {
      const snapshotId = backupSummaryOf(job)?.snapshotId ?? null;
      const { endedNs } = job;
      return snapshotId === null || endedNs === undefined ? [] : [{ snapshotId, endedMs: msOf(endedNs) }];
    })
    .filter(({ endedMs }) => endedMs <= nowMs) // those of a time to come ended before the clock was set back
    .sort((a, b) => a.endedMs - b.endedMs);
}
