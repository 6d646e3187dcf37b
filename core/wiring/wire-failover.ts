import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import type { JobId, ReplicaId, RepositoryId, SourceId } from "../../shared/ids.ts";
import type { Transition } from "../../shared/model/failover.ts";
import type { AlertService } from "../alerts/alert-service.ts";
import { failoverHandlers } from "../api/failover-handlers.ts";
import type { HandlersOf } from "../api/handlers.ts";
import type { FailoverStore } from "../catalog/failover-store.ts";
import type { Stores } from "../catalog/open-stores.ts";
import type { ReplicaRecord } from "../catalog/repository-store.ts";
import type { Clock } from "../clock.ts";
import type { HookPort } from "../failover/hooks/transition.ts";
import { lastDrill } from "../failover/metrics/last-drill.ts";
import { createMetricsNotes } from "../failover/metrics/note-metrics.ts";
import { DEFAULT_FAILOVER_SETTINGS } from "../failover/state/settings.ts";
import { troubleUnder } from "../health/acting/trouble-under.ts";
import type { Grounds } from "../health/under-path/create-grounds.ts";
import type { Notices } from "../host/notices.ts";
import type { JobProgress, JobRecord } from "../jobs/job.ts";
import type { JobQueue } from "../jobs/job-queue.ts";
import type { SpawnJobProcess } from "../jobs/spawn-job-process.ts";
import { OUT_OF_REACH } from "../places/out-of-reach.ts";
import { createPlaces } from "../places/places.ts";
import { createPorts } from "../replicas/create-ports.ts";
import { createFailoverService, type DiskFault, type FailoverService } from "../replicas/failover-service.ts";
import { targetOf } from "../replicas/job-places.ts";
import { createJobWaiter } from "../replicas/job-waiter.ts";
import { createMetricsService } from "../replicas/metrics-service.ts";
import { createMoveHooks } from "../replicas/move-hooks.ts";
import { createPlacementRules } from "../replicas/placement-rules.ts";
import { createPlacementWatch, type PlacementWatch } from "../replicas/placement-watch.ts";
import { proveReplica } from "../replicas/prove-replica.ts";
import { createReplicaDoors, type ReplicaDoors } from "../replicas/replica-doors.ts";
import { createReplicaService } from "../replicas/replica-service.ts";
import { createReplicationService, type ReplicationService } from "../replicas/replication-service.ts";
import { createStoppedJobs, type StoppedJobs } from "../replicas/stopped-jobs.ts";
import { createStoredLately } from "../replicas/stored-lately.ts";
import { tellOfState, tellPeople } from "../replicas/tell-people.ts";
import { wasLeftFor } from "../replicas/was-left-for.ts";
import type { RepositoryService } from "../repositories/repository-service.ts";
import type { SecretStore } from "../secrets/secret-store.ts";
import type { Mistakes } from "./mistakes.ts";

export type FailoverWiring = {
  readonly stores: Stores;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  /** The data folder. */
  readonly folder: string;
  readonly queue: () => JobQueue;
  readonly spawnJob: SpawnJobProcess;
  readonly repositories: RepositoryService;
  readonly alerts: AlertService;
  readonly grounds: Grounds;
  readonly notices: Pick<Notices, "failover" | "repositories">;
  /** Whether a disk under one of a repository's replicas fails. */
  readonly isThreatened: (id: RepositoryId) => boolean;
  /** @throws {BackstayError} SOURCE_NOT_FOUND */
  readonly requireSource: (id: SourceId) => unknown;
  /** For how long a source may not be where it has to be before people are told; null for ever. */
  readonly placementHours: () => number | null;
  readonly mistakes: Mistakes;
  /** A replica came or went: readers go by those there are now. */
  readonly onMembers: (id: RepositoryId) => void;
  /** Another replica is active: readers and looks go by it. */
  readonly onSwitched: (id: RepositoryId) => void;
  /** What a person wants to be done around moves. */
  readonly hooks: HookPort;
  /** How the replicas of a repository are has changed. */
  readonly onState: (id: RepositoryId) => void;
  /** Told of each step of failover once it is in the catalog. */
  readonly onTransitions: (id: RepositoryId, transitions: readonly Transition[]) => void;
  /** Has a replica looked through and mended from the others. @returns `vain` when something in it was lost lately */
  readonly mend: (id: RepositoryId, replicaId: ReplicaId, signal: AbortSignal) => Promise<"tried" | "vain">;
  /** Data that nothing needs may be removed now, perhaps. */
  readonly onAlike: (id: RepositoryId) => void;
  /** The active replica got what only another one had. */
  readonly onReconciled: (id: RepositoryId) => void;
};

