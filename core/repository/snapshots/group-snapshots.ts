import { BackstayError } from "../../../shared/errors.ts";
import type { SelectableSnapshot } from "./selectable.ts";

export type GroupBy = { readonly host: boolean; readonly paths: boolean; readonly tags: boolean };

/** What the snapshots of a group have in common; what they are not grouped by is empty or `null`, as in restic's JSON. */
export type GroupKey = {
  readonly hostname: string;
  /** Sorted. */
  readonly paths: readonly string[] | null;
  /** Sorted; `null` for snapshots without tags too. */
  readonly tags: readonly string[] | null;
};

export type SnapshotGroup<S> = { readonly key: GroupKey; readonly snapshots: readonly S[] };

/** How restic groups by default. */
export const DEFAULT_GROUP_BY: GroupBy = { host: true, paths: true, tags: false };

/**
 * @param text `host`, `paths` and `tags` (or `hosts`, `path`, `tag`) separated by commas; empty for one single group
 * @throws {BackstayError} VALUE_INVALID
 */
export function parseGroupBy(text: string): GroupBy {
  const words = text.split(",").filter((word) => word !== "");
  const unknown = words.find((word) => !/^(?:hosts?|paths?|tags?)$/.test(word));
  if (unknown !== undefined) {
    throw new BackstayError("VALUE_INVALID", { value: unknown, expected: "group-by" });
  }
  const has = (word: string) => words.includes(word) || words.includes(`${word}s`);
  return { host: has("host"), paths: has("path"), tags: has("tag") };
}

/** @returns groups in order of their first snapshot, each with its snapshots in the order given */
export function groupSnapshots<S extends SelectableSnapshot>(
  snapshots: readonly S[],
  groupBy: GroupBy,
): readonly SnapshotGroup<S>[] {
  const groups = new Map<string, { key: GroupKey; snapshots: S[] }>();
  for (const snapshot of snapshots) {
    const key: GroupKey = {
      hostname: groupBy.host ? snapshot.hostname : "",
      paths: groupBy.paths ? sortedOrNull(snapshot.paths) : null,
      tags: groupBy.tags ? sortedOrNull(snapshot.tags) : null,
    };
    const text = JSON.stringify(key);
    const group = groups.get(text);
    if (group === undefined) groups.set(text, { key, snapshots: [snapshot] });
    else group.snapshots.push(snapshot);
  }
  return [...groups.values()];
}

function sortedOrNull(texts: readonly string[]): readonly string[] | null {
  return texts.length === 0 ? null : texts.toSorted();
}

/** For people: `host nas1, paths /srv, /home`; empty for the group of everything. */
export function describeGroup({ hostname, paths, tags }: GroupKey): string {
  const parts: string[] = [];
  if (hostname !== "") parts.push(`host ${hostname}`);
  if (paths !== null) parts.push(`paths ${paths.join(", ")}`);
  if (tags !== null) parts.push(`tags ${tags.join(", ")}`);
  return parts.join(", ");
}
