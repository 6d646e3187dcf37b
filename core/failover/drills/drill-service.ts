/** Rehearsed failures of all repositories: begun by a person or when they are due, followed to their end, and kept as evidence. */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { BackstayError } from "../../../shared/errors.ts";
import type { DrillId, ReplicaId, RepositoryId } from "../../../shared/ids.ts";
import {
  DEFAULT_DRILL_SETTINGS,
  type Drill,
  type DrillKind,
  type DrillSettings,
  type DrillStanding,
  type DrillState,
} from "../../../shared/model/drill.ts";
import type { RepositoryRecord } from "../../catalog/repository-store.ts";
import { endLeftServers, hasLeftServers } from "../../databases/scratch/left-servers.ts";
import type { JobRecord } from "../../jobs/job.ts";
import { isOver } from "../../replicas/job-waiter.ts";
import { replicaIn } from "../../replicas/replica-doors.ts";
import { isWindowOpen, windowOpensMs } from "../../schedule/run-window.ts";
import { tellOfDrill, tellOfLateness } from "./drill-alerts.ts";
import type { DrillParts, DrillRunner, SaveDrill } from "./drill-parts.ts";
import { drillView } from "./drill-views.ts";
import { createFailoverDrills } from "./failover-drills.ts";
import { createRestoreDrills } from "./restore-drills.ts";
import { removeScratch, scratchFolders, scratchRoot } from "./scratch.ts";

export type DrillService = {
  /**
   * @param replicaIds of those to try; null for all
   * @throws {BackstayError} DRILL_REFUSED, REPLICA_NOT_FOUND, REPOSITORY_NOT_FOUND
   */
  startRestore(id: RepositoryId, replicaIds: readonly ReplicaId[] | null): DrillId;
  /** @throws {BackstayError} DRILL_REFUSED, REPOSITORY_NOT_FOUND */
  startFailover(id: RepositoryId): DrillId;
  /** One that is over stays as it is. @throws {BackstayError} DRILL_NOT_FOUND */
  cancel(id: DrillId): Promise<void>;
  /** @throws {BackstayError} DRILL_NOT_FOUND */
  require(id: DrillId): Drill;
  standing(): readonly DrillStanding[];
  /** @throws {BackstayError} REPOSITORY_NOT_FOUND */
  setSettings(id: RepositoryId, settings: DrillSettings): void;
  /** Takes up what the last host left. To be called before jobs can be queued. */
  settle(): void;
  /** To be told of every change of a job. */
  noteJob(job: JobRecord): void;
  /** How the replicas of a repository are may have changed. */
  noteFailover(id: RepositoryId): void;
  /** To be called now and then: begins what is due, follows what runs, and tells what is overdue. */
  tick(): void;
};

const DAY_MS = 24 * 3_600_000;
/** What could not be begun is tried again so much later. */
const AGAIN_MS = DAY_MS;
const ENDED: readonly DrillState[] = ["passed", "failed", "incomplete", "ended-by-fault"];

