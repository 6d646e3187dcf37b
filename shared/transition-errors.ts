import type { PlanHookProblem } from "./model/plan-hooks.ts";

/** Errors of hooks and gateways: what happens around moves from one replica to another. */
export type TransitionErrorDetails = {
  HOOK_NOT_FOUND: Record<string, never>;
  /** `program-not-permitted`: who calls may not say which programs are run. */
  HOOK_REFUSED: { name: string; reason: HookRefusal };
  /** A move that a person ordered was given up, as the hook is to. */
  HOOK_FAILED: { name: string; problem: string };
  /** What is run before a backup failed, and so none was made, as the hook is to. `answer`: the last it said; may be empty. */
  BACKUP_HOOK_FAILED: { name: string; problem: PlanHookProblem; status: string; answer: string };
  GATEWAY_NOT_FOUND: Record<string, never>;
  GATEWAY_REFUSED: { name: string; reason: GatewayRefusal };
};
export type TransitionErrorCode = keyof TransitionErrorDetails;

export type HookRefusal = "program-not-permitted" | "program-relative" | "address-missing";

/** `not-permitted`: who calls may not open ports. `open-to-network`: others could come in, and nobody has said that they may. */
export type GatewayRefusal = "not-permitted" | "open-to-network" | "not-a-replica";
