/** What is run on this computer before and after each backup of a plan. */
import { z } from "zod";
import { Program } from "./failover-hooks.ts";
import { Count, Name } from "./primitives.ts";

/**
 * `before`: nothing is read before it has ended. The others come when the backup is over, in their order in the list: `after` in any
 * case, `success` when there is a good backup (also with problems), `failure` when there is none (also when it was cancelled).
 */
export const PLAN_HOOK_TIMES = ["before", "after", "success", "failure"] as const;
export type PlanHookTime = (typeof PLAN_HOOK_TIMES)[number];

export const MAX_PLAN_HOOKS = 10;
export const MAX_HOOK_SECONDS = 3600;

export const PlanHook = z.strictObject({
  /** No two of a plan are called the same. */
  name: Name,
  isEnabled: z.boolean(),
  when: z.enum(PLAN_HOOK_TIMES),
  /** Run with its arguments as they are, without a shell. */
  ...Program,
  /** Then it is ended, with all that it started. */
  limitSeconds: z.int().min(1).max(MAX_HOOK_SECONDS),
  /**
   * `warn` tells people. `abort` makes no backup, where it comes before one; at all other times it only tells people, as there is nothing
   * left to give up.
   */
  onFailure: z.enum(["abort", "warn", "ignore"]),
});
export type PlanHook = z.infer<typeof PlanHook>;

/** `stopped`: a person cancelled what it was for, or Backstay ended. */
export const PLAN_HOOK_PROBLEMS = ["program-failed", "program-missing", "timed-out", "stopped"] as const;
export type PlanHookProblem = (typeof PLAN_HOOK_PROBLEMS)[number];

/** How a hook went that a person tried. */
export const PlanHookTrial = z.strictObject({
  problem: z.enum(PLAN_HOOK_PROBLEMS).nullable(),
  /** Its exit status, the signal that ended it, or why it could not be started, like `ENOENT`. */
  status: z.string(),
  tookMs: Count,
  /** The last lines it wrote. */
  output: z.array(z.string()),
});
export type PlanHookTrial = z.infer<typeof PlanHookTrial>;
