/** Plans that a second Backstay, at the same repository, starts when the first one is gone. */
import { z } from "zod";
import { Name, PlanIdText, RepositoryIdText, TimeMs } from "./primitives.ts";

const MINUTE_MS = 60_000;
const Ms = (least: number) =>
  z
    .int()
    .min(least)
    .max(24 * 60 * MINUTE_MS);

/** How long an owner may be silent before its lease is over. */
export const LeaseMs = Ms(3_000);
/** How much longer whoever stands by waits then. */
export const AfterMs = Ms(3_000);
export const DEFAULT_LEASE_MS = 2 * MINUTE_MS;
export const DEFAULT_AFTER_MS = 10 * MINUTE_MS;

/**
 * Where a plan stands. `own`: its owner starts it, and that is this Backstay. `owners`: its owner starts it. `taken-over`: whoever stands
 * by starts it. `waits`: this Backstay would start it, and has to see the replica first. `not-shared`: offered by another one, and nobody here
 * stands by for it. `withdrawn`: this Backstay stands by, and the owner does not let others start it any more.
 */
export const STAND_IN_STATES = ["own", "owners", "taken-over", "waits", "not-shared", "withdrawn"] as const;

export const StandInPlan = z.strictObject({
  planId: PlanIdText,
  name: z.string(),
  repositoryId: RepositoryIdText,
  repositoryName: Name,
  /** Whether the plan was made here. */
  isOwn: z.boolean(),
  /** The computer of the Backstay that made it. */
  ownerName: z.string(),
  /** Whether that one leaves signs; false when it has left none for as long as a lease lasts, null until it was watched for so long. */
  isOwnerThere: z.boolean().nullable(),
  /** The computer of the Backstay that may start it now. */
  holderName: z.string(),
  state: z.enum(STAND_IN_STATES),
  /** Whether the one that starts it now is this Backstay. */
  isHere: z.boolean(),
  /** Since when it starts it, as far as that was seen from here; null while nobody else did yet. */
  sinceMs: TimeMs.nullable(),
  lastsMs: z.int(),
  /** Null for an own one. */
  afterMs: z.int().nullable(),
  paths: z.array(z.string()),
  /** Those of them that cannot be read here now; it is not taken over while there are any. */
  missingPaths: z.array(z.string()),
  /** Of another's plan, those that its owner added and nobody here agreed to; it is not taken over while there are any. */
  newPaths: z.array(z.string()),
  /** It is paused, so that it is not taken over, or nothing is started when it was. */
  pausedAt: z.enum(["here", "owner"]).nullable(),
  /** Computers that stand by for an own plan, as far as they were seen to be there. */
  standbyNames: z.array(z.string()),
  /** When the replica was looked at last; null when it was not yet. */
  lookedMs: TimeMs.nullable(),
});
export type StandInPlan = z.infer<typeof StandInPlan>;

/** Another Backstay that works with the same replicas. */
export const StandInNeighbour = z.strictObject({
  repositoryId: RepositoryIdText,
  /** Of its computer. */
  name: z.string(),
  /** Null until it was looked at for long enough to say. */
  isThere: z.boolean().nullable(),
  /** When it left its newest sign, by its own clock. */
  signMs: TimeMs,
  /** Its plans that others may start, by their names. */
  offers: z.array(z.string()),
  /** Plans of others that it starts when their owner is gone. */
  standsBy: z.array(z.string()),
});
export type StandInNeighbour = z.infer<typeof StandInNeighbour>;
