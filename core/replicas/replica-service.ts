/** The replicas of repositories: made, adopted, looked over and removed. */
import { dirname } from "node:path";
import { BackstayError, isBackstayError } from "../../shared/errors.ts";
import type { ReplicaId, RepositoryId } from "../../shared/ids.ts";
import type { ReplicaSetStore } from "../catalog/replica-set-store.ts";
import type { ReplicaRecord, RepositoryRecord } from "../catalog/repository-store.ts";
import type { Clock } from "../clock.ts";
import { identityToTake, markAsReplica } from "../failover/manifest/identity.ts";
import { publishMove } from "../failover/manifest/publish-move.ts";
import { readManifest } from "../failover/manifest/set-manifest.ts";
import { createReplica } from "../failover/replicate/create-replica.ts";
import { openReplica } from "../failover/replicate/open-replica.ts";
import type { Places } from "../places/places.ts";
import { atPlace } from "../repositories/at-place.ts";
import { readConfigSum } from "../repositories/config-sum.ts";
import { type NamedPlace, resolvePlace, type Where } from "../repositories/named-place.ts";
import { activeReplica, isSameName } from "../repositories/repository-service.ts";
import { requireOwnPlace } from "../repositories/require-own-place.ts";
import { requireRoomFor } from "../repositories/require-room-for.ts";
import { spaceAtStore } from "../repositories/space-at-store.ts";
import type { Repository } from "../repository/repository.ts";
import { isLocal } from "../storage/open-store.ts";
import type { Store } from "../storage/store.ts";
import { membersOf } from "./create-ports.ts";
import { type ReplicaDoors, replicaIn } from "./replica-doors.ts";

export type ReplicaService = {
  /**
   * Makes an empty replica with the same keys. It is filled beside.
   * @throws {BackstayError} NAME_TAKEN, REPLICA_KNOWN, LOCATION_NOT_EMPTY, LOCATION_INSIDE, REPOSITORY_EXISTS when there is one already,
   * which can be adopted; STORE_UNREACHABLE and the like of either place
   */
  add(id: RepositoryId, name: string, where: Where): Promise<ReplicaRecord>;
  /**
   * Takes a copy that is there already as a replica, once its keys, id and way of cutting files proved that it is one.
   * @throws {BackstayError} NAME_TAKEN, REPLICA_KNOWN, REPLICA_DIFFERS, REPOSITORY_MISSING; STORE_UNREACHABLE and the like
   */
  adopt(id: RepositoryId, name: string, where: Where): Promise<ReplicaRecord>;
  /** What it holds stays there. @throws {BackstayError} REPLICA_NOT_FOUND, REPLICA_ACTIVE */
  remove(id: RepositoryId, replicaId: ReplicaId): Promise<void>;
  /** @throws {BackstayError} REPLICA_NOT_FOUND */
  setPriority(id: RepositoryId, replicaId: ReplicaId, priority: number): Promise<void>;
};

export type ReplicaServiceParts = {
  readonly sets: ReplicaSetStore;
  readonly requireRepository: (id: RepositoryId) => RepositoryRecord;
  readonly repositories: () => readonly RepositoryRecord[];
  readonly places: Places;
  readonly doors: ReplicaDoors;
  readonly cacheFolder: string;
  readonly installationId: string;
  /** A replica came, went, or its place in the order changed. */
  readonly onMembers: (id: RepositoryId) => void;
  /** What is in force; undefined where failover knows nothing of it yet. */
  readonly standing: (
    id: RepositoryId,
  ) => { readonly epoch: number; readonly writer: string; readonly homeId: ReplicaId } | undefined;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
};

const MAKE_LIMIT_MS = 120_000;
const PUBLISH_LIMIT_MS = 20_000;

