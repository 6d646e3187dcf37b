/** Keeps repositories with several replicas available: one controller and one watch for each, from the host's start to its end. */
import { BackstayError, type WireError } from "../../shared/errors.ts";
import type { ReplicaId, RepositoryId } from "../../shared/ids.ts";
import type { FailoverSettings } from "../../shared/model/failover.ts";
import type { FailoverRefusal } from "../../shared/replica-errors.ts";
import type { FailoverStore } from "../catalog/failover-store.ts";
import type { ReplicaSetStore } from "../catalog/replica-set-store.ts";
import type { ReplicaRecord, RepositoryRecord, RepositoryStore } from "../catalog/repository-store.ts";
import type { Clock } from "../clock.ts";
import {
  type ControllerEvent,
  type FailoverController,
  openFailoverController,
} from "../failover/controller.ts";
import { createHeartbeat, type Heartbeat } from "../failover/heartbeat/heartbeat.ts";
import type { FailoverPorts } from "../failover/ports.ts";
import type { CommandKind } from "../failover/state/command.ts";
import type { Order } from "../failover/state/event.ts";
import { pruneObstacle } from "../failover/state/permissions.ts";
import { isWell } from "../failover/state/replica-health.ts";
import { DEFAULT_FAILOVER_SETTINGS } from "../failover/state/settings.ts";
import { type FailoverState, newFailoverState } from "../failover/state/state.ts";
import { type ReplicaWatch, watchReplicas } from "../failover/watch-replicas.ts";
import type { JobEnd, JobRecord } from "../jobs/job.ts";
import { activeReplica } from "../repositories/repository-service.ts";
import { spaceAtStore } from "../repositories/space-at-store.ts";
import type { Store } from "../storage/store.ts";
import { faultOfJob } from "./job-places.ts";
import { type ReplicaDoors, replicaIn } from "./replica-doors.ts";
import type { StoppedJobs } from "./stopped-jobs.ts";

export type FailoverService = {
  /** Nothing is taken up before. @param which `begun`: only those of which something was left half done */
  start(which: "all" | "begun"): void;
  /** Takes up repositories that got a second replica, and lets go of those that have none any more. */
  update(): void;
  /** To be called every second or so. */
  tick(): void;
  /** What is known of a repository with several replicas; undefined for any other. */
  stateOf(id: RepositoryId): FailoverState | undefined;
  /** Those that are kept available. */
  kept(): readonly RepositoryId[];
  /** @throws {BackstayError} FAILOVER_REFUSED */
  order(id: RepositoryId, order: Order): void;
  /** @throws {BackstayError} FAILOVER_REFUSED for a repository with one replica */
  setSettings(id: RepositoryId, settings: FailoverSettings): void;
  isWell(id: RepositoryId, replicaId: ReplicaId): boolean;
  /** Without a break; undefined while it is not known to be well. */
  wellSinceMs(id: RepositoryId, replicaId: ReplicaId): number | undefined;
  /** Why data must not be removed now; undefined when it may be. */
  pruneObstacle(id: RepositoryId): ReturnType<typeof pruneObstacle>;
  /** Whether somebody else tells people that a repository cannot be reached. */
  isLookedAfter(id: RepositoryId): boolean;
  noteLag(id: RepositoryId, replicaId: ReplicaId, snapshots: number): void;
  /** Looks what is wrong with the disks under each replica. */
  noteDisks(): void;
  /** How a job counts as ended: a backup that its replica failed under waits until there is another, or that one is well again. */
  endOf(job: JobRecord, end: JobEnd): JobEnd;
  /** The place or the password of a replica changed. */
  forget(id: RepositoryId): void;
  close(): Promise<void>;
};

/** What is wrong under a replica; null when nothing is known to be. */
export type DiskFault = { readonly fault: "array-failed" | "disk-failing"; readonly detail: string } | null;

export type FailoverParts = {
  readonly store: Pick<FailoverStore, "get" | "save">;
  readonly sets: ReplicaSetStore;
  readonly repositories: Pick<RepositoryStore, "get" | "list">;
  readonly installationId: string;
  readonly doors: ReplicaDoors;
  readonly stopped: StoppedJobs;
  readonly portsOf: (id: RepositoryId) => FailoverPorts;
  /** When a job last got something stored at a place. */
  readonly storedMs: (location: string) => number | undefined;
  readonly diskFaultOf: (replica: ReplicaRecord) => DiskFault;
  readonly clock: Clock;
  readonly onChange: (id: RepositoryId) => void;
  /** A replica was asked, and answered well, or was at work, or did not. */
  readonly onBeat: (replicaId: ReplicaId, isGood: boolean) => void;
  readonly onMistake: (error: unknown) => void;
};

type Kept = {
  readonly controller: FailoverController;
  readonly watch: ReplicaWatch;
  readonly hearts: Map<ReplicaId, { readonly location: string; readonly heart: Heartbeat }>;
};

/** One that its replica failed under begins anew so often; then it has failed, and people are told. */
const MAX_ATTEMPTS = 3;

