import { z } from "zod";
import { ChangeFacts, ChangeLimits, SUSPICIONS, UsualChange } from "../../shared/model/change-guard.ts";
import { SnapshotIdText, TimeMs } from "../../shared/model/primitives.ts";
import { RotGuard } from "./rot-guard.ts";

/** What a backup of a plan is judged by. */
export const ChangeGuard = z.strictObject({
  /** The last one that was written down. A later one is of a backup that was killed before anybody judged it. */
  since: SnapshotIdText.nullable(),
  limits: ChangeLimits,
  usual: UsualChange,
  /** Also tells of files that changed without a new date. */
  rot: RotGuard.optional(),
});
export type ChangeGuard = z.infer<typeof ChangeGuard>;

/** What a backup came to, compared with the one before. */
export const WatchedChange = z.strictObject({
  facts: ChangeFacts,
  /** The snapshot it was compared with. */
  before: z.strictObject({ snapshotId: SnapshotIdText, timeMs: TimeMs }),
  /** The worst first; empty for an ordinary change. */
  suspicions: z.array(z.enum(SUSPICIONS)),
});
export type WatchedChange = z.infer<typeof WatchedChange>;