export function createReplicaService(parts: ReplicaServiceParts): ReplicaService {
  const { sets, places, doors, installationId } = parts;

  const requireReplica = (id: RepositoryId, replicaId: ReplicaId): ReplicaRecord => {
    const replica = replicaIn(parts.requireRepository(id), replicaId);
    if (replica === undefined) throw new BackstayError("REPLICA_NOT_FOUND", {});
    return replica;
  };

  const requireFree = ({ replicas }: RepositoryRecord, name: string, { location }: NamedPlace): void => {
    if (replicas.some((replica) => isSameName(replica.name, name)))
      throw new BackstayError("NAME_TAKEN", { name });
    const known = parts.repositories().flatMap((repository) => repository.replicas);
    if (known.some((replica) => replica.location === location))
      throw new BackstayError("REPLICA_KNOWN", { location });
  };

  /** Works with the active replica open. */
  const besideActive = async <T>(
    repository: RepositoryRecord,
    signal: AbortSignal,
    work: (original: Repository) => Promise<T>,
  ): Promise<T> => {
    const original = await doors.open(activeReplica(repository), signal);
    try {
      return await work(original);
    } finally {
      await original.store.close();
    }
  };

  /** Marks the first replica when the second comes, and says in it that it is active. */
  const begin = async (repository: RepositoryRecord, original: Repository, signal: AbortSignal) => {
    if (sets.epochOf(repository.id) !== undefined) return;
    const active = activeReplica(repository);
    if (original.store.keepsManifests) await markAsReplica(original, active.id, signal);
    const { set } = await readManifest(original, signal);
    sets.begin(repository.id, active.id, (set?.epoch ?? 0) + 1);
  };

  /** Tells the replicas who belongs to the set. Who is away hears of it with the next move. */
  const publish = async (id: RepositoryId, signal: AbortSignal): Promise<void> => {
    const { replicas, ...rest } = parts.requireRepository(id);
    const active = activeReplica({ replicas, ...rest });
    const epoch = sets.epochOf(id);
    if (epoch === undefined) return;
    const first = { epoch, writer: installationId, homeId: active.id };
    const open = (replica: ReplicaRecord) => ({
      replicaId: replica.id,
      open: (until: AbortSignal) => doors.open(replica, until, PUBLISH_LIMIT_MS),
    });
    const members = membersOf(replicas, sets, id);
    const wanted = { ...(parts.standing(id) ?? first), activeId: active.id, members };
    try {
      await publishMove(replicas.map(open), wanted, signal);
    } catch (error) {
      if (!isBackstayError(error)) throw error;
      parts.onError(error); // told again with the next change of the active replica
    }
  };
  const enter = async (
    repository: RepositoryRecord,
    replica: Pick<ReplicaRecord, "id" | "name">,
    place: NamedPlace,
    store: Store,
    signal: AbortSignal,
  ): Promise<ReplicaRecord> => {
    const record: ReplicaRecord = {
      ...replica,
      repositoryId: repository.id,
      location: place.location,
      role: "standby",
      configSum: await readConfigSum(store, signal),
      reach: "reachable",
      checkedMs: parts.clock.nowMs(),
      ...(await spaceAtStore(store, signal)),
    };
    signal.throwIfAborted();
    await places.keep(record.id, place.kept);
    sets.add(record);
    return record;
  };

  /** Finds or makes what is to be a replica, marks it, and enters it. */
  const take = async (
    id: RepositoryId,
    name: string,
    where: Where,
    open: (original: Repository, store: Store, signal: AbortSignal) => Promise<Repository>,
  ): Promise<ReplicaRecord> => {
    const place = await resolvePlace(where);
    requireFree(parts.requireRepository(id), name, place);
    const added = await atPlace(place, MAKE_LIMIT_MS, async (store, signal) => {
      const repository = parts.requireRepository(id);
      return await besideActive(repository, signal, async (original) => {
        const replica = await open(original, store, signal);
        const isTaken = (known: ReplicaId) => isKnown(known, parts.repositories());
        const replicaId = await identityToTake(replica, isTaken, signal);
        if (store.keepsManifests) await markAsReplica(replica, replicaId, signal);
        await begin(repository, original, signal);
        return await enter(repository, { id: replicaId, name }, place, store, signal);
      });
    });
    await publish(id, AbortSignal.timeout(MAKE_LIMIT_MS));
    parts.onMembers(id);
    return added;
  };

  return {
    add: async (id, name, where) =>
      await take(id, name, where, async (original, store, signal) => {
        if (isLocal(store.location)) await requireOwnPlace(store.location, dirname(parts.cacheFolder));
        await requireRoomFor(store, signal);
        return await createReplica(original, store, signal);
      }),
    adopt: async (id, name, where) => await take(id, name, where, openReplica),
    async remove(id, replicaId) {
      const { role, name } = requireReplica(id, replicaId);
      if (role === "active") throw new BackstayError("REPLICA_ACTIVE", { name });
      sets.remove(replicaId);
      await places.keep(replicaId, undefined);
      await publish(id, AbortSignal.timeout(MAKE_LIMIT_MS));
      parts.onMembers(id);
    },
    async setPriority(id, replicaId, priority) {
      requireReplica(id, replicaId);
      sets.setPriority(replicaId, priority);
      await publish(id, AbortSignal.timeout(MAKE_LIMIT_MS));
      parts.onMembers(id);
    },
  };
}

function isKnown(id: ReplicaId, repositories: readonly RepositoryRecord[]): boolean {
  return repositories.some(({ replicas }) => replicas.some((replica) => replica.id === id));
}
