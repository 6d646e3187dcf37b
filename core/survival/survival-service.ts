import type { RepositoryId } from "../../shared/ids.ts";
import type { SourceStatus } from "../../shared/model/overview.ts";
import type { Survival } from "../../shared/model/survival.ts";
import type { RepositoryRecord } from "../catalog/repository-store.ts";
import type { WatchedHostRecord } from "../catalog/watched-host-store.ts";
import type { Clock } from "../clock.ts";
import type { Grounds } from "../health/under-path/create-grounds.ts";
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
};

export type SurvivalService = { get(): Promise<Survival> };

/** Puts the graph together from what is known now, and says what survives. */
export function createSurvivalService(parts: SurvivalParts): SurvivalService {
  return {
    async get() {
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
        }),
      );
      const hosts = parts.hosts().map(({ id, name, setup }) => ({
        ...{ id, name },
        isThisComputer: setup.kind === "local",
      }));
      const sources = parts.statuses().map(({ source, copies }) => ({
        ...{ id: source.id, name: source.name },
        copies: copies.map(({ replicaId, newestMs, answers }) => ({ replicaId, savedMs: newestMs, answers })),
      }));
      return {
        nowMs: parts.clock.nowMs(),
        places: all.map(({ replica, repository }) => ({
          replicaId: replica.id,
          repositoryId: repository.id,
          name: repository.replicas.length > 1 ? replica.name : repository.name,
        })),
        ...whatSurvives({ hosts, replicas, sources }),
      };
    },
  };
}
