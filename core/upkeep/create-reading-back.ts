/** Reads all data of each repository back in the course of some weeks, a part a day: what is never read may be damaged for years. */
import { z } from "zod";
import type { JobId, RepositoryId } from "../../shared/ids.ts";
import type { ReadingBack, ReadingBackWait } from "../../shared/model/reading-back.ts";
import type { ReadingRoundStore } from "../catalog/reading-round-store.ts";
import type { ReplicaRecord, RepositoryRecord } from "../catalog/repository-store.ts";
import type { Clock } from "../clock.ts";
import type { JobRecord } from "../jobs/job.ts";
import type { JobQueue } from "../jobs/job-queue.ts";
import type { RepositoryPlace } from "../jobs/kinds/with-repository.ts";
import { beginRound, nextPartMs, roundEndMs, roundNow, withPartRead } from "./reading-round.ts";

export type ReadingBackService = {
  /** To be called now and then: begins what is due, and lets what runs rest while something is backed up. */
  tick(): Promise<void>;
  /** A job began, rested or came to its end. */
  noteJob(job: JobRecord): void;
  view(): readonly ReadingBack[];
};

export type ReadingBackParts = {
  readonly rounds: ReadingRoundStore;
  readonly repositories: () => readonly RepositoryRecord[];
  /** Where a job finds a replica. */
  readonly place: (replica: ReplicaRecord) => RepositoryPlace;
  readonly hasPassword: (id: RepositoryId) => Promise<boolean>;
  readonly queue: () => Pick<JobQueue, "enqueue" | "setPaused" | "isPaused">;
  /** Jobs that wait or run. */
  readonly jobs: () => readonly JobRecord[];
  /** Of all days in which everything is read once; 0 where nothing is. */
  readonly days: () => number;
  /** Whether a plan is about to run, or one may run at this time only. */
  readonly isBackupTime: () => boolean;
  readonly isPausedOnBattery: () => boolean;
  /** Whether what lies under a repository fails. */
  readonly isSpared: (id: RepositoryId) => boolean;
  readonly onChange: () => void;
  /** Everything at a replica was read once, since then. */
  readonly onAllRead: (replica: ReplicaRecord, sinceMs: number) => void;
  readonly clock: Clock;
};

/**
 * Jobs that somebody waits for, or that keep data from being lost. For one that waits none is let rest: it may wait behind one that
 * wants the repository for itself, and that one for the part that is read.
 */
const BEFORE_READING = new Set(["backup", "restore", "replicate", "heal"]);
const Part = z.object({ part: z.object({ part: z.int(), of: z.int() }) });

export function createReadingBack(parts: ReadingBackParts): ReadingBackService {
  const { rounds, clock } = parts;
  /** Those that were let rest from here: what a person paused stays so. */
  const resting = new Set<JobId>();

  const own = (): readonly JobRecord[] => parts.jobs().filter((job) => partOf(job) !== undefined);
  const isBusy = (): boolean =>
    parts.jobs().some(({ kind, state }) => BEFORE_READING.has(kind) && state === "running");

  const letRest = () => {
    const mustRest = isBusy();
    for (const { id, state } of own()) {
      if (state !== "running") continue;
      const isPaused = parts.queue().isPaused(id);
      if (mustRest && !isPaused) {
        resting.add(id);
        parts.queue().setPaused(id, true);
      } else if (!mustRest && isPaused && resting.delete(id)) parts.queue().setPaused(id, false);
    }
  };

  /** Why a part that is due is not begun; null when it may be. */
  const waitOf = ({ repositoryId, reach }: ReplicaRecord): ReadingBackWait | null => {
    if (parts.isSpared(repositoryId)) return "disk-failing";
    if (reach !== "reachable") return "out-of-reach";
    if (parts.isPausedOnBattery()) return "on-battery";
    return parts.jobs().length > 0 || parts.isBackupTime() ? "backup-time" : null;
  };

  /** The one that is behind most comes first: what is due at several is read one after the other. */
  const replicas = (): readonly ReplicaRecord[] => {
    const readMs = ({ id }: ReplicaRecord) => rounds.get(id)?.askedMs ?? Number.NEGATIVE_INFINITY;
    return parts
      .repositories()
      .flatMap((repository) => repository.replicas)
      .toSorted((a, b) => (readMs(a) === readMs(b) ? 0 : readMs(a) - readMs(b)));
  };

  const replicaOf = ({ repository: location, origin }: JobRecord): ReplicaRecord | undefined =>
    parts
      .repositories()
      .find(({ id }) => id === origin.repositoryId)
      ?.replicas.find((replica) => replica.location === location);

  return {
    async tick() {
      letRest();
      const days = parts.days();
      if (days === 0) return;
      const nowMs = clock.nowMs();
      for (const replica of replicas()) {
        const { id, repositoryId } = replica;
        const before = rounds.get(id);
        const round = roundNow(before, days, nowMs);
        if (round !== before) rounds.save(id, round);
        if (nextPartMs(round, nowMs) > nowMs || waitOf(replica) !== null) continue;
        if (!(await parts.hasPassword(repositoryId))) continue;
        rounds.save(id, { ...round, askedMs: nowMs });
        parts.queue().enqueue({
          kind: "check",
          input: {
            repository: parts.place(replica),
            readDataPercent: 100 / round.parts,
            part: { part: round.partsRead + 1, of: round.parts },
          },
          origin: { repositoryId },
          priority: "background",
        });
        parts.onChange();
      }
    },
    noteJob(job) {
      letRest();
      const isOver = job.state !== "queued" && job.state !== "running";
      const replica = replicaOf(job);
      const part = partOf(job);
      if (!isOver || part === undefined) return;
      resting.delete(job.id);
      if (replica === undefined) return; // removed meanwhile
      const round = rounds.get(replica.id);
      const isRead = job.state === "done" || job.state === "done-with-problems";
      // of another round, which was given up meanwhile
      if (!isRead || round === undefined || round.parts !== part.of || round.partsRead !== part.part - 1)
        return;
      const next = withPartRead(round, clock.nowMs());
      rounds.save(replica.id, next);
      if (next.partsRead === 0) parts.onAllRead(replica, round.beganMs);
      parts.onChange();
    },
    view() {
      const days = parts.days();
      const nowMs = clock.nowMs();
      return parts.repositories().flatMap((repository) =>
        repository.replicas.map((replica): ReadingBack => {
          const isAlone = repository.replicas.length === 1;
          const round = rounds.get(replica.id) ?? beginRound(Math.max(1, days), nowMs);
          const running = own().find((job) => replicaOf(job)?.id === replica.id);
          const nextMs = days === 0 ? null : nextPartMs(round, nowMs);
          const isDue = nextMs !== null && nextMs <= nowMs && running === undefined;
          return {
            ...{ repositoryId: repository.id, replicaId: replica.id, days: days === 0 ? null : days },
            name: isAlone ? repository.name : `${repository.name} · ${replica.name}`,
            readPercent: (100 * round.partsRead) / round.parts,
            allReadMs: round.allReadMs,
            dueMs: days === 0 ? null : roundEndMs(round),
            nextMs: running === undefined ? nextMs : null,
            jobId: running?.id ?? null,
            waits: isDue ? waitOf(replica) : null,
          };
        }),
      );
    },
  };
}

function partOf({ kind, input }: JobRecord): { readonly part: number; readonly of: number } | undefined {
  return kind === "check" ? Part.safeParse(input).data?.part : undefined;
}
