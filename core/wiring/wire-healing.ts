import { join } from "node:path";
import type { RepositoryId } from "../../shared/ids.ts";
import { type AlertService, thingOf } from "../alerts/alert-service.ts";
import type { Stores } from "../catalog/open-stores.ts";
import type { ReplicaRecord } from "../catalog/repository-store.ts";
import type { Clock } from "../clock.ts";
import { createHealService, type DamageStanding, type HealService } from "../failover/heal/heal-service.ts";
import type { BadObject } from "../failover/read/bad-object.ts";
import type { Grounds } from "../health/under-path/create-grounds.ts";
import type { JobRecord } from "../jobs/job.ts";
import type { JobQueue } from "../jobs/job-queue.ts";
import { OUT_OF_REACH } from "../places/out-of-reach.ts";
import type { FailoverService } from "../replicas/failover-service.ts";
import type { Mistakes } from "./mistakes.ts";

export type HealingWiring = {
  readonly stores: Stores;
  readonly clock: Clock;
  /** The data folder. */
  readonly folder: string;
  readonly queue: () => JobQueue;
  readonly failover: () => Pick<FailoverService, "isWell">;
  readonly alerts: AlertService;
  readonly grounds: Grounds;
  readonly mistakes: Mistakes;
};

export type WiredHealing = {
  noteJob(job: JobRecord): void;
  noteBad(repositoryId: RepositoryId, object: BadObject): void;
  /** Whether people are not to be told of a job by itself: they are told of the damage. */
  isSilent(job: JobRecord): boolean;
  /** Everything at a replica was read once, since then. */
  noteAllRead(replica: ReplicaRecord, sinceMs: number): void;
  mend: HealService["mend"];
  /** To be called now and then. */
  tick(): void;
};

/** Names of disks and arrays that an alert has room for. */
const MAX_NAMES = 8;

/** Mending what is damaged at one replica from the others, over the queue of jobs, the catalog and alerts. */
export function wireHealing(parts: HealingWiring): WiredHealing {
  const { stores, clock, alerts, mistakes } = parts;
  const healing: HealService = createHealService({
    ...{ damage: stores.damagedObjects, repositories: stores.repositories, jobs: stores.jobs, clock },
    queue: parts.queue,
    isWell: (id, replicaId) => parts.failover().isWell(id, replicaId),
    cacheFolder: join(parts.folder, "cache"),
    quarantineFolder: join(parts.folder, "quarantine"),
    onStanding: (standing) => tellPeople(standing, parts),
    onProvedWhole: ({ id }) => alerts.resolveAll((subject) => isOf(subject, id)),
  });
  /** It must not keep others from what they are at. */
  const unlessMistaken = <T>(work: () => T, otherwise: T): T => {
    try {
      return work();
    } catch (error) {
      mistakes.noteUnlessStopped(error, "mending replicas");
      return otherwise;
    }
  };
  return {
    noteJob: (job) => unlessMistaken(() => healing.noteJob(job), undefined),
    noteBad: (id, object) => unlessMistaken(() => healing.noteBad(id, object), undefined),
    isSilent: (job) => job.kind === "heal" || unlessMistaken(() => isSilentCheck(job, healing), false),
    noteAllRead: (replica, sinceMs) => unlessMistaken(() => healing.noteAllRead(replica, sinceMs), undefined),
    mend: healing.mend,
    tick: () => unlessMistaken(() => healing.tick(), undefined),
  };
}

/** Of a standby only that it could not be checked is told, unless it was out of reach. */
function isSilentCheck(job: JobRecord, healing: HealService): boolean {
  if (job.kind !== "check") return false;
  if (!healing.isOfStandby(job)) return healing.takesOver(job);
  return job.state !== "failed" || (job.error !== undefined && OUT_OF_REACH.has(job.error.code));
}

function isOf(subject: Parameters<AlertService["raise"]>[0], replicaId: string): boolean {
  return subject.code === "REPLICA_DAMAGED" && subject.replicaId === replicaId;
}

/** One alert for each replica, however much is found there. */
function tellPeople(
  { repository, replica, healed, waiting, lost, isStuck }: DamageStanding,
  { alerts, grounds }: HealingWiring,
): void {
  const subject = {
    code: "REPLICA_DAMAGED" as const,
    ...{ repositoryId: repository.id, replicaId: replica.id },
    ...{ about: repository.name, replicaName: replica.name },
    ...{ healed, waiting, lost, isStuck },
    diskNames: namesUnder(grounds, replica.location),
  };
  const known = alerts.lastingSubject(thingOf(subject));
  if (JSON.stringify(known) === JSON.stringify(subject)) return;
  alerts.raise(subject, lost > 0 ? "failed" : isStuck ? "failing" : "warning");
}

/** What is certain only: one among several that nobody can tell apart is under no suspicion. */
function namesUnder(grounds: Grounds, location: string): string[] {
  const ground = grounds.of(location);
  if (ground.kind === "unknown" || ground.exactness !== "path") return [];
  return [...ground.arrays, ...ground.disks].map(({ name }) => name).slice(0, MAX_NAMES);
}