export function createDrillService(parts: DrillParts): DrillService {
  const { store, clock } = parts;
  /** When one that was due was last refused. */
  const refusedMs = new Map<string, number>();

  const save: SaveDrill = (drill) => {
    store.save(drill);
    parts.onChange(drill.repositoryId);
    if (drill.state !== "running") tellOfDrill(parts.alerts, drill);
  };
  const settingsOf = (id: RepositoryId): DrillSettings => store.care(id)?.settings ?? DEFAULT_DRILL_SETTINGS;
  const runners: Readonly<Record<DrillKind, DrillRunner>> = {
    restore: createRestoreDrills(parts, save),
    failover: createFailoverDrills(parts, save, settingsOf),
  };

  const clearing = new Set<string>();
  /** Whoever was killed could neither remove what it had restored nor end the servers it had started. */
  const clear = (folder: string): void => {
    if (clearing.has(folder)) return;
    if (!hasLeftServers(folder)) {
      removeScratch(folder);
      return;
    }
    clearing.add(folder);
    endLeftServers(folder)
      .then(() => removeScratch(folder))
      .catch(parts.onMistake) // done again with the next tick
      .finally(() => clearing.delete(folder));
  };
  const clearAll = () => scratchFolders(parts.folder).forEach(clear);

  const requireDrill = (id: DrillId): Drill => {
    const drill = store.get(id);
    if (drill === undefined) throw new BackstayError("DRILL_NOT_FOUND", {});
    return drill;
  };
  const runningOf = (id: RepositoryId) => store.running().find(({ repositoryId }) => repositoryId === id);
  const follow = (drill: Drill): void => {
    try {
      runners[drill.kind].follow(drill);
    } catch (error) {
      parts.onMistake(error); // looked at again with the next change, or the next tick
    }
  };

  const begin = (
    repository: RepositoryRecord,
    kind: DrillKind,
    trigger: Drill["trigger"],
    replicaIds: readonly ReplicaId[] | null = null,
  ): DrillId => {
    if (runningOf(repository.id) !== undefined) throw new BackstayError("DRILL_REFUSED", { reason: "busy" });
    const id = randomUUID() as string as DrillId;
    runners[kind].begin(id, repository, { settings: settingsOf(repository.id), trigger, replicaIds });
    return id;
  };

  /** From when the first drill of a repository counts: it need not be rehearsed on its first day. */
  const sinceOf = (id: RepositoryId): number => {
    const care = store.care(id);
    const nowMs = clock.nowMs();
    if (care !== undefined && care.sinceMs <= nowMs) return care.sinceMs;
    store.saveCare(id, { sinceMs: nowMs, settings: care?.settings ?? null });
    return nowMs;
  };
  const nextMs = (id: RepositoryId, kind: DrillKind): number | null => {
    const { restoreEveryDays, failoverEveryDays, window } = settingsOf(id);
    const days = kind === "restore" ? restoreEveryDays : failoverEveryDays;
    if (days === 0) return null;
    const lastMs = store.last(id, kind, [...ENDED, "cancelled"])?.startedMs;
    const fromMs = Math.min(lastMs ?? sinceOf(id), clock.nowMs()); // a clock that was put back makes nothing late
    const dueMs = fromMs + days * DAY_MS;
    const againMs = (refusedMs.get(`${id} ${kind}`) ?? Number.NEGATIVE_INFINITY) + AGAIN_MS;
    return windowOpensMs(window, Math.max(dueMs, againMs, 0));
  };

  const standingOf = ({ id, name, replicas }: RepositoryRecord): DrillStanding => {
    const last = (kind: DrillKind, states: readonly DrillState[]) => store.last(id, kind, states);
    const running = runningOf(id);
    const view = (drill: Drill | undefined) => (drill === undefined ? null : drillView(drill));
    const hasStandby = replicas.length > 1;
    return {
      ...{ repositoryId: id, name, settings: settingsOf(id), running: view(running), hasStandby },
      lastRestore: view(last("restore", ENDED)),
      lastFailover: view(last("failover", ENDED)),
      restorePassedMs: last("restore", ["passed"])?.endedMs ?? null,
      failoverPassedMs: last("failover", ["passed"])?.endedMs ?? null,
      nextRestoreMs: nextMs(id, "restore"),
      nextFailoverMs: hasStandby ? nextMs(id, "failover") : null,
    };
  };

  const beginDue = (repository: RepositoryRecord): void => {
    const { id } = repository;
    const nowMs = clock.nowMs();
    for (const kind of ["restore", "failover"] as const) {
      if (kind === "failover" && repository.replicas.length < 2) continue;
      const dueMs = nextMs(id, kind);
      const isTime = dueMs !== null && dueMs <= nowMs && isWindowOpen(settingsOf(id).window, nowMs);
      if (!isTime || runningOf(id) !== undefined || !parts.mayBegin(id)) continue;
      try {
        begin(repository, kind, "schedule");
      } catch (error) {
        refusedMs.set(`${id} ${kind}`, nowMs);
        if (!(error instanceof BackstayError)) throw error;
      }
    }
  };

  return {
    startRestore(id, replicaIds) {
      const repository = parts.requireRepository(id);
      for (const replicaId of replicaIds ?? [])
        if (replicaIn(repository, replicaId) === undefined) throw new BackstayError("REPLICA_NOT_FOUND", {});
      return begin(repository, "restore", "person", replicaIds);
    },
    startFailover: (id) => begin(parts.requireRepository(id), "failover", "person"),
    async cancel(id) {
      const drill = requireDrill(id);
      if (drill.state === "running") await runners[drill.kind].callOff(drill);
    },
    require: requireDrill,
    standing: () => parts.repositories().map(standingOf),
    setSettings(id, settings) {
      parts.requireRepository(id);
      store.saveCare(id, { sinceMs: sinceOf(id), settings });
      parts.onChange(id);
    },
    settle() {
      clearAll();
      for (const drill of store.running()) runners[drill.kind].takeUp(drill);
    },
    noteJob(job) {
      if (!isOver(job)) return;
      if (job.kind !== "drill" && job.kind !== "backup") return;
      for (const drill of store.running()) {
        if (drill.repositoryId !== job.origin.repositoryId) continue;
        if (drill.jobId === job.id) clear(join(scratchRoot(parts.folder), drill.id));
        follow(drill);
      }
    },
    noteFailover(id) {
      const drill = runningOf(id);
      if (drill?.kind === "failover") follow(drill);
    },
    tick() {
      for (const drill of store.running()) follow(drill);
      // a job that outlived its host for a moment may have made its folder again
      if (store.running().length === 0) clearAll();
      const nowMs = clock.nowMs();
      for (const repository of parts.repositories()) {
        tellOfLateness(parts.alerts, standingOf(repository), sinceOf(repository.id), nowMs);
        beginDue(repository);
      }
    },
  };
}
