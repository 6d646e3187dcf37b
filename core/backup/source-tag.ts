import type { SourceId } from "../../shared/ids.ts";

const PREFIX = "backstay:source=";
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The tag by which the snapshots of a source are known, whatever its paths are now. */
export function sourceTag(sourceId: string): string {
  return `${PREFIX}${sourceId}`;
}

/** @returns undefined for a snapshot that was not made for a source; a tag of another form is somebody else's */
export function sourceOfSnapshot(tags: readonly string[]): SourceId | undefined {
  const ids = tags.flatMap((tag) => (tag.startsWith(PREFIX) ? [tag.slice(PREFIX.length)] : []));
  return ids.find((id) => UUID.test(id)) as SourceId | undefined;
}
