import { BackstayError } from "../../shared/errors.ts";
import type { RepositoryId, SourceId } from "../../shared/ids.ts";
import type { SourceStatus } from "../../shared/model/overview.ts";
import type { Standing, StandingSubject } from "../../shared/model/standing.ts";
import type { Survival } from "../../shared/model/survival.ts";
import type { RepositoryRecord } from "../catalog/repository-store.ts";
import type { StandingStore } from "../catalog/standing-store.ts";
import type { WatchedHostRecord } from "../catalog/watched-host-store.ts";
import type { Clock } from "../clock.ts";
import type { Grounds } from "../health/under-path/create-grounds.ts";
import type { PastBackup } from "./estimate-changes.ts";
import { nodeUnder } from "./node-under.ts";
import type { ReplicaNode } from "./survival-graph.ts";
import { whatSurvives } from "./what-survives.ts";

export type SurvivalParts = {
  readonly clock: Clock;
  readonly statuses: () => readonly SourceStatus[];
  readonly repositories: () => readonly RepositoryRecord[];
  readonly hosts: () => readonly WatchedHostRecord[];
  readonly grounds: Grounds;
  readonly isPasswordKept: (id: RepositoryId) => Promise<boolean>;
  readonly standings: StandingStore;
  /** Backups of a source that came to their end, as far as they are remembered. */
  readonly pastBackups: () => (id: SourceId) => readonly PastBackup[];
  /** Somebody said where something stands. */
  readonly onChange: () => void;
};

export type SurvivalService = {
  get(): Promise<Survival>;
  /** @throws {BackstayError} STANDING_SUBJECT_NOT_FOUND, STANDING_FIXED for this computer */
  setStanding(subject: StandingSubject, standing: Standing | null): void;
};

/** Puts the graph together from what is known now, and says what survives. */
export function createSurvivalService(parts: SurvivalParts): SurvivalService {
  return {
    async get() {
      const nowMs = parts.clock.nowMs();
      const backupsOf = parts.pastBackups();
      const repositories = parts.repositories();
      const kept = new Map<RepositoryId, boolean>();
      for (const { id } of repositories) kept.set(id, await parts.isPasswordKept(id));
      const all = repositories.flatMap((repository) =>
        repository.replicas.map((replica) => ({ replica, repository })),
      );
      for (const { replica } of all) parts.grounds.of(replica.location); // begins to look up what is new
      await parts.grounds.settled();
      const replicas = all.map(
        ({ replica, repository }): ReplicaNode => ({
          id: replica.id,
          repositoryId: repository.id,
          under: nodeUnder(parts.grounds.of(replica.location)),
          isPasswordKept: kept.get(repository.id) === true,
          standing: parts.standings.of({ replicaId: replica.id }),
        }),
      );
      const hosts = parts.hosts().map(({ id, name, setup }) => ({
        ...{ id, name },
        isThisComputer: setup.kind === "local",
        standing: parts.standings.of({ hostId: id }),
      }));
      const sources = parts.statuses().map(({ source, copies }) => ({
        ...{ id: source.id, name: source.name, backups: backupsOf(source.id) },
        copies: copies.map(({ replicaId, newestMs, answers }) => ({ replicaId, savedMs: newestMs, answers })),
      }));
      return {
        nowMs,
        hosts: hosts.map(({ id, name, isThisComputer, standing }) => ({
          ...{ hostId: id, name, isThisComputer },
          standing: isThisComputer ? "office" : standing,
        })),
        places: all.map(({ replica, repository }, n) => ({
          replicaId: replica.id,
          repositoryId: repository.id,
          name: repository.replicas.length > 1 ? replica.name : repository.name,
          hostId: replicas[n]?.under.hostId ?? null,
          standing: replicas[n]?.standing ?? null,
        })),
        ...whatSurvives({ hosts, replicas, sources, nowMs }),
      };
    },
    setStanding(subject, standing) {
      requireSubject(subject, parts);
      parts.standings.set(subject, standing);
      parts.onChange();
    },
  };
}

function requireSubject(
  subject: StandingSubject,
  parts: Pick<SurvivalParts, "hosts" | "repositories">,
): void {
  if ("hostId" in subject) {
    const host = parts.hosts().find(({ id }) => id === subject.hostId);
    if (host === undefined) throw new BackstayError("STANDING_SUBJECT_NOT_FOUND", {});
    // the office is where this computer is
    if (host.setup.kind === "local") throw new BackstayError("STANDING_FIXED", { name: host.name });
    return;
  }
  const replicas = parts.repositories().flatMap((repository) => repository.replicas);
  if (!replicas.some(({ id }) => id === subject.replicaId))
    throw new BackstayError("STANDING_SUBJECT_NOT_FOUND", {});
}
