import type { ReplicaId } from "../../../shared/ids.ts";
import type { Drill } from "../../../shared/model/drill.ts";
import type { ReplicaRecord } from "../../catalog/repository-store.ts";
import type { JobRecord } from "../../jobs/job.ts";
import { DrillSummary } from "../../jobs/kinds/drill-job.ts";
import type { DrillParts, DrillRunner, SaveDrill } from "./drill-parts.ts";
import { drillRequest } from "./drill-request.ts";
import { newSeed } from "./random.ts";
import { verdictOf } from "./verdict.ts";

/** Restore drills: each is one job. */
export function createRestoreDrills(parts: DrillParts, save: SaveDrill): DrillRunner {
  const { clock, store } = parts;

  const end = (drill: Drill, state: Drill["state"], rest: Partial<Drill> = {}) =>
    save({ ...drill, ...rest, state, endedMs: clock.nowMs() });

  return {
    begin(id, repository, { settings, trigger, replicaIds }) {
      const replicas = tried(repository.replicas, replicaIds);
      const seed = newSeed();
      const request = drillRequest(repository, replicas, {
        ...{ id, seed, limits: settings, hostname: parts.hostname, isUrgent: trigger === "person" },
        sources: parts.sourcesOf(repository.id),
        vital: store.vital(),
        folder: parts.folder,
      });
      const drill: Drill = {
        ...{ id, kind: "restore", repositoryId: repository.id, repositoryName: repository.name, trigger },
        ...{ state: "running", startedMs: clock.nowMs(), endedMs: null, jobId: null, problems: [] },
        ...{ restore: null, failover: null },
      };
      save(drill);
      const job = parts.queue().enqueue(request);
      save({ ...drill, jobId: job.id });
    },
    follow(drill) {
      const job = drill.jobId === null ? undefined : parts.jobOf(drill.jobId);
      if (job === undefined || job.state === "queued" || job.state === "running") return;
      const found = foundBy(job);
      if (found !== undefined) {
        const { problems, ...restore } = found;
        end(drill, verdictOf(restore.replicas, problems), { restore, problems });
      } else if (job.state === "failed") {
        const detail = job.error?.code ?? "INTERNAL";
        end(drill, "failed", { problems: [{ code: "halted", detail, count: 1 }] });
      } else if (endedWithHost(job)) end(drill, "incomplete", { problems: [HOST_ENDED] });
      else end(drill, "cancelled");
    },
    async callOff({ jobId }) {
      if (jobId !== null) await parts.queue().cancel(jobId, "person");
    },
    takeUp: (drill) => end(drill, "incomplete", { problems: [HOST_ENDED] }),
  };
}

/** The active one first. */
function tried(replicas: readonly ReplicaRecord[], wanted: readonly ReplicaId[] | null) {
  return replicas
    .filter(({ id }) => wanted === null || wanted.includes(id))
    .toSorted((a, b) => Number(b.role === "active") - Number(a.role === "active"));
}

/** @returns undefined when the job came to nothing */
export function foundBy({ result }: JobRecord) {
  return result === undefined ? undefined : DrillSummary.safeParse(result.summary).data?.drill;
}

/** Whether a job ended because its host did. */
export function endedWithHost({ state, error }: JobRecord): boolean {
  if (state === "interrupted") return true;
  return state === "cancelled" && error?.code === "CANCELLED" && error.details.reason === "shutdown";
}

const HOST_ENDED = { code: "host-ended", detail: "", count: 1 } as const;
