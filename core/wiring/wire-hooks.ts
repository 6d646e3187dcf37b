import type { RepositoryId } from "../../shared/ids.ts";
import { type AlertService, thingOf } from "../alerts/alert-service.ts";
import type { HandlersOf } from "../api/handlers.ts";
import { hookHandlers } from "../api/hook-handlers.ts";
import type { AuditTrail } from "../audit/audit-trail.ts";
import type { Stores } from "../catalog/open-stores.ts";
import type { RepositoryRecord } from "../catalog/repository-store.ts";
import type { Clock } from "../clock.ts";
import { createHookService, type HookRecord } from "../failover/hooks/hook-service.ts";
import type { HookPort } from "../failover/hooks/transition.ts";
import type { SecretStore } from "../secrets/secret-store.ts";
import type { Mistakes } from "./mistakes.ts";

export type HookWiring = {
  readonly stores: Pick<Stores, "settings">;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly alerts: Pick<AlertService, "raise" | "resolve">;
  readonly trail: Pick<AuditTrail, "note">;
  readonly requireRepository: (id: RepositoryId) => RepositoryRecord;
  readonly mistakes: Mistakes;
  readonly onChange: (id: RepositoryId) => void;
};

export type WiredHooks = {
  readonly port: HookPort;
  readonly handlers: HandlersOf<"hooks">;
  /** A repository is not known here any more: nothing is to run when it comes back. */
  forget(id: RepositoryId): void;
};

/** Hooks around moves, with what came of them in the audit trail and, where people are to be warned, among the alerts. */
export function wireHooks(parts: HookWiring): WiredHooks {
  const { clock, alerts, trail, requireRepository, mistakes } = parts;
  const subjectOf = ({ id, repositoryId, name }: HookRecord) => ({
    ...{ code: "HOOK_FAILED" as const, hookId: id, repositoryId, about: name },
  });
  const settle = (hook: HookRecord) =>
    alerts.resolve(thingOf({ ...subjectOf(hook), repositoryName: "", problem: "internal", answer: "" }));
  const hooks = createHookService({
    ...{ settings: parts.stores.settings, secrets: parts.secrets, clock },
    onRun(hook, transition, { problem, answer, tookMs }) {
      try {
        const facts = {
          ...{ name: hook.name, kind: hook.action.kind, when: transition.when, to: transition.move },
          ...{ by: transition.by, tookMs, answer, ...(transition.isTrial ? { isTrial: true } : {}) },
        };
        trail.note(
          {
            ...{ actor: { kind: "failover" }, action: "hook.ran", facts },
            subjects: [{ kind: "repository", id: hook.repositoryId, name: transition.repositoryName }],
          },
          {
            is: problem === null ? "done" : "failed",
            code: null,
            facts: problem === null ? {} : { problem },
          },
        );
        if (problem === null) settle(hook);
        else if (hook.onFailure !== "ignore" && !transition.isTrial) {
          const { repositoryName } = transition;
          alerts.raise({ ...subjectOf(hook), repositoryName, problem, answer }, "warning");
        }
      } catch (error) {
        mistakes.noteUnlessStopped(error, "hooks"); // it must not keep backups from moving
      }
    },
    onSettled: settle,
    onChange: parts.onChange,
  });
  return {
    port: hooks,
    handlers: hookHandlers({ hooks, requireRepository, clock }),
    forget: (id) => mistakes.inBackground(hooks.removeOf(id), "hooks"),
  };
}
