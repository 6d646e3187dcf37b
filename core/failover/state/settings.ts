import { z } from "zod";

/** What can be wrong with a replica. The first five are met when it is used, the last two are said of the disks under it. */
export const FAULT_KINDS = [
  "unreachable",
  "identity-mismatch",
  "read-only",
  "io-error",
  "out-of-space",
  "array-failed",
  "disk-failing",
] as const;
export const FaultKind = z.enum(FAULT_KINDS);
export type FaultKind = z.infer<typeof FaultKind>;

const Ms = z.int().nonnegative();
const Times = z.int().min(1).max(100);

/** When the active replica is left, and when it is returned to. All of it can be changed at any time. */
export const FailoverSettings = z
  .strictObject({
    /** From the beginning of one heartbeat to that of the next, in ms. */
    beatEveryMs: z.int().min(1000),
    /** What a heartbeat may take, in ms; it has failed then. */
    beatLimitMs: z.int().min(1000),
    /** How often a fault is met within the window before the active replica is left; all kinds together, as often as `unreachable`. */
    faultsToLeave: z.strictObject({
      unreachable: Times,
      "identity-mismatch": Times,
      "read-only": Times,
      "io-error": Times,
      "out-of-space": Times,
    }),
    /** Faults older than this, in ms, count no more. */
    windowMs: z.int().min(1000),
    /** Good heartbeats in a row after which a fault is over. */
    beatsToClear: Times,
    /** How long a replica that was left, or that is returned to, must have been well without a break, in ms. */
    stableMs: Ms,
    /** Nothing heard of a replica for longer, in ms, breaks the time that it was well: the computer may have slept. */
    silenceMs: z.int().min(1000),
    /** A disk under the active replica that fails: whether it is left for that, and how long the verdict must stand, in ms. */
    diskFailing: z.strictObject({ leaves: z.boolean(), afterMs: Ms }),
    /** Whether Backstay returns to the usual replica by itself, or only when a person asks. */
    failBack: z.enum(["by-itself", "on-request"]),
    /** After what failed and is tried again, in ms; longer each time, up to ten times of it. */
    retryMs: z.int().min(1000),
  })
  .refine(
    ({ beatEveryMs, beatLimitMs, windowMs, faultsToLeave }) =>
      windowMs >= beatEveryMs * (faultsToLeave.unreachable - 1) + beatLimitMs,
    "so many heartbeats cannot fail within the window",
  );
export type FailoverSettings = z.infer<typeof FailoverSettings>;

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Three heartbeats missed within a minute to leave, half an hour well and reconciled to return. */
export const DEFAULT_FAILOVER_SETTINGS: FailoverSettings = {
  beatEveryMs: 15 * SECOND,
  beatLimitMs: 10 * SECOND,
  faultsToLeave: {
    unreachable: 3,
    "identity-mismatch": 2, // a share that is being mounted anew looks like this for a moment
    "read-only": 2,
    "io-error": 2,
    "out-of-space": 1,
  },
  windowMs: MINUTE,
  beatsToClear: 3,
  stableMs: 30 * MINUTE,
  silenceMs: 2 * MINUTE,
  diskFailing: { leaves: true, afterMs: 10 * MINUTE },
  failBack: "by-itself",
  retryMs: MINUTE,
};
