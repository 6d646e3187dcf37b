import type { SnapshotId } from "../../../shared/ids.ts";

/** What choosing among snapshots needs to know of one. */
export type SelectableSnapshot = {
  readonly id: SnapshotId;
  /** RFC 3339, as written: its offset decides which day, week or month the snapshot belongs to. */
  readonly time: string;
  /** The same instant in nanoseconds since 1970. */
  readonly timeNs: bigint;
  readonly hostname: string;
  /** Absolute. */
  readonly paths: readonly string[];
  readonly tags: readonly string[];
};
