import { BackstayError } from "../../../shared/errors.ts";
import { filterSnapshots, type SnapshotFilter } from "./filter-snapshots.ts";
import type { SelectableSnapshot } from "./selectable.ts";

/** `subfolder` is what stood behind the colon, as written; absent without a colon. */
export type FoundSnapshot<S> = { readonly snapshot: S; readonly subfolder: string | undefined };

/**
 * Finds the snapshot a person means.
 *
 * @param wanted the beginning of an id, or `latest`; `:FOLDER` behind it picks a folder of the snapshot
 * @param filter what `latest` looks among; an id is looked for among all
 * @throws {BackstayError} SNAPSHOT_NOT_FOUND, SNAPSHOT_AMBIGUOUS
 */
export function findSnapshot<S extends SelectableSnapshot>(
  snapshots: readonly S[],
  wanted: string,
  filter: SnapshotFilter = {},
): FoundSnapshot<S> {
  const colon = wanted.indexOf(":");
  const name = colon === -1 ? wanted : wanted.slice(0, colon);
  const subfolder = colon === -1 ? undefined : wanted.slice(colon + 1);
  const snapshot = name === "latest" ? latestSnapshot(snapshots, filter) : byPrefix(snapshots, name);
  if (snapshot === undefined) throw new BackstayError("SNAPSHOT_NOT_FOUND", { wanted });
  return { snapshot, subfolder };
}

/** @returns the newest snapshot that fits the filter; of several as new, the last one */
export function latestSnapshot<S extends SelectableSnapshot>(
  snapshots: readonly S[],
  filter: SnapshotFilter = {},
): S | undefined {
  let latest: S | undefined;
  for (const snapshot of filterSnapshots(snapshots, filter)) {
    if (latest === undefined || snapshot.timeNs >= latest.timeNs) latest = snapshot;
  }
  return latest;
}

function byPrefix<S extends SelectableSnapshot>(snapshots: readonly S[], prefix: string): S | undefined {
  if (prefix === "") return undefined;
  const matches = snapshots.filter((snapshot) => snapshot.id.startsWith(prefix));
  if (matches.length > 1) {
    throw new BackstayError("SNAPSHOT_AMBIGUOUS", { wanted: prefix, matches: matches.length });
  }
  return matches[0];
}
