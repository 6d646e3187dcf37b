import path from "node:path";
import { BackstayError } from "../../../shared/errors.ts";
import type { PlanHook } from "../../../shared/model/plan-hooks.ts";
import { isSameName } from "../../repositories/repository-service.ts";

/**
 * Refuses hooks of a plan that could not work, or that whoever saves them may not have.
 *
 * @param before those the plan has had so far: whoever may not choose programs may keep them, and say when they run
 * @throws {BackstayError} HOOK_REFUSED, NAME_TAKEN
 */
export function checkHooks(
  hooks: readonly PlanHook[],
  before: readonly PlanHook[],
  mayChooseProgram: boolean,
): void {
  const known = new Set(before.map(whatOf));
  for (const [n, hook] of hooks.entries()) {
    const { name } = hook;
    if (hooks.slice(0, n).some((other) => isSameName(other.name, name)))
      throw new BackstayError("NAME_TAKEN", { name });
    if (!path.isAbsolute(hook.program))
      throw new BackstayError("HOOK_REFUSED", { name, reason: "program-relative" });
    if (!mayChooseProgram && !known.has(whatOf(hook)))
      throw new BackstayError("HOOK_REFUSED", { name, reason: "program-not-permitted" });
  }
}

function whatOf({ program, arguments: args }: PlanHook): string {
  return JSON.stringify([program, ...args]);
}
