import type { RepositoryId } from "../../shared/ids.ts";
import type { RepositoryRecord } from "../catalog/repository-store.ts";
import type { Clock } from "../clock.ts";
import type { HookRecord, HookService } from "../failover/hooks/hook-service.ts";
import type { HookTransition } from "../failover/hooks/transition.ts";
import type { HandlersOf } from "./handlers.ts";

export type HookServices = {
  readonly hooks: HookService;
  readonly requireRepository: (id: RepositoryId) => RepositoryRecord;
  readonly clock: Clock;
};

/** Answers what is done around moves of backups. */
export function hookHandlers({ hooks, requireRepository, clock }: HookServices): HandlersOf<"hooks"> {
  /** As if backups moved from the active replica to another one, or, where there is none, to the same. */
  const trialOf = ({ repositoryId, when, moves }: HookRecord): HookTransition => {
    const { name, replicas } = requireRepository(repositoryId);
    const active = replicas.find(({ role }) => role === "active");
    const other = replicas.find(({ role }) => role === "standby") ?? active;
    const nowMs = clock.nowMs();
    const place = (replica: typeof active) => ({
      ...{ id: replica?.id ?? "", name: replica?.name ?? "", location: replica?.location ?? "" },
    });
    return {
      ...{ when, move: moves[0] ?? "failover", by: "person", repositoryId, repositoryName: name },
      ...{ from: place(active), to: place(other), id: `trial-${nowMs}`, atMs: nowMs, isTrial: true },
    };
  };
  return {
    "hooks.list": async ({ repositoryId }) => ({ hooks: hooks.list(requireRepository(repositoryId).id) }),
    "hooks.save": async ({ repositoryId, hookId, draft, secrets }, { rights }) =>
      await hooks.save(requireRepository(repositoryId).id, hookId, draft, secrets, rights.has("programs")),
    "hooks.remove": async ({ hookId }) => {
      await hooks.remove(hookId);
      return {};
    },
    "hooks.try": async ({ hookId }) => await hooks.tryOut(hookId, trialOf),
  };
}
