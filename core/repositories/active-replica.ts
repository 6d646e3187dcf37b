import type { ReplicaRecord, RepositoryRecord } from "../catalog/repository-store.ts";

export function activeReplica({ replicas }: RepositoryRecord): ReplicaRecord {
  const active = replicas.find(({ role }) => role === "active");
  if (active === undefined) throw new Error("a repository without an active replica");
  return active;
}
