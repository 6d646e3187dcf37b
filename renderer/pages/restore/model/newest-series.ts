import type { SnapshotSeries } from "../../../../shared/model/snapshot.ts";

/** Where a person begins who has not chosen: what was backed up last, of our own sources if there are any. */
export function newestSeries(series: readonly SnapshotSeries[]): SnapshotSeries | undefined {
  const own = series.filter(({ sourceId }) => sourceId !== null);
  const candidates = own.length > 0 ? own : series;
  return candidates.reduce<SnapshotSeries | undefined>(
    (best, each) => (best === undefined || each.newestMs > best.newestMs ? each : best),
    undefined,
  );
}
