import type { DiskMetrics, DiskReading } from "../../../shared/model/health-reading.ts";
import type { HealthRunStore } from "../../catalog/health-run-store.ts";
import type { CounterPoint, DiskHistory } from "../rules/disk/disk-history.ts";

/** Counters whose past decides about the present. */
const COUNTERS = [
  "reallocatedSectors",
  "pendingSectors",
  "offlineUncorrectable",
  "reportedUncorrectable",
  "endToEndErrors",
  "mediaErrors",
  "uncorrectedReads",
  "uncorrectedWrites",
  "spinRetries",
  "predictedFailures",
  "commandTimeouts",
  "interfaceCrcErrors",
] as const satisfies readonly (keyof DiskMetrics)[];

/** What the catalog remembers of a disk, as the rules ask for it. Counters that stand at zero are not looked up. */
export function diskHistory(
  runs: Pick<HealthRunStore, "series">,
  subject: number,
  reading: DiskReading,
  nowMs: number,
): DiskHistory {
  const counters: { [Counter in keyof DiskMetrics]?: readonly CounterPoint[] } = {};
  for (const counter of COUNTERS) {
    const value = reading.metrics[counter];
    if (value === null || value === 0) continue;
    counters[counter] = runs.series(subject, counter, 0, nowMs).flatMap((run) => {
      const from = { atMs: run.fromMs, value: run.value };
      return run.toMs === run.fromMs ? [from] : [from, { atMs: run.toMs, value: run.value }];
    });
  }
  return { nowMs, counters };
}

/**
 * The last that is known of a disk that cannot be read now: what was wrong with it has not gone away because it sleeps. Its
 * temperature has.
 */
export function withLastKnown(now: DiskReading, last: DiskReading | undefined): DiskReading {
  if (last === undefined || (now.isReadable && !now.isAsleep)) return now;
  const { metrics, attributes, selfAssessment, flags, nvmeWarnings, selfTest, selfTestLog } = last;
  return {
    ...now,
    identity: { ...last.identity, ...withoutNulls(now.identity) },
    place: { ...last.place, ...withoutNulls(now.place) },
    protocol: now.protocol === "unknown" ? last.protocol : now.protocol,
    medium: now.medium === "unknown" ? last.medium : now.medium,
    ...{ attributes, selfAssessment, flags, nvmeWarnings, selfTest, selfTestLog },
    metrics: { ...metrics, temperatureC: null },
  };
}

function withoutNulls<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as Partial<T>;
}
