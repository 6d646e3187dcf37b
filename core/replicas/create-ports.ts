/** What failover has done for it, over the queue of jobs, the catalog, the replicas themselves and alerts. */
import { BackstayError } from "../../shared/errors.ts";
import type { ReplicaId, RepositoryId } from "../../shared/ids.ts";
import type { ReplicaSetStore } from "../catalog/replica-set-store.ts";
import type { ReplicaRecord, RepositoryRecord } from "../catalog/repository-store.ts";
import type { Clock } from "../clock.ts";
import { flyCanary } from "../failover/heartbeat/canary.ts";
import { newHead } from "../failover/manifest/documents.ts";
import { type IdentityProof, proveIdentity } from "../failover/manifest/identity.ts";
import { publishMove } from "../failover/manifest/publish-move.ts";
import type { FailoverPorts } from "../failover/ports.ts";
import type { Notice } from "../failover/state/command.ts";
import { activeReplica } from "../repositories/active-replica.ts";
import type { Repository } from "../repository/repository.ts";
import type { MoveHooks } from "./move-hooks.ts";
import { type ReplicaDoors, replicaIn } from "./replica-doors.ts";
import type { ReplicationService } from "./replication-service.ts";
import type { StoppedJobs } from "./stopped-jobs.ts";

export type PortParts = {
  readonly repositoryId: RepositoryId;
  readonly installationId: string;
  readonly sets: ReplicaSetStore;
  readonly repository: () => RepositoryRecord;
  readonly doors: ReplicaDoors;
  readonly stopped: StoppedJobs;
  readonly replication: Pick<ReplicationService, "copy">;
  /** Proves that what is in a replica can be found and read. @throws {BackstayError} what is wrong */
  readonly prove: (replica: ReplicaRecord, limitMs: number, signal: AbortSignal) => Promise<void>;
  /** Has a replica looked through and mended from the others. @returns `vain` when something in it was lost lately */
  readonly mend: (replicaId: ReplicaId, signal: AbortSignal) => Promise<"tried" | "vain">;
  readonly verifyLimitMs: () => number;
  readonly isWell: (id: ReplicaId) => boolean;
  /** Whether the active replica, which is being left, had all that the others have: nobody else wrote to them since they were compared. */
  readonly lackedNothing: (activeId: ReplicaId) => boolean;
  /** Jobs that could not begin may be able to now. */
  readonly onReleased: () => void;
  /** Another replica is active: whatever goes by it looks again. */
  readonly onSwitched: () => void;
  readonly tell: (notice: Notice, commandId: number) => void;
  /** What a person wants to be done around moves. */
  readonly moveHooks: MoveHooks;
  readonly clock: Clock;
};

/** What a replica may take that becomes active, and one that only hears of it. The second may be the one that is being left. */
const PUBLISH_LIMIT_MS = 30_000;
const HEARSAY_LIMIT_MS = 3_000;
const HOPELESS_LIMIT_MS = 1_000;

