/** Has what is found to be damaged at one replica mended from the others: by itself, once for each file, and not all the time. */
import { z } from "zod";
import { BackstayError } from "../../../shared/errors.ts";
import type { ReplicaId, RepositoryId } from "../../../shared/ids.ts";
import {
  DAMAGE_KINDS,
  type DamagedObjectStore,
  type DamageName,
  type StoredDamage,
} from "../../catalog/damaged-object-store.ts";
import type { JobStore } from "../../catalog/job-store.ts";
import type { ReplicaRecord, RepositoryRecord, RepositoryStore } from "../../catalog/repository-store.ts";
import type { Clock } from "../../clock.ts";
import type { JobRecord } from "../../jobs/job.ts";
import type { JobQueue } from "../../jobs/job-queue.ts";
import { type BadObject, BadObjectShape } from "../read/bad-object.ts";

export type HealService = {
  /** To be told of every change of a job: what checks and restores met is noted, and what became of mending. */
  noteJob(job: JobRecord): void;
  /** To be told of what was met by reading for pages. */
  noteBad(repositoryId: RepositoryId, object: BadObject): void;
  /** Whether what a check found is mended by itself, so that people are told of that instead. */
  takesOver(job: JobRecord): boolean;
  /** Everything at a replica was read once, since then. */
  noteAllRead(replica: ReplicaRecord, sinceMs: number): void;
  /** Whether a job looked at a replica that is not active: what it found says nothing of the repository as a whole. */
  isOfStandby(job: JobRecord): boolean;
  /**
   * Has a replica looked through and mended from the others as soon as that is possible.
   * @returns when it was tried to its end; `vain` when something in it was found to be lost only days ago
   * @throws the signal's reason; the mending goes on then
   */
  mend(repositoryId: RepositoryId, replicaId: ReplicaId, signal: AbortSignal): Promise<"tried" | "vain">;
  /** To be called now and then: asks for what is due. */
  tick(): void;
};

/** How things are with the damage of one replica. */
export type DamageStanding = {
  readonly repository: RepositoryRecord;
  readonly replica: ReplicaRecord;
  readonly healed: number;
  readonly waiting: number;
  readonly lost: number;
  /** Mending what waits was tried several times and has failed. */
  readonly isStuck: boolean;
};

export type HealParts = {
  readonly damage: DamagedObjectStore;
  readonly repositories: Pick<RepositoryStore, "get" | "list">;
  readonly jobs: Pick<JobStore, "ofRepository">;
  readonly queue: () => Pick<JobQueue, "enqueue">;
  readonly isWell: (repositoryId: RepositoryId, replicaId: ReplicaId) => boolean;
  readonly cacheFolder: string;
  readonly quarantineFolder: string;
  /** Damage was found or settled. */
  readonly onStanding: (standing: DamageStanding) => void;
  /** Everything at a replica was read, and nothing is known to be damaged. */
  readonly onProvedWhole: (replica: ReplicaRecord) => void;
  readonly clock: Clock;
};

const MINUTE_MS = 60_000;
/** Between two jobs that mend the same replica, so that a disk that dies is not strained without a break. */
const BETWEEN_MS = 10 * MINUTE_MS;
const LONGEST_MS = 24 * 60 * MINUTE_MS;
const STUCK_AFTER = 3;
const MAX_OBJECTS = 1_000;
/** What people are told of counts for so long. */
const TELL_MS = 30 * 24 * 60 * MINUTE_MS;

const Named = z.object({ kind: z.enum(DAMAGE_KINDS), name: z.string() });
const CheckSummary = z.object({ damaged: z.object({ objects: z.array(Named), isAll: z.boolean() }) });
const ReadSummary = z.object({ readFrom: z.object({ badObjects: z.array(BadObjectShape) }) });
const HealInput = z.object({
  repository: z.object({ location: z.string() }),
  objects: z.array(Named).nullable(),
});
const HealSummary = z.object({ lost: z.array(Named) });
const CheckInput = z.object({ readDataPercent: z.number(), part: z.unknown().optional() });

const ALL: DamageName = { kind: "all", name: "" };

