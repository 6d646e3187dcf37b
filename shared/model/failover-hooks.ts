/** What is done on this computer or told to another when backups move from one replica to another. */
import { z } from "zod";
import { DELIVERY_PROBLEMS } from "./delivery-problem.ts";
import { Count, Name, RepositoryIdText, TimeMs } from "./primitives.ts";

const HOOK_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export const HookIdText = z.string().regex(HOOK_ID);

export const HOOK_MOVES = ["failover", "failback", "switchover"] as const;
export type HookMove = (typeof HOOK_MOVES)[number];

/** `before`: when the replica that is to become active is about to be proved; `after`: when it is active and jobs begin anew. */
export const HOOK_TIMES = ["before", "after"] as const;

const Argument = z
  .string()
  .max(4096)
  .refine((text) => !text.includes("\0"), "holds a zero byte");
/** What is run, and with which arguments. */
export const Program = { program: Argument.min(1), arguments: z.array(Argument).max(50) };

/** A program is run with its arguments as they are, without a shell. The address of a webhook is secret, as it may hold a key. */
export const HookAction = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("command"), ...Program }),
  /** Mounts a share again, for instance from the machine that takes over. */
  z.strictObject({ kind: z.literal("remount"), ...Program }),
  z.strictObject({ kind: z.literal("webhook") }),
]);
export type HookAction = z.infer<typeof HookAction>;

export const HookDraft = z.strictObject({
  name: Name,
  isEnabled: z.boolean(),
  when: z.enum(HOOK_TIMES),
  moves: z.array(z.enum(HOOK_MOVES)).min(1).max(HOOK_MOVES.length),
  action: HookAction,
  /** Then it is ended, with all that it started. */
  limitSeconds: z.int().min(1).max(300),
  /**
   * `warn` tells people. `abort` gives up a move that a person ordered, if it is one before it; in all other moves it only tells
   * people: backups do not wait for a hook.
   */
  onFailure: z.enum(["ignore", "warn", "abort"]),
});
export type HookDraft = z.infer<typeof HookDraft>;

/** What is left out stays as it is kept. */
export const HookSecrets = z.strictObject({
  address: z.string().trim().min(1).max(4096).optional(),
  /** Signs what is posted. */
  key: z.string().min(1).max(4096).optional(),
});
export type HookSecrets = z.infer<typeof HookSecrets>;

/** `stopped`: what it was for is over. */
export const HOOK_PROBLEMS = [...DELIVERY_PROBLEMS, "stopped"] as const;

/** Of each hook; the audit trail has all. */
export const HOOK_RUNS_KEPT = 10;

/** How a run went. `answer`: what the program or the other side said, short and without secrets. */
export const HookRun = z.strictObject({
  atMs: TimeMs,
  move: z.enum(HOOK_MOVES),
  tookMs: Count,
  problem: z.enum(HOOK_PROBLEMS).nullable(),
  answer: z.string(),
});
export type HookRun = z.infer<typeof HookRun>;

export const HookView = HookDraft.extend({
  id: HookIdText,
  repositoryId: RepositoryIdText,
  /** Where its address points to; empty where it has none. */
  addressHost: z.string(),
  isSigned: z.boolean(),
  lastRun: HookRun.nullable(),
  /** The newest first, and also those of a person who tried it. */
  runs: z.array(HookRun).max(HOOK_RUNS_KEPT),
});
export type HookView = z.infer<typeof HookView>;
