import type { SelectableSnapshot } from "./selectable.ts";

/** Tags a snapshot must have all of. The empty tag stands for a snapshot without tags. */
export type TagList = readonly string[];

/** What is empty or absent does not restrict. */
export type SnapshotFilter = {
  /** One of these. */
  readonly hosts?: readonly string[];
  /** All tags of one of these lists. */
  readonly tags?: readonly TagList[];
  /** All of these, absolute and cleaned. */
  readonly paths?: readonly string[];
};

/** @returns the snapshots that fit, in the order given */
export function filterSnapshots<S extends SelectableSnapshot>(
  snapshots: readonly S[],
  { hosts = [], tags = [], paths = [] }: SnapshotFilter,
): readonly S[] {
  return snapshots.filter(
    (snapshot) =>
      (hosts.length === 0 || hosts.includes(snapshot.hostname)) &&
      (tags.length === 0 || tags.some((list) => hasTags(snapshot, list))) &&
      paths.every((path) => snapshot.paths.includes(path)),
  );
}

/** Whether the snapshot has all tags of the list; a snapshot without any fits a list with the empty tag in front. */
export function hasTags(snapshot: Pick<SelectableSnapshot, "tags">, list: TagList): boolean {
  for (const tag of list) {
    if (tag === "" && snapshot.tags.length === 0) return true;
    if (!snapshot.tags.includes(tag)) return false;
  }
  return true;
}

/** @param text tags separated by commas, as `--tag` and `--keep-tag` take them; space around a tag is dropped */
export function parseTagList(text: string): TagList {
  return text.split(",").map((tag) => tag.trim());
}
