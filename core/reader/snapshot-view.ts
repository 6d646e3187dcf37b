import type { SnapshotView } from "../../shared/model/snapshot.ts";
import { modeOfSnapshot } from "../backup/backup-mode.ts";
import type { StoredSnapshot } from "../repository/snapshots/load-snapshots.ts";
import { timeMsOf } from "./time-ms.ts";

/** A hostile snapshot can have any number of tags, as long as it likes. */
const MAX_SHOWN_TAGS = 100;
const MAX_TAG_LENGTH = 200;

/** @param filesGone since the snapshot before it in its series; null when not known */
export function describeSnapshot(snapshot: StoredSnapshot, filesGone: number | null): SnapshotView {
  const counts = snapshot.summary?.counts;
  return {
    id: snapshot.id,
    timeMs: timeMsOf(snapshot.timeNs),
    mode: modeOfSnapshot(snapshot.tags) ?? null,
    tags: snapshot.tags.slice(0, MAX_SHOWN_TAGS).map((tag) => tag.slice(0, MAX_TAG_LENGTH)),
    files: counts?.totalFilesProcessed ?? null,
    bytes: counts?.totalBytesProcessed ?? null,
    filesNew: counts?.filesNew ?? null,
    filesChanged: counts?.filesChanged ?? null,
    filesGone,
    bytesAdded: counts?.dataAddedPacked ?? null,
  };
}