export type WiredFailover = {
  readonly failover: FailoverService;
  readonly replication: ReplicationService;
  readonly stopped: StoppedJobs;
  readonly installationId: string;
  readonly doors: ReplicaDoors;
  readonly placement: PlacementWatch;
  /** The repository is not looked after any more. */
  forgetRules(id: RepositoryId): void;
  readonly handlers: HandlersOf<"replicas" | "failover">;
  /**
   * Begins to look after repositories with several replicas; to be called when jobs can be queued.
   * @param which `begun`: only those of which an earlier host left something half done, which keeps backups from beginning
   */
  start(which: "all" | "begun"): void;
  /** To be told of every change of a job. */
  noteJob(job: JobRecord): void;
  /** To be told of every progress of a job. */
  noteProgress(jobId: JobId, progress: JobProgress): void;
  /** To be called when a machine was read: what fails under a replica is a reason to leave it at once. */
  noteDisks(): void;
  /** Whether people are not to be told that a job failed: they are told of its cause, or will be when it lasts. */
  isSilent(job: JobRecord): boolean;
  stop(): Promise<void>;
};

const TICK_MS = 1_000;
const REPLICATION_EVERY_MS = 30_000;
/** A standby that is away for less is no news. */
const QUIET_MS = 24 * 3_600_000;
/** Enough to find the last move among them. */
const LAST_STEPS = 20;

