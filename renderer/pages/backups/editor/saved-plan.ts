import type { PlanId } from "../../../../shared/ids.ts";
import type { PlanHook } from "../../../../shared/model/plan-hooks.ts";

/** What of a plan's hooks is in effect, while somebody may be changing them. */
export type SavedPlan = { readonly id: PlanId; readonly hooks: readonly PlanHook[] };

/** Whether a hook is in effect as it is here: only then trying it tells how it will be. */
export function isSaved(hook: PlanHook, saved: SavedPlan | undefined): saved is SavedPlan {
  const found = saved?.hooks.find(({ name }) => name === hook.name);
  return found !== undefined && textOf(found) === textOf(hook);
}

function textOf(hook: PlanHook): string {
  return JSON.stringify(Object.entries(hook).sort(([a], [b]) => (a < b ? -1 : 1)));
}
