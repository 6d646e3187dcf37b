import type { Member } from "./state.ts";
import { newReplicaHealth } from "./state.ts";
import { callOff, enter, restingPhase, type Work } from "./work.ts";

/** Takes over which replicas there are. One that is active, or part of a move, stays until it is neither. */
export function changeMembers(work: Work, members: readonly Member[]): void {
  const { state } = work;
  const { activeId, homeId, move } = state;
  const kept = state.replicas.filter(
    ({ id }) =>
      members.some((member) => member.id === id) ||
      id === activeId ||
      (move !== null && [move.fromId, move.toId, homeId, move.homeAfterId].includes(id)),
  );
  const added = members.filter(({ id }) => kept.every((replica) => replica.id !== id));
  state.replicas = [...kept, ...added.map(newReplicaHealth)];
  for (const replica of state.replicas) {
    replica.priority = members.find(({ id }) => id === replica.id)?.priority ?? replica.priority;
  }
  state.outstanding = state.outstanding.filter(
    ({ command }) =>
      (command.kind !== "replicate" || state.replicas.some(({ id }) => id === command.toId)) &&
      (command.kind !== "mend" || state.replicas.some(({ id }) => id === command.replicaId)),
  );
  if (state.replicas.some(({ id }) => id === homeId)) return;
  callOff(work, "reconcile");
  state.homeId = activeId;
  if (state.phase !== "suspect") enter(work, restingPhase(state), { kind: "members-changed" });
}