/** Replicas, and failover between them, over the queue of jobs, the catalog, alerts and the machines that are watched. */
export function wireFailover(parts: FailoverWiring): WiredFailover {
  const { stores, clock, queue, repositories, alerts, notices, mistakes } = parts;
  const { replicaSets: sets, jobs } = stores;
  const installationId = installationOf(stores);
  const cacheFolder = join(parts.folder, "cache");
  const onMistake = (error: unknown) => mistakes.noteUnlessStopped(error, "failover");

  const places = createPlaces(parts.secrets);
  const doors = createReplicaDoors({ places, password: repositories.password });
  const waiter = createJobWaiter(jobs.get);
  const stopped = createStoppedJobs({
    ...{ jobs, sets, queue },
    ...{ repositories: stores.repositories, place: repositories.place },
  });
  const stored = createStoredLately(jobs.get, clock);
  const replication: ReplicationService = createReplicationService({
    ...{ jobs, sets, queue, waiter, cacheFolder, clock },
    repositories: stores.repositories,
    isWell: (id, replicaId) => failover.isWell(id, replicaId),
    wellSinceMs: (id, replicaId) => failover.wellSinceMs(id, replicaId),
    isThreatened: parts.isThreatened,
    onLag: (id, replicaId, snapshots) => failover.noteLag(id, replicaId, snapshots),
    onChange: notices.failover,
  });
  const proofParts = (id: RepositoryId) => ({
    ...{ spawn: parts.spawnJob, cacheFolder },
    secrets: () => repositories.jobSecrets(id),
  });
  const keptRepositories = () => failover.kept().flatMap((id) => stores.repositories.get(id) ?? []);
  const notes = createMetricsNotes({
    ...{ store: stores.replicaMetrics, sets, snapshots: stores.snapshots, clock },
    repositories: keptRepositories,
  });
  const rules = createPlacementRules(stores.settings);
  const metrics = createMetricsService({
    ...{ sets, clock, history: stores.failover, store: stores.replicaMetrics, rounds: stores.readingRounds },
    ...{ snapshots: stores.snapshots, sources: stores.sources, plans: stores.plans },
    requireRepository: repositories.require,
    ...{ rules },
    stateOf: (id) => failover.stateOf(id),
    lastDrill: (id, kind) => lastDrill(stores.drills, id, kind, clock.nowMs()),
  });
  const placement = createPlacementWatch({
    ...{ alerts, matrix: metrics.matrix, hours: parts.placementHours },
    ...{ repositories: stores.repositories.list, settings: stores.settings },
  });
  const failover: FailoverService = createFailoverService({
    ...{ store: toldOf(parts), sets, installationId, doors, stopped, clock, onMistake },
    repositories: stores.repositories,
    portsOf: (repositoryId) =>
      createPorts({
        ...{ repositoryId, installationId, sets, doors, stopped, replication, clock },
        repository: () => repositories.require(repositoryId),
        moveHooks: createMoveHooks({
          ...{ hooks: parts.hooks, clock, state: () => failover.stateOf(repositoryId) },
          repository: () => repositories.require(repositoryId),
        }),
        prove: (replica, limitMs, signal) =>
          proveReplica(replica, newestOf(stores, repositoryId), limitMs, proofParts(repositoryId), signal),
        verifyLimitMs: () =>
          (failover.stateOf(repositoryId)?.settings ?? DEFAULT_FAILOVER_SETTINGS).verifyLimitMs,
        mend: (replicaId, signal) => parts.mend(repositoryId, replicaId, signal),
        isWell: (replicaId) => failover.isWell(repositoryId, replicaId),
        lackedNothing(activeId) {
          const state = failover.stateOf(repositoryId);
          // to where another installation has moved, it has backed up, too
          if (state === undefined || state.move === null || state.move.kind === "follow") return false;
          return state.replicas.find(({ id }) => id === activeId)?.missingSnapshots === 0;
        },
        onReleased: () => queue().lookAgain(),
        onSwitched() {
          parts.onSwitched(repositoryId);
          queue().lookAgain();
        },
        tell(notice, commandId) {
          const repository = repositories.require(repositoryId);
          const usualId = failover.stateOf(repositoryId)?.homeId ?? repository.replicas[0]?.id;
          if (usualId !== undefined) tellPeople(alerts, repository, usualId, notice, commandId);
        },
      }),
    storedMs: stored.lastMs,
    diskFaultOf: (replica) => diskFaultOf(replica, parts),
    onChange(id) {
      notices.failover(id);
      parts.onState(id);
      const [repository, state] = [stores.repositories.get(id), failover.stateOf(id)];
      if (repository === undefined || state === undefined) return;
      tellOfState(alerts, repository, state);
      replication.tick(); // one that is back gets at once what it lacks
      if (failover.pruneObstacle(id) === undefined) parts.onAlike(id);
    },
    onBeat: notes.noteBeat,
    onMistake,
  });
  const replicas = createReplicaService({
    ...{ sets, places, doors, cacheFolder, installationId, clock },
    requireRepository: repositories.require,
    repositories: repositories.list,
    standing(id) {
      const state = failover.stateOf(id);
      return state === undefined
        ? undefined
        : { epoch: state.epoch, writer: state.epochWriter, homeId: state.homeId };
    },
    onMembers(id) {
      failover.update();
      parts.onMembers(id);
      notices.repositories();
      notices.failover(id);
    },
    onError: onMistake,
  });

  let timer: NodeJS.Timeout | undefined;
  let copiedMs = Number.NEGATIVE_INFINITY;
  const tick = () => {
    try {
      failover.tick();
      notes.tick();
      const nowMs = clock.nowMs();
      if (Math.abs(nowMs - copiedMs) < REPLICATION_EVERY_MS) return;
      copiedMs = nowMs;
      failover.noteDisks();
      replication.tick();
    } catch (error) {
      onMistake(error);
    }
  };

  return {
    ...{ failover, replication, stopped, installationId, doors, placement },
    forgetRules: rules.forget,
    handlers: failoverHandlers({
      ...{ requireRepository: repositories.require, replicas, replication, failover, metrics, sets },
      ...{ rules, requireSource: parts.requireSource },
      onRules(id) {
        placement.noteRules(id);
        notices.failover(id);
      },
      history: stores.failover,
    }),
    start(which) {
      failover.start(which);
      timer = setInterval(tick, TICK_MS);
      timer.unref();
      tick();
    },
    noteJob(job) {
      try {
        replication.note(job);
        const { repositoryId } = job.origin;
        if (repositoryId !== undefined && isReconciled(job)) parts.onReconciled(repositoryId);
      } catch (error) {
        onMistake(error); // it must not keep the queue from recording what happened
      }
    },
    noteProgress(jobId, progress) {
      try {
        stored.note(jobId, progress);
      } catch (error) {
        onMistake(error);
      }
    },
    noteDisks() {
      try {
        failover.noteDisks();
      } catch (error) {
        onMistake(error); // nor must it keep machines from being read
      }
    },
    isSilent(job) {
      const { repositoryId } = job.origin;
      if (repositoryId === undefined || job.kind !== "replicate" || job.state !== "failed") return false;
      if (!failover.isLookedAfter(repositoryId) || job.error === undefined) return false;
      const target = targetOf(job);
      const standby = stores.repositories
        .get(repositoryId)
        ?.replicas.find(({ location, role }) => location === target && role === "standby");
      const state = failover.stateOf(repositoryId);
      const last = stores.failover.history(repositoryId, null, LAST_STEPS);
      if (standby !== undefined && state !== undefined && wasLeftFor(standby.id, job.error, state, last))
        return true;
      const lag = sets.members(repositoryId).find(({ replicaId }) => replicaId === standby?.id)?.lag;
      const isRecent = Math.abs(clock.nowMs() - (lag?.sinceMs ?? clock.nowMs())) < QUIET_MS;
      return OUT_OF_REACH.has(job.error.code) && isRecent;
    },
    async stop() {
      clearInterval(timer);
      await failover.close();
      try {
        notes.flush();
      } catch (error) {
        onMistake(error); // the last minute of what is only counted
      }
    },
  };
}