export function createHealService(parts: HealParts): HealService {
  const { damage, repositories, clock } = parts;

  /** Where one alone is left there is nothing to mend it from. */
  const setOf = (id: RepositoryId | undefined): RepositoryRecord | undefined => {
    const repository = id === undefined ? undefined : repositories.get(id);
    return repository !== undefined && repository.replicas.length > 1 ? repository : undefined;
  };
  const replicaAt = ({ replicas }: RepositoryRecord, location: string | undefined) =>
    replicas.find((replica) => replica.location === location);

  /** Who waits until a replica was mended. */
  const waiting = new Map<ReplicaId, Set<() => void>>();
  const isDue = (replicaId: ReplicaId) =>
    damage.of(replicaId).some(({ kind, state }) => kind === "all" && state === "found");

  const note = (
    repository: RepositoryRecord,
    replica: ReplicaRecord,
    objects: readonly DamageName[],
    foundBy: string,
  ): void => {
    const fresh = damage.note(replica.id, objects, foundBy, clock.nowMs());
    if (fresh > 0) tell(repository, replica);
  };

  const tell = (repository: RepositoryRecord, replica: ReplicaRecord): void => {
    const sinceMs = clock.nowMs() - TELL_MS;
    const known = damage.of(replica.id).filter(({ foundMs }) => foundMs >= sinceMs);
    const countOf = (state: StoredDamage["state"]) => known.filter((each) => each.state === state).length;
    parts.onStanding({
      ...{ repository, replica, healed: countOf("healed"), waiting: countOf("found"), lost: countOf("lost") },
      isStuck: known.some(({ state, attempts }) => state === "found" && attempts >= STUCK_AFTER),
    });
  };

  const noteMet = (repository: RepositoryRecord, objects: readonly BadObject[], foundBy: string): void => {
    for (const replica of repository.replicas) {
      const names = objects.filter(({ location }) => location === replica.location).map(nameOf);
      if (names.length > 0) note(repository, replica, names, foundBy);
    }
  };

  const noteCheck = (job: JobRecord, repository: RepositoryRecord): void => {
    const replica = replicaAt(repository, job.repository);
    if (replica === undefined) return;
    const found = foundBy(job);
    if (found.length > 0) {
      note(repository, replica, found, job.kind);
      return;
    }
    const input = CheckInput.safeParse(job.input).data;
    const isAllRead = input?.readDataPercent === 100 && input.part === undefined;
    const isWhole = job.state === "done" && damage.of(replica.id).every(({ state }) => state === "healed");
    if (isAllRead && isWhole) parts.onProvedWhole(replica);
  };

  const noteHeal = (job: JobRecord, repository: RepositoryRecord): void => {
    const input = HealInput.safeParse(job.input).data;
    const replica = replicaAt(repository, input?.repository.location);
    if (input === undefined || replica === undefined) return;
    const { result } = job;
    if (result !== undefined) {
      const lost = HealSummary.safeParse(result.summary).data?.lost ?? [];
      const isLost = ({ name }: DamageName) => lost.some((one) => one.name === name);
      const asked = input.objects ?? [ALL];
      const isAllLost = input.objects === null && result.problemCount > 0;
      const nowMs = clock.nowMs();
      const given = asked.filter((object) => isAllLost || isLost(object));
      damage.settle(replica.id, given, "lost", nowMs);
      damage.settle(
        replica.id,
        asked.filter((object) => !given.includes(object)),
        "healed",
        nowMs,
      );
      if (given.length > 0 && replica.role === "active") checkAgain(repository, replica);
      // everything was looked through and mended: what was found beside it is mended too
      if (input.objects === null && !isAllLost)
        damage.settle(replica.id, damage.of(replica.id), "healed", nowMs);
    }
    tell(repository, replica);
    if (isDue(replica.id)) return;
    for (const resolve of waiting.get(replica.id) ?? []) resolve();
    waiting.delete(replica.id);
  };

  /** What backups are lost with what nobody has is told by a check, and mended by a repair. */
  const checkAgain = ({ id }: RepositoryRecord, { location }: ReplicaRecord): void => {
    const repository = { location, cacheFolder: parts.cacheFolder, expectedId: id };
    parts.queue().enqueue({
      kind: "check",
      input: { repository, readDataPercent: 0 },
      origin: { repositoryId: id },
      priority: "normal",
    });
  };

  /** What of a replica is to be mended now; nothing when it is not its time. */
  const due = (replica: ReplicaRecord): readonly StoredDamage[] => {
    const known = damage.of(replica.id);
    const nowMs = clock.nowMs();
    const sinceMs = (askedMs: number | null) =>
      // one that is ahead is of a clock that was put back
      askedMs === null || askedMs > nowMs ? Number.POSITIVE_INFINITY : nowMs - askedMs;
    if (known.some(({ askedMs }) => sinceMs(askedMs) < BETWEEN_MS)) return [];
    return known
      .filter(
        ({ state, askedMs, attempts }) =>
          state === "found" && sinceMs(askedMs) >= Math.min(BETWEEN_MS * 2 ** attempts, LONGEST_MS),
      )
      .slice(0, MAX_OBJECTS);
  };

  const ask = (repository: RepositoryRecord, replica: ReplicaRecord): void => {
    const objects = due(replica);
    if (objects.length === 0 || !parts.isWell(repository.id, replica.id)) return;
    const others = repository.replicas
      .filter(({ id }) => id !== replica.id && parts.isWell(repository.id, id))
      .toSorted((a, b) => Number(b.role === "active") - Number(a.role === "active"));
    if (others.length === 0) return;
    const isUnderWay = parts.jobs
      .ofRepository(repository.id, ["queued", "running"])
      .some((job) => job.kind === "heal" && job.repository === replica.location);
    if (isUnderWay) return;
    damage.noteAsked(replica.id, objects, clock.nowMs());
    const isAll = objects.some(({ kind }) => kind === "all");
    const { cacheFolder, quarantineFolder } = parts;
    parts.queue().enqueue({
      kind: "heal",
      input: {
        repository: { location: replica.location, cacheFolder, expectedId: repository.id },
        from: others.map(({ location }) => location),
        objects: isAll ? null : objects.map(({ kind, name }) => ({ kind, name })),
        quarantineFolder,
      },
      origin: { repositoryId: repository.id },
      priority: "normal",
      restartWhenInterrupted: true,
    });
  };

  return {
    noteJob(job) {
      const isOver = job.state !== "queued" && job.state !== "running";
      const repository = setOf(job.origin.repositoryId);
      if (!isOver || repository === undefined) return;
      if (job.kind === "heal") return noteHeal(job, repository);
      const met = ReadSummary.safeParse(job.result?.summary).data?.readFrom.badObjects ?? [];
      if (met.length > 0) noteMet(repository, met, job.kind);
      if (job.kind === "check" && job.result !== undefined) noteCheck(job, repository);
    },
    noteBad(repositoryId, object) {
      const repository = setOf(repositoryId);
      if (repository !== undefined) noteMet(repository, [object], "browse");
    },
    takesOver(job) {
      const repository = job.kind === "check" ? setOf(job.origin.repositoryId) : undefined;
      const replica = repository === undefined ? undefined : replicaAt(repository, job.repository);
      if (replica === undefined) return false;
      const found = foundBy(job);
      const lost = damage.of(replica.id).filter(({ state }) => state === "lost");
      const isLost = (object: DamageName) =>
        lost.some(({ kind, name }) => kind === object.kind && name === object.name);
      return found.length > 0 && !found.some(isLost);
    },
    noteAllRead(replica, sinceMs) {
      const isOver = ({ state, settledMs }: StoredDamage) =>
        state === "healed" && settledMs !== null && settledMs < sinceMs;
      if (damage.of(replica.id).every(isOver)) parts.onProvedWhole(replica);
    },
    isOfStandby({ repository: location, origin }) {
      const repository = setOf(origin.repositoryId);
      return repository !== undefined && replicaAt(repository, location)?.role === "standby";
    },
    async mend(repositoryId, replicaId, signal) {
      const repository = setOf(repositoryId);
      const replica = repository?.replicas.find(({ id }) => id === replicaId);
      if (repository === undefined || replica === undefined) throw new BackstayError("REPLICA_NOT_FOUND", {});
      note(repository, replica, [ALL], "failover");
      if (!isDue(replicaId)) return "vain";
      signal.throwIfAborted();
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const waiters = waiting.get(replicaId) ?? new Set();
      waiting.set(replicaId, waiters.add(resolve));
      const stop = () => reject(signal.reason);
      signal.addEventListener("abort", stop, { once: true });
      try {
        ask(repository, replica);
        await promise;
        return "tried";
      } finally {
        signal.removeEventListener("abort", stop);
        waiters.delete(resolve);
      }
    },
    tick() {
      for (const repository of repositories.list())
        if (repository.replicas.length > 1)
          for (const replica of repository.replicas) ask(repository, replica);
    },
  };
}

/** What a check found that other replicas may have whole. */
function foundBy({ result }: JobRecord): readonly DamageName[] {
  const damaged = CheckSummary.safeParse(result?.summary).data?.damaged;
  if (damaged === undefined) return [];
  return damaged.isAll ? [ALL] : damaged.objects;
}

/** An index is of one replica alone, and a config that is damaged is mended when the replica is opened: both take looking through. */
function nameOf({ kind, name }: BadObject): DamageName {
  return kind === "pack" || kind === "snapshot" || kind === "key" ? { kind, name } : ALL;
}
