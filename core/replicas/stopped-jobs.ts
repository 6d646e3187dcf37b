/** Jobs that were stopped because the replica they worked on was left, or failed under them, and how they begin anew. */
import type { JobId, ReplicaId, RepositoryId } from "../../shared/ids.ts";
import type { JobStore } from "../catalog/job-store.ts";
import type { ReplicaSetStore } from "../catalog/replica-set-store.ts";
import type { RepositoryStore } from "../catalog/repository-store.ts";
import { type JobRecord, wasFenced } from "../jobs/job.ts";
import type { JobQueue, JobRequest } from "../jobs/job-queue.ts";
import type { RepositoryPlace } from "../jobs/kinds/with-repository.ts";
import { locationOf, movedTo, replicaAt, targetOf } from "./job-places.ts";

/** Work as if on the active replica: none of it begins on one that is fenced, or not active. */
const OF_THE_ACTIVE: ReadonlySet<string> = new Set(["backup", "forget", "repair"]);
/** What writes besides. Copying is asked for anew by whoever needs it. */
const WRITES: ReadonlySet<string> = new Set([...OF_THE_ACTIVE, "prune", "replicate"]);

export type StoppedJobs = {
  /** Stops the jobs that write to a replica. Resolves when their work has stopped. */
  stop(repositoryId: RepositoryId, replicaId: ReplicaId): Promise<void>;
  /** Those that were stopped and have not begun anew since. */
  waiting(repositoryId: RepositoryId): readonly JobRecord[];
  /** Queues them, and what still waits to begin elsewhere, on the active replica; each once, whoever asks how often. */
  restart(repositoryId: RepositoryId): Promise<void>;
  /** Whether a job that waits may begin now. */
  mayBegin(job: JobRecord): boolean;
};

export type StoppedJobParts = {
  readonly jobs: JobStore;
  readonly repositories: Pick<RepositoryStore, "get">;
  readonly sets: Pick<ReplicaSetStore, "fenced" | "epochOf">;
  readonly queue: () => Pick<JobQueue, "cancel" | "enqueueAll">;
  /** The active replica, as jobs find it. */
  readonly place: (id: RepositoryId) => RepositoryPlace;
};

export function createStoppedJobs(parts: StoppedJobParts): StoppedJobs {
  const { jobs, repositories, sets } = parts;

  const unfinished = (id: RepositoryId): readonly JobRecord[] => jobs.ofRepository(id, ["queued", "running"]);

  const waiting = (id: RepositoryId): readonly JobRecord[] =>
    jobs
      .ofRepository(id, ["cancelled"])
      .filter((job) => job.kind !== "replicate" && wasFenced(job) && !jobs.isRestarted(job.id));

  /** Those that wait come first, or each would begin when the one before it is cancelled. */
  const cancelAll = async (stopped: readonly JobRecord[]): Promise<void> => {
    const waitingFirst = stopped.toSorted(
      (a, b) => Number(a.state === "running") - Number(b.state === "running"),
    );
    await Promise.all(waitingFirst.map(({ id }) => parts.queue().cancel(id, "fenced")));
  };

  return {
    async stop(repositoryId, replicaId) {
      const location = repositories.get(repositoryId)?.replicas.find(({ id }) => id === replicaId)?.location;
      if (location === undefined) return;
      const isThere = (job: JobRecord) => [locationOf(job), targetOf(job)].includes(location);
      await cancelAll(unfinished(repositoryId).filter((job) => WRITES.has(job.kind) && isThere(job)));
    },
    waiting,
    async restart(repositoryId) {
      const { location } = parts.place(repositoryId);
      const isElsewhere = (job: JobRecord) =>
        OF_THE_ACTIVE.has(job.kind) && job.state === "queued" && locationOf(job) !== location;
      await cancelAll(unfinished(repositoryId).filter(isElsewhere));
      const again = waiting(repositoryId);
      if (again.length === 0) return;
      const place = parts.place(repositoryId);
      parts.queue().enqueueAll(
        again.map((job) => anew(job, place)),
        () => undefined,
      );
    },
    mayBegin(job) {
      const { repositoryId } = job.origin;
      if (repositoryId === undefined || !OF_THE_ACTIVE.has(job.kind)) return true;
      if (sets.epochOf(repositoryId) === undefined) return true;
      const repository = repositories.get(repositoryId);
      const replica = repository === undefined ? undefined : replicaAt(repository, locationOf(job));
      if (replica === undefined) return true; // it fails by itself, and says why
      return replica.role === "active" && !sets.fenced().has(replica.id);
    },
  };
}

function anew(job: JobRecord, place: RepositoryPlace): JobRequest & { readonly restartOf: JobId } {
  const { kind, origin, priority, restartWhenInterrupted, id: restartOf } = job;
  return {
    ...{ kind, origin, priority, restartWhenInterrupted, restartOf },
    input: movedTo(job.input, place),
  };
}
