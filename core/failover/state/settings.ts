import type { FailoverSettings } from "../../../shared/model/failover.ts";

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
  verifyLimitMs: 30 * SECOND,
  retryMs: MINUTE,
};
