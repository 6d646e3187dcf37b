import { printable } from "../../../../shared/format/printable.ts";
import type { ReplicaId } from "../../../../shared/ids.ts";
import type { FailoverView, ReplicaView } from "../../../../shared/model/failover.ts";

/** The active one, and the others by priority. */
export function rolesIn({ replicas, activeId, usualId }: FailoverView): {
  readonly active: ReplicaView | undefined;
  readonly usual: ReplicaView | undefined;
  readonly others: readonly ReplicaView[];
} {
  return {
    active: replicas.find(({ id }) => id === activeId),
    usual: replicas.find(({ id }) => id === usualId),
    others: replicas.filter(({ id }) => id !== activeId),
  };
}

/** Which one would take over: the first by priority that is known to be well. Undefined when none is. */
export function nextInLine(view: FailoverView): ReplicaView | undefined {
  return rolesIn(view).others.find(({ wellSinceMs }) => wellSinceMs !== null);
}

/** @returns a name as it may be shown; undefined for one that does not belong to the repository any more */
export function nameIn({ replicas }: Pick<FailoverView, "replicas">, id: ReplicaId): string | undefined {
  const found = replicas.find((replica) => replica.id === id);
  return found === undefined ? undefined : printable(found.name);
}
