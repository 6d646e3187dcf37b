import type { SeriesId, SourceId } from "../../shared/ids.ts";
import type { Retention, RetentionPreview } from "../../shared/model/plan.ts";
import type { SnapshotView } from "../../shared/model/snapshot.ts";
import { nsOf } from "../catalog/columns.ts";
import type { Clock } from "../clock.ts";
import { applyPolicy } from "../repository/snapshots/apply-policy.ts";
import { policyOf, selectable } from "./retention-service.ts";

/** In the same form as restic's own reasons. */
const NEWEST = "newest snapshot";
const PINNED = "pinned";

/**
 * What these rules alone would keep. Rules of other plans for the same source may keep more.
 *
 * @param snapshotsOf the snapshots of one series; a source's series has its id
 */
export async function previewRetention(
  sourceIds: readonly SourceId[],
  retention: Retention,
  snapshotsOf: (seriesId: SeriesId) => Promise<readonly SnapshotView[]>,
  clock: Clock,
): Promise<RetentionPreview> {
  const policy = policyOf(retention);
  const series: RetentionPreview["series"] = [];
  for (const sourceId of sourceIds) {
    const snapshots = (await snapshotsOf(sourceId as string as SeriesId)).map(({ id, timeMs, pin }) => ({
      ...selectable({ snapshotId: id, savedMs: timeMs }),
      timeMs,
      isPinned: pin !== undefined,
    }));
    const { reasons } = applyPolicy(snapshots, policy, { nowNs: nsOf(clock.nowMs()) });
    const matches = new Map(reasons.map((reason) => [reason.snapshot.id, reason.matches]));
    const newestMs = Math.max(...snapshots.map(({ timeMs }) => timeMs));
    series.push({
      sourceId,
      snapshots: snapshots
        .map(({ id, timeMs, isPinned }) => {
          const kept = [
            ...(matches.get(id) ?? (timeMs === newestMs ? [NEWEST] : [])),
            ...(isPinned ? [PINNED] : []),
          ];
          return { timeMs, isKept: kept.length > 0, reasons: kept };
        })
        .sort((a, b) => a.timeMs - b.timeMs),
    });
  }
  return { series };
}