export function createPorts(parts: PortParts): FailoverPorts {
  const { repositoryId, sets, doors, stopped, replication } = parts;
  const requireReplica = (id: ReplicaId): ReplicaRecord => {
    const replica = replicaIn(parts.repository(), id);
    if (replica === undefined) throw new BackstayError("REPLICA_NOT_FOUND", {});
    return replica;
  };

  return {
    async fence(replicaId) {
      // first, so that none begins between those that are stopped and the fence
      sets.setFenced(replicaId, true);
      await stopped.stop(repositoryId, replicaId);
      return stopped.waiting(repositoryId).map(({ id }) => id);
    },
    async unfence(replicaId) {
      sets.setFenced(replicaId, false);
      parts.onReleased();
    },
    async verify(replicaId, signal) {
      await parts.moveHooks.before(replicaId, signal);
      const replica = requireReplica(replicaId);
      const limitMs = parts.verifyLimitMs();
      const isOver = new AbortController();
      const both = AbortSignal.any([signal, isOver.signal]);
      // beside one another: what is found out first decides, and nothing goes on after that
      const works = [proveUsable(replica, limitMs, parts, both), parts.prove(replica, limitMs, both)];
      try {
        await Promise.all(works);
      } finally {
        isOver.abort(new BackstayError("CANCELLED", { reason: "fenced" }));
        await Promise.allSettled(works);
      }
    },
    mend: parts.mend,
    reconcile: async ([oneId, otherId], signal) =>
      await replication.copy(requireReplica(oneId), requireReplica(otherId), { bothWays: true }, signal),
    replicate: async (fromId, toId, signal) =>
      await replication.copy(requireReplica(fromId), requireReplica(toId), { bothWays: false }, signal),
    async writeManifest({ epoch, activeId, homeId }, signal) {
      const { replicas } = parts.repository();
      const members = membersOf(replicas, sets, repositoryId);
      const places = replicas.map((replica) => ({
        replicaId: replica.id,
        open: async (until: AbortSignal) => {
          const hearsayMs = parts.isWell(replica.id) ? HEARSAY_LIMIT_MS : HOPELESS_LIMIT_MS;
          const limitMs = replica.id === activeId ? PUBLISH_LIMIT_MS : hearsayMs;
          const opened = await doors.open(replica, until, limitMs);
          try {
            await requireProved(opened, replica, until);
            return opened;
          } catch (error) {
            await opened.store.close();
            throw error;
          }
        },
      }));
      const { installationId: writer } = parts;
      return await publishMove(places, { epoch, writer, activeId, homeId, members }, signal);
    },
    async switchActive(replicaId, epoch) {
      requireReplica(replicaId);
      const { id: leftId } = activeReplica(parts.repository());
      const alike = parts.lackedNothing(leftId)
        ? { replicaId: leftId, atMs: parts.clock.nowMs() }
        : undefined;
      sets.switchActive(repositoryId, replicaId, epoch, alike);
      parts.onSwitched();
    },
    async restartJobs() {
      await stopped.restart(repositoryId);
      parts.onReleased();
    },
    async notify(notice, commandId, signal) {
      parts.tell(notice, commandId);
      if (notice.about === "moved") await parts.moveHooks.after(notice, commandId, signal);
    },
  };
}

/** The replicas as all installations know them. */
export function membersOf(
  replicas: readonly ReplicaRecord[],
  sets: Pick<ReplicaSetStore, "members">,
  repositoryId: RepositoryId,
) {
  const priorities = new Map(
    sets.members(repositoryId).map(({ replicaId, priority }) => [replicaId, priority]),
  );
  return replicas.map(({ id, name }) => ({ replicaId: id, name, priority: priorities.get(id) ?? 0 }));
}

/** @throws {BackstayError} REPOSITORY_CHANGED when what is there is not this replica */
export async function requireProved(
  opened: Repository,
  replica: ReplicaRecord,
  signal: AbortSignal,
): Promise<void> {
  requireProof((await proveIdentity(opened, replica.id, signal)).proof, replica);
}

/** @throws {BackstayError} REPOSITORY_MISSING, REPOSITORY_CHANGED */
export function requireProof(
  proof: IdentityProof,
  { repositoryId, location }: Pick<ReplicaRecord, "repositoryId" | "location">,
): void {
  if (proof.is === "proved") return;
  if (proof.is === "no-repository") throw new BackstayError("REPOSITORY_MISSING", { location });
  throw new BackstayError("REPOSITORY_CHANGED", { location, expected: repositoryId, found: proof.is });
}

/** It is the one it should be, and takes what is written. */
async function proveUsable(
  replica: ReplicaRecord,
  limitMs: number,
  parts: PortParts,
  signal: AbortSignal,
): Promise<void> {
  const opened = await parts.doors.open(replica, signal, limitMs);
  try {
    await requireProved(opened, replica, signal);
    await requireWritable(opened, parts, signal);
  } finally {
    await opened.store.close();
  }
}

async function requireWritable(
  opened: Repository,
  { installationId, clock }: Pick<PortParts, "installationId" | "clock">,
  signal: AbortSignal,
): Promise<void> {
  if (!opened.store.keepsManifests) return;
  const canary = { ...newHead("canary", opened.id), writer: installationId, writtenMs: clock.nowMs() };
  await flyCanary(opened, canary, signal);
}
