/** How much of a source has changed since a moment, by how much did between the backups before. Pure. */
import type { ChangedSince } from "../../shared/model/survival.ts";

/** One backup of a source that came to its end. */
export type PastBackup = {
  readonly endedMs: number;
  /** New and changed since the one before. */
  readonly files: number;
  /** What it added to the repository. */
  readonly bytes: number;
};

/** With fewer, or within less time, nobody can say what is usual. */
const FEWEST = 4;
const SHORTEST_MS = 12 * 3_600_000;
const LONGEST_MS = 30 * 24 * 3_600_000;

/**
 * @param backups of one source
 * @param sinceMs when the newest state that is left was saved; null when none is
 * @returns null where there is no history to go by
 */
export function estimateChanges(
  backups: readonly PastBackup[],
  sinceMs: number | null,
  nowMs: number,
): ChangedSince | null {
  if (sinceMs === null || sinceMs > nowMs) return null;
  const recent = backups
    .filter(({ endedMs }) => endedMs <= nowMs && nowMs - endedMs <= LONGEST_MS)
    .toSorted((a, b) => a.endedMs - b.endedMs);
  const [first, ...later] = recent;
  const last = later.at(-1);
  if (first === undefined || last === undefined || recent.length < FEWEST) return null;
  const spanMs = last.endedMs - first.endedMs;
  if (spanMs < SHORTEST_MS) return null;
  // what the first one saved had changed in a time that nobody knows
  const share = (nowMs - sinceMs) / spanMs;
  const sum = (part: "files" | "bytes") => later.reduce((total, backup) => total + backup[part], 0);
  return {
    files: Math.round(sum("files") * share),
    bytes: Math.round(sum("bytes") * share),
    backups: recent.length,
  };
}