export function createFailoverService(parts: FailoverParts): FailoverService {
  const { sets, repositories, clock, doors, stopped, onMistake } = parts;
  const all = new Map<RepositoryId, Kept>();
  let isClosed = false;
  let wanted: "none" | "all" | "begun" = "none";

  const membersOf = (id: RepositoryId) =>
    sets.members(id).map(({ replicaId, priority }) => ({ id: replicaId, priority }));

  const tell = (id: RepositoryId, event: ControllerEvent): FailoverRefusal | undefined => {
    const kept = all.get(id);
    return kept === undefined ? "no-standby" : kept.controller.tell(event);
  };
  /** The same of what nobody waits for. */
  const note = (id: RepositoryId, event: ControllerEvent): void => {
    try {
      tell(id, event);
    } catch (error) {
      onMistake(error);
    }
  };

  function heartOf(id: RepositoryId, replicaId: ReplicaId): Heartbeat {
    const kept = all.get(id);
    const replica = replicaIn(repositories.get(id) ?? { replicas: [] }, replicaId);
    if (kept === undefined || replica === undefined) return GONE;
    const known = kept.hearts.get(replicaId);
    if (known?.location === replica.location) return known.heart;
    let opened: Store | undefined;
    const heart = createHeartbeat({
      ...{ replicaId, installationId: parts.installationId, clock },
      limitMs: kept.controller.state.settings.beatLimitMs,
      storedMs: () => parts.storedMs(replica.location),
      async open(signal) {
        const now = replicaIn(repositories.get(id) ?? { replicas: [] }, replicaId) ?? replica;
        const place = await doors.open(now, signal, kept.controller.state.settings.beatLimitMs);
        opened = place.store;
        return place;
      },
      freeBytes: async (signal) =>
        opened === undefined ? null : (await spaceAtStore(opened, signal)).freeBytes,
    });
    kept.hearts.set(replicaId, { location: replica.location, heart });
    return heart;
  }

  function take(repository: RepositoryRecord): void {
    const { id } = repository;
    let shown = "";
    const controller = openFailoverController({
      repositoryId: id,
      store: parts.store,
      ports: parts.portsOf(id),
      clock,
      firstState: () =>
        newFailoverState({
          installationId: parts.installationId,
          settings: DEFAULT_FAILOVER_SETTINGS,
          members: membersOf(id),
          activeId: activeReplica(repository).id,
          epoch: sets.epochOf(id) ?? 1,
          epochWriter: parts.installationId,
          nowMs: clock.nowMs(),
        }),
      onChange(state) {
        const now = shownOf(state);
        if (now === shown) return;
        shown = now;
        // after what called has ended: whoever is told asks for the state
        queueMicrotask(() => {
          if (!all.has(id)) return;
          try {
            parts.onChange(id);
          } catch (error) {
            onMistake(error);
          }
        });
      },
      onMistake,
    });
    const watch = watchReplicas({
      controller,
      heartOf: (replicaId) => heartOf(id, replicaId),
      clock,
      onBeat: (replicaId, { finding }) => parts.onBeat(replicaId, finding.isGood || finding.fault === null),
      onMistake,
    });
    all.set(id, { controller, watch, hearts: new Map() });
    note(id, { kind: "members", members: membersOf(id) });
    for (const { replicaId, lag } of sets.members(id))
      if (lag !== null) note(id, { kind: "lag", replicaId, missingSnapshots: lag.snapshots });
  }

  /** What cannot be taken up now is with the next change, or at the next start. */
  function takeIfPossible(repository: RepositoryRecord): void {
    try {
      take(repository);
    } catch (error) {
      onMistake(error);
    }
  }

  async function letGo(id: RepositoryId, kept: Kept): Promise<void> {
    all.delete(id);
    await kept.watch.close();
    await kept.controller.close();
  }

  /** What waits where nothing moves begins anew, also after a fault that passed without a move. */
  function restartWaiting(id: RepositoryId, { controller: { state } }: Kept): void {
    const { phase, move, activeId, replicas } = state;
    const active = replicas.find((replica) => replica.id === activeId);
    if (move !== null || phase === "suspect" || active === undefined || !isWell(active)) return;
    if (stopped.waiting(id).length === 0) return;
    stopped.restart(id).catch(onMistake);
  }

  const isWanted = (id: RepositoryId): boolean => {
    if (wanted === "all" || all.has(id)) return wanted !== "none";
    const state = wanted === "begun" ? parts.store.get(id) : undefined;
    // stopped ones wait for a move, or for the active replica to be well again, and nobody else may come to see either
    return state !== undefined && (keepsBackupsWaiting(state) || stopped.waiting(id).length > 0);
  };

  const isSet = (id: RepositoryId): boolean =>
    sets.epochOf(id) !== undefined && (repositories.get(id)?.replicas.length ?? 0) > 1;

  const healthOf = (id: RepositoryId, replicaId: ReplicaId) =>
    all.get(id)?.controller.state.replicas.find((one) => one.id === replicaId);

  const update = (): void => {
    if (isClosed) return;
    const several = repositories.list().filter(({ id }) => isSet(id) && isWanted(id));
    for (const repository of several) {
      if (all.has(repository.id)) note(repository.id, { kind: "members", members: membersOf(repository.id) });
      else takeIfPossible(repository);
    }
    const ids = new Set(several.map(({ id }) => id));
    for (const [id, kept] of all) {
      if (ids.has(id)) continue;
      letGo(id, kept).catch(onMistake);
      if (repositories.get(id) !== undefined) stopped.restart(id).catch(onMistake);
    }
  };

  return {
    start(which) {
      wanted = which;
      update();
    },
    update,
    tick() {
      for (const [id, kept] of all) {
        kept.watch.tick();
        restartWaiting(id, kept);
      }
    },
    // where nobody looks after it, as it was last
    stateOf: (id) => all.get(id)?.controller.state ?? (isSet(id) ? parts.store.get(id) : undefined),
    kept: () => [...all.keys()],
    order(id, order) {
      const reason = tell(id, { kind: "order", order });
      if (reason !== undefined) throw new BackstayError("FAILOVER_REFUSED", { reason });
    },
    setSettings(id, settings) {
      const reason = tell(id, { kind: "settings", settings });
      if (reason !== undefined) throw new BackstayError("FAILOVER_REFUSED", { reason });
      all.get(id)?.hearts.clear(); // how long a heartbeat may take is among them
    },
    isWell(id, replicaId) {
      const replica = healthOf(id, replicaId);
      return replica !== undefined && isWell(replica);
    },
    wellSinceMs: (id, replicaId) => healthOf(id, replicaId)?.wellSinceMs ?? undefined,
    pruneObstacle(id) {
      const kept = all.get(id);
      if (kept !== undefined) return pruneObstacle(kept.controller.state);
      // where nobody looks after them, nobody knows whether they are alike
      return isSet(id) ? "differ" : undefined;
    },
    isLookedAfter: (id) => all.has(id),
    noteLag: (id, replicaId, missingSnapshots) => note(id, { kind: "lag", replicaId, missingSnapshots }),
    noteDisks() {
      for (const [id, { controller }] of all)
        for (const replica of repositories.get(id)?.replicas ?? []) {
          const found = parts.diskFaultOf(replica);
          const known = controller.state.replicas.find((one) => one.id === replica.id)?.diskFault ?? null;
          if (known?.kind === found?.fault && known?.detail === found?.detail) continue;
          note(id, {
            ...{ kind: "disks", replicaId: replica.id },
            ...{ fault: found?.fault ?? null, detail: found?.detail ?? "" },
          });
        }
    },
    endOf(job, end) {
      const { repositoryId } = job.origin;
      if (end.state !== "failed" || repositoryId === undefined || !all.has(repositoryId)) return end;
      const repository = repositories.get(repositoryId);
      const found = repository === undefined ? undefined : faultOfJob(job, end.error, repository);
      if (found === undefined) return end;
      const { replica, fault, detail } = found;
      // told after the end is recorded, as what follows looks at the jobs that wait
      queueMicrotask(() => note(repositoryId, { kind: "fault", replicaId: replica.id, fault, detail }));
      return job.kind === "backup" && job.attempt < MAX_ATTEMPTS
        ? { state: "cancelled", error: FENCED }
        : end;
    },
    forget(id) {
      doors.forget(id);
      all.get(id)?.hearts.clear();
    },
    async close() {
      isClosed = true;
      await Promise.all([...all].map(([id, kept]) => letGo(id, kept)));
    },
  };
}

