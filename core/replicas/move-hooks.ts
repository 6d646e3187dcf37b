import type { ReplicaId } from "../../shared/ids.ts";
import type { RepositoryRecord } from "../catalog/repository-store.ts";
import type { Clock } from "../clock.ts";
import { decidedBy, type HookPort, type HookReplica, hookMoveOf } from "../failover/hooks/transition.ts";
import type { Notice } from "../failover/state/command.ts";
import type { FailoverState } from "../failover/state/state.ts";
import { replicaIn } from "./replica-doors.ts";

/** Has hooks run at the steps of a move. */
export type MoveHooks = {
  /** When a replica is about to be proved. @throws {BackstayError} HOOK_FAILED where the move is to be given up for that */
  before(toId: ReplicaId, signal: AbortSignal): Promise<void>;
  /** When a move is over. @param commandId the same when it is told again */
  after(notice: Extract<Notice, { about: "moved" }>, commandId: number, signal: AbortSignal): Promise<void>;
};

export type MoveHookParts = {
  readonly hooks: HookPort;
  readonly repository: () => RepositoryRecord;
  readonly state: () => FailoverState | undefined;
  readonly clock: Clock;
};

export function createMoveHooks({ hooks, repository, state, clock }: MoveHookParts): MoveHooks {
  const replicaOf = (id: ReplicaId): HookReplica => {
    const { name = "", location = "" } = replicaIn(repository(), id) ?? {};
    return { id, name, location };
  };
  const common = () => {
    const { id, name } = repository();
    return { repositoryId: id, repositoryName: name, atMs: clock.nowMs(), isTrial: false };
  };
  return {
    async before(toId, signal) {
      const now = state();
      if (now?.move == null) return; // it was given up meanwhile
      const { kind, fromId, cause, startedMs } = now.move;
      await hooks.run(
        {
          ...{ ...common(), when: "before", by: decidedBy(cause) },
          ...{ from: replicaOf(fromId), to: replicaOf(toId), id: `${startedMs}-${toId}` },
          move: hookMoveOf(kind, toId === now.homeId),
        },
        signal,
      );
    },
    async after({ move, fromId, toId, cause }, commandId, signal) {
      await hooks.run(
        {
          ...{ ...common(), when: "after", by: decidedBy(cause) },
          ...{ from: replicaOf(fromId), to: replicaOf(toId), id: `moved-${commandId}` },
          move: hookMoveOf(move, toId === state()?.homeId),
        },
        signal,
      );
    },
  };
}
