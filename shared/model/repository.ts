import { z } from "zod";
import { Bytes, Name, ReplicaIdText, RepositoryIdText, TimeMs } from "./primitives.ts";
import { PLACE_KINDS } from "./remote-place.ts";
import { WireErrorShape } from "./wire-error.ts";

/** One place with a complete copy of a repository. */
export const Replica = z.strictObject({
  id: ReplicaIdText,
  name: Name,
  /** What `--repo` takes. */
  location: z.string(),
  kind: z.enum(PLACE_KINDS),
  role: z.enum(["active", "standby"]),
  /** What the last look at it found; `unknown` before the first one. */
  reach: z.enum(["reachable", "unreachable", "unknown"]),
  /** Why it is unreachable; null when it is not, or this host has not looked yet. */
  error: WireErrorShape.nullable(),
  checkedMs: TimeMs.nullable(),
  freeBytes: Bytes.nullable(),
  totalBytes: Bytes.nullable(),
});
export type Replica = z.infer<typeof Replica>;

export const RepositoryView = z.strictObject({
  id: RepositoryIdText,
  name: Name,
  replicas: z.array(Replica).min(1),
  /** When a check last found damage in it; null when none did, or one proved since that it is whole. */
  damageFoundMs: TimeMs.nullable(),
  /** What a repair came to since damage was found; null when none has. That all is whole only a check proves. */
  repair: z
    .strictObject({
      endedMs: TimeMs,
      /** Snapshots lack something, until a backup stores it again. */
      isLacking: z.boolean(),
    })
    .nullable(),
});
export type RepositoryView = z.infer<typeof RepositoryView>;

/** What stands at a location, before anything is done with it. */
export const LocationFinding = z.strictObject({
  /** `file`: it is, or leads through, something that is no folder. */
  kind: z.enum(["repository", "empty-folder", "nothing-there", "other-files", "file", "unreachable"]),
  /** Only of a repository, and only when the password was right. */
  repositoryId: RepositoryIdText.nullable(),
  snapshotCount: z.int().nonnegative().nullable(),
  isKnown: z.boolean(),
  freeBytes: Bytes.nullable(),
  /** Of the paths that were asked about, those on the same disk: a failure of it takes them and the backups. */
  sameDiskAs: z.array(z.string()),
});
export type LocationFinding = z.infer<typeof LocationFinding>;