/** Something was begun that has to end before backups can begin. */
function keepsBackupsWaiting({ move, outstanding }: FailoverState): boolean {
  return move !== null || outstanding.some(({ command }) => KEEPS_WAITING.has(command.kind));
}
const KEEPS_WAITING: ReadonlySet<CommandKind> = new Set([
  "fence",
  "unfence",
  "switch-active",
  "restart-jobs",
]);

/** What pages show, but for the times of heartbeats, which come all the time. */
function shownOf({
  replicas,
  nowMs: _,
  outstanding: __,
  lastCommandId: ___,
  ...rest
}: FailoverState): string {
  const health = replicas.map(
    ({ lastBeatMs: _, goodBeats: __, faults, tookMs: ___, freeBytes: ____, ...kept }) => {
      return { ...kept, fault: faults.at(-1)?.kind };
    },
  );
  return JSON.stringify([rest, health]);
}

const FENCED: WireError = { code: "CANCELLED", details: { reason: "fenced" } };

/** Of a replica that was removed while its heartbeat was due. */
const GONE: Heartbeat = {
  async beat() {
    const finding = {
      isGood: false,
      fault: "unreachable",
      detail: "REPLICA_NOT_FOUND",
      freeBytes: null,
    } as const;
    return { finding, proof: undefined, manifest: undefined };
  },
};