/** The store of failover, of whose steps somebody is told. */
function toldOf({
  stores: { failover },
  onTransitions,
}: Pick<FailoverWiring, "stores" | "onTransitions">): Pick<FailoverStore, "get" | "save"> {
  return {
    get: failover.get,
    save(id, state, transitions) {
      failover.save(id, state, transitions);
      if (transitions.length > 0) onTransitions(id, transitions);
    },
  };
}

/** This installation, as others know it from the replicas. Chosen once. */
function installationOf({ settings }: Pick<Stores, "settings">): string {
  const known = z.string().min(1).max(100).safeParse(settings.get(INSTALLATION));
  if (known.success) return known.data;
  const fresh = randomUUID();
  settings.setAll({ [INSTALLATION]: fresh });
  return fresh;
}
const INSTALLATION = "installationId";

/** Also one that found damage: what it copied is there. */
function isReconciled({ kind, state, input }: JobRecord): boolean {
  if (kind !== "replicate" || (state !== "done" && state !== "done-with-problems")) return false;
  return z.looseObject({ bothWays: z.literal(true) }).safeParse(input).success;
}

/** The newest good backup of each source that this installation knows of. */
function newestOf({ snapshots, sources }: Pick<Stores, "snapshots" | "sources">, id: RepositoryId) {
  return sources
    .list()
    .flatMap((source) => snapshots.ofSource(id, source.id).slice(-1))
    .toSorted((a, b) => b.savedMs - a.savedMs)
    .map(({ snapshotId }) => snapshotId);
}

/** What is certain only: trouble of one disk among several that nobody can tell apart is no reason to leave a place. */
function diskFaultOf({ location }: ReplicaRecord, { grounds, stores }: FailoverWiring): DiskFault {
  const troubles = troubleUnder(grounds.of(location), stores.watchedHosts.get).filter(
    ({ isOneOfSome, isAcknowledged }) => !isOneOfSome && !isAcknowledged,
  );
  const array = troubles.find(({ kind, verdict }) => kind === "array" && verdict === "failed");
  if (array !== undefined) return { fault: "array-failed", detail: array.name };
  const disk = troubles.find(
    ({ kind, verdict }) => kind === "disk" && (verdict === "failing" || verdict === "failed"),
  );
  return disk === undefined ? null : { fault: "disk-failing", detail: disk.name };
}
