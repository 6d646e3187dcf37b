import type { HostConnection } from "../../core/host-socket/connect-to-host.ts";
import { BackstayError } from "../../shared/errors.ts";
import type { ReplicaView } from "../../shared/model/failover.ts";
import type { RepositoryView } from "../../shared/model/repository.ts";

/** @param wanted its name or its id. @throws {BackstayError} REPOSITORY_NOT_FOUND */
export async function findRepository(host: HostConnection, wanted: string): Promise<RepositoryView> {
  const { repositories } = await host.call("repositories.list", {});
  const found = repositories.find(({ id, name }) => name === wanted || id === wanted);
  if (found === undefined) throw new BackstayError("REPOSITORY_NOT_FOUND", {});
  return found;
}

/** @param wanted its name or its id. @throws {BackstayError} REPLICA_NOT_FOUND */
export async function findReplica(
  host: HostConnection,
  { id: repositoryId }: RepositoryView,
  wanted: string,
): Promise<ReplicaView> {
  const { replicas } = await host.call("replicas.list", { repositoryId });
  const found = replicas.find(({ id, name }) => name === wanted || id === wanted);
  if (found === undefined) throw new BackstayError("REPLICA_NOT_FOUND", {});
  return found;
}

/** @throws {BackstayError} USAGE when it is not given */
export function required(value: string | undefined, name: string): string {
  if (value === undefined) throw new BackstayError("USAGE", { problem: "argument-missing", about: [name] });
  return value;
}
