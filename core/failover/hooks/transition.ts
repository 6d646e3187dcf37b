import type { RepositoryId } from "../../../shared/ids.ts";
import type { Cause } from "../../../shared/model/failover.ts";
import type { HOOK_TIMES, HookMove } from "../../../shared/model/failover-hooks.ts";

/** A replica as hooks are told of it. */
export type HookReplica = { readonly id: string; readonly name: string; readonly location: string };

/** A move of backups, as hooks are told of it. */
export type HookTransition = {
  readonly when: (typeof HOOK_TIMES)[number];
  readonly move: HookMove;
  /** Who decided: `fault`, `person`, `schedule`, `drill`, or `other-installation`. */
  readonly by: string;
  readonly repositoryId: RepositoryId;
  readonly repositoryName: string;
  readonly from: HookReplica;
  readonly to: HookReplica;
  /** The same when a hook is run again because the host ended in the middle of it. */
  readonly id: string;
  readonly atMs: number;
  /** Somebody tries a hook; nothing moves. */
  readonly isTrial: boolean;
};

/** Runs what a person wants to be done around a move. */
export type HookPort = {
  /**
   * One after the other, those before in the order of the list. What fails is recorded and told, and keeps nothing from going on.
   * @throws {BackstayError} HOOK_FAILED where one before a move that a person ordered is to give it up
   */
  run(transition: HookTransition, signal: AbortSignal): Promise<void>;
};

/** What hooks call a move. One that another installation decided is a failover, or a failback when it leads home. */
export function hookMoveOf(
  kind: "failover" | "switchover" | "failback" | "follow",
  isHome: boolean,
): HookMove {
  return kind === "follow" ? (isHome ? "failback" : "failover") : kind;
}

export function decidedBy(cause: Cause): string {
  if (cause.kind === "ordered") return cause.by;
  return cause.kind === "other-installation" ? cause.kind : "fault";
}

/** Names and values are part of the documentation. */
export function environmentOf(transition: HookTransition): Record<string, string> {
  const { when, move, by, repositoryId, repositoryName, from, to, id, atMs, isTrial } = transition;
  return {
    BACKSTAY_WHEN: when,
    BACKSTAY_MOVE: move,
    BACKSTAY_BY: by,
    BACKSTAY_REPOSITORY: repositoryName,
    BACKSTAY_REPOSITORY_ID: repositoryId,
    BACKSTAY_FROM: from.name,
    BACKSTAY_FROM_LOCATION: from.location,
    BACKSTAY_TO: to.name,
    BACKSTAY_TO_LOCATION: to.location,
    BACKSTAY_TRANSITION_ID: id,
    BACKSTAY_TIME: new Date(atMs).toISOString(),
    BACKSTAY_TRIAL: isTrial ? "1" : "",
  };
}

/** The same for webhooks, and on the standard input of programs. */
export function bodyOf(transition: HookTransition) {
  const { when, move, by, repositoryId, repositoryName, from, to, id, atMs, isTrial } = transition;
  return {
    ...{ version: 1, kind: "transition", id, when, move, by, is_trial: isTrial },
    repository: { id: repositoryId, name: repositoryName },
    ...{ from, to, at: new Date(atMs).toISOString() },
  };
}
