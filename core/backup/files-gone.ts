import type { Snapshot } from "../repository/format/snapshot.ts";
import type { BackupMode } from "./backup-mode.ts";
import type { Tally } from "./tally.ts";

/** What a backup knows at its end. */
export type GoneFacts = {
  readonly mode: BackupMode;
  readonly parent: Pick<Snapshot, "summary"> | undefined;
  readonly tally: Pick<Tally, "filesChanged" | "filesUnmodified">;
  /** Folders of the parent that could not be read: their files count as new. */
  readonly lostFolders: number;
  readonly problemCount: number;
};

/**
 * How many files the snapshot before had and the new one has not: those of its files that were not met again.
 *
 * @returns undefined where that cannot be told: there is none before, it was compared with an older one, its own count is not known,
 *   or something could not be read, for that may still be there
 */
export function countFilesGone(facts: GoneFacts): number | undefined {
  const { mode, parent, tally, lostFolders, problemCount } = facts;
  const before = parent?.summary?.counts;
  if (mode !== "incremental" || before === undefined || lostFolders > 0 || problemCount > 0) return undefined;
  const { filesNew, filesChanged, filesUnmodified, totalFilesProcessed } = before;
  // programs differ in what they call a file that was processed
  if (filesNew + filesChanged + filesUnmodified !== totalFilesProcessed) return undefined;
  const gone = totalFilesProcessed - tally.filesChanged - tally.filesUnmodified;
  return gone < 0 ? undefined : gone;
}
