import { z } from "zod";
import { Count, SnapshotIdText, TimeMs } from "../../shared/model/primitives.ts";
import { ROT_KINDS } from "../../shared/model/source-rot.ts";

/** What a backup is to know of files that changed without a new date before. */
export const RotGuard = z.strictObject({
  /** Those that nobody has settled yet, and how their good content is known again. */
  known: z.array(z.strictObject({ path: z.string(), good: z.string() })),
  /** Paths of files of which a person said that some program writes them so. */
  meant: z.array(z.string()),
});
export type RotGuard = z.infer<typeof RotGuard>;

export const NOTHING_ROTTEN: RotGuard = { known: [], meant: [] };

/** Files that a result names one by one; beyond these it only counts. */
export const MAX_ROTTEN_NAMED = 200;

/** What a backup found. Paths are text, as people read them. */
export const FoundRot = z.strictObject({
  /** The snapshot that has them as they were. */
  before: z.strictObject({ snapshotId: SnapshotIdText, timeMs: TimeMs }),
  /** Those that were not known yet. */
  silent: Count,
  undated: Count,
  /** The first of them. */
  files: z
    .array(z.strictObject({ path: z.string(), kind: z.enum(ROT_KINDS), good: z.string() }))
    .max(MAX_ROTTEN_NAMED),
  /** Known ones that changed so once more. */
  again: Count,
  /** Paths of known ones that have their good content again. */
  mended: z.array(z.string()),
});
export type FoundRot = z.infer<typeof FoundRot>;
