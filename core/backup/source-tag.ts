/** The tag by which the snapshots of a source are known, whatever its paths are now. */
export function sourceTag(sourceId: string): string {
  return `backstay:source=${sourceId}`;
}
