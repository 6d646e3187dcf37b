import { MAX_HOOK_SECONDS, type PlanHook } from "../../../../shared/model/plan-hooks.ts";

/** A hook of a plan as it is typed. */
export type PlanHookForm = {
  readonly name: string;
  readonly isEnabled: boolean;
  readonly when: PlanHook["when"];
  readonly program: string;
  /** One a line. */
  readonly arguments: string;
  readonly limit: string;
  readonly onFailure: PlanHook["onFailure"];
};

export const EMPTY_PLAN_HOOK: PlanHookForm = {
  ...{ name: "", isEnabled: true, when: "before", program: "", arguments: "" },
  ...{ limit: "300", onFailure: "abort" },
};

export function formOfPlanHook({ limitSeconds, arguments: args, ...hook }: PlanHook): PlanHookForm {
  return { ...hook, arguments: args.join("\n"), limit: String(limitSeconds) };
}

/** @returns undefined when it is not a whole number that a hook may be given */
export function hookLimitOf({ limit }: PlanHookForm): number | undefined {
  const seconds = /^\d{1,4}$/.test(limit.trim()) ? Number(limit) : 0;
  return seconds >= 1 && seconds <= MAX_HOOK_SECONDS ? seconds : undefined;
}

/** Whether a program's path is one from the root of the computer on which it is run, which may be another one than this. */
export function isWholePath(program: string): boolean {
  return /^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(program.trim());
}

/** @returns undefined while something lacks without which it cannot be saved */
export function planHookOf(form: PlanHookForm): PlanHook | undefined {
  const { name, when, program, onFailure, isEnabled } = form;
  const limitSeconds = hookLimitOf(form);
  if (name.trim() === "" || !isWholePath(program) || limitSeconds === undefined) return undefined;
  return {
    ...{ name: name.trim(), isEnabled, when, program: program.trim(), limitSeconds },
    arguments: form.arguments === "" ? [] : form.arguments.split("\n"),
    onFailure: failureOf(when, onFailure),
  };
}

/** What is over cannot be given up. */
export function failureOf(when: PlanHook["when"], wanted: PlanHook["onFailure"]): PlanHook["onFailure"] {
  return when !== "before" && wanted === "abort" ? "warn" : wanted;
}

/** Names are the same whatever case their letters are in. */
export function isHookNameTaken(name: string, others: readonly PlanHook[]): boolean {
  const wanted = name.trim().toLowerCase();
  return others.some((other) => other.name.trim().toLowerCase() === wanted);
}
