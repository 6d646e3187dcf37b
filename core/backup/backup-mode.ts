import type { StoredSnapshot } from "../repository/snapshots/load-snapshots.ts";

/**
 * What a backup compares with: `incremental` with the newest snapshot of the same sources, `differential` with the newest full one,
 * `full` with nothing, so that every byte is read again.
 */
export type BackupMode = "incremental" | "differential" | "full";

/** The tag by which a snapshot's mode is known. */
export function modeTag(mode: BackupMode): string {
  return `backstay:${mode}`;
}

/** @returns undefined for a snapshot that another program wrote */
export function modeOfSnapshot(tags: readonly string[]): BackupMode | undefined {
  return (["incremental", "differential", "full"] as const).find((mode) => tags.includes(modeTag(mode)));
}

/** Which snapshots count as earlier ones of the same sources. */
export type SourceKey = {
  readonly hostname: string;
  readonly paths: readonly string[];
  readonly timeNs: bigint;
};

/**
 * @param snapshots oldest first
 * @returns the snapshot to compare with; undefined when everything is to be read
 */
export function chooseParent(
  snapshots: readonly StoredSnapshot[],
  mode: BackupMode,
  source: SourceKey,
): StoredSnapshot | undefined {
  if (mode === "full") return undefined;
  return snapshots.findLast(
    (snapshot) =>
      snapshot.hostname === source.hostname &&
      snapshot.timeNs <= source.timeNs &&
      isSameSet(snapshot.paths, source.paths) &&
      (mode === "incremental" || modeOfSnapshot(snapshot.tags) === "full"),
  );
}

function isSameSet(a: readonly string[], b: readonly string[]): boolean {
  const wanted = new Set(a);
  return wanted.size === new Set(b).size && b.every((path) => wanted.has(path));
}
