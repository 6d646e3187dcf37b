/** The tag by which the snapshots of a source are known, whatever its paths are now. */
export function sourceTag(sourceId: string): string {
  return `backstay:source=${sourceId}`;
}

/** @returns the tag of the source that a snapshot with these tags is of; undefined for one of another program */
export function sourceTagOf(tags: readonly string[]): string | undefined {
  return tags.find((tag) => tag.startsWith(sourceTag("")));
}
