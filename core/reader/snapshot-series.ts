import { createHash } from "node:crypto";
import type { SeriesId, SourceId } from "../../shared/ids.ts";
import { SourceIdText } from "../../shared/model/primitives.ts";
import type { SnapshotSeries } from "../../shared/model/snapshot.ts";
import { sourceTag } from "../backup/source-tag.ts";
import type { StoredSnapshot } from "../repository/snapshots/load-snapshots.ts";
import { timeMsOf } from "./time-ms.ts";

const SOURCE_TAG = sourceTag("");
/** A hostile snapshot can name any number. */
const MAX_SHOWN_PATHS = 1000;

/** @returns undefined for a snapshot that no source of Backstay's made */
export function sourceOfSnapshot(tags: readonly string[]): SourceId | undefined {
  for (const tag of tags) {
    if (!tag.startsWith(SOURCE_TAG)) continue;
    const id = SourceIdText.safeParse(tag.slice(SOURCE_TAG.length));
    if (id.success) return id.data;
  }
  return undefined;
}

/** By its source where it has one, else by host and paths, in whatever order these stand. */
export function seriesOfSnapshot(snapshot: Pick<StoredSnapshot, "tags" | "hostname" | "paths">): SeriesId {
  const source = sourceOfSnapshot(snapshot.tags);
  if (source !== undefined) return source as string as SeriesId;
  const key = JSON.stringify([snapshot.hostname, [...new Set(snapshot.paths)].sort()]);
  return createHash("sha256").update(key).digest("hex") as SeriesId;
}

/**
 * @param snapshots oldest first
 * @returns each series with its snapshots, oldest first
 */
export function groupBySeries(
  snapshots: readonly StoredSnapshot[],
): ReadonlyMap<SeriesId, readonly StoredSnapshot[]> {
  return Map.groupBy(snapshots, seriesOfSnapshot);
}

/** @param snapshots of one series, oldest first, never empty; its newest one gives host and paths */
export function describeSeries(id: SeriesId, snapshots: readonly StoredSnapshot[]): SnapshotSeries {
  const [oldest] = snapshots;
  const newest = snapshots.at(-1);
  if (oldest === undefined || newest === undefined) throw new Error("a series has snapshots");
  const paths = newest.paths.slice(0, MAX_SHOWN_PATHS);
  return {
    id,
    sourceId: sourceOfSnapshot(newest.tags) ?? null,
    name: paths.join(", "),
    hostname: newest.hostname,
    paths,
    count: snapshots.length,
    oldestMs: timeMsOf(oldest.timeNs),
    newestMs: timeMsOf(newest.timeNs),
  };
}
