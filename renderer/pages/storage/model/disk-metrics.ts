import type { DiskMetrics } from "../../../../shared/model/health-reading.ts";
import type { DiskView } from "../../../../shared/model/health-view.ts";

export type MetricName = keyof DiskMetrics;

/** Those that say how a disk fares, in the order in which they foretell a failure; limits and identifiers are no history. */
export const METRICS_BY_WEIGHT: readonly MetricName[] = [
  "pendingSectors",
  "reportedUncorrectable",
  "offlineUncorrectable",
  "mediaErrors",
  "uncorrectedReads",
  "uncorrectedWrites",
  "reallocatedSectors",
  "endToEndErrors",
  "spinRetries",
  "predictedFailures",
  "reallocationEvents",
  "commandTimeouts",
  "interfaceCrcErrors",
  "otherErrors",
  "wornPercent",
  "sparePercent",
  "temperatureC",
  "errorLogEntries",
  "unsafeShutdowns",
  "powerOnHours",
  "powerCycles",
  "writtenBytes",
];

/** Gauges, which are looked at whether or not something is wrong. */
const ALWAYS = new Set<MetricName>(["wornPercent", "temperatureC"]);
/** They only ever rise, and tell nothing by that. */
const NEVER_DRAWN = new Set<MetricName>([
  "powerOnHours",
  "powerCycles",
  "writtenBytes",
  "errorLogEntries",
  "unsafeShutdowns",
]);
const MOST_CHARTS = 3;

/** Which values deserve a chart: counters above zero by their weight, and what wears or heats, never more than three. */
export function chartedMetrics({ metrics }: Pick<DiskView, "metrics">): readonly MetricName[] {
  const known = METRICS_BY_WEIGHT.filter((name) => metrics[name] !== null && !NEVER_DRAWN.has(name));
  const gauges = known.filter((name) => ALWAYS.has(name));
  const counters = known.filter(
    (name) => !ALWAYS.has(name) && name !== "sparePercent" && (metrics[name] ?? 0) > 0,
  );
  const temperature = gauges.slice(-1);
  const rest = [...counters, ...gauges.slice(0, -1), ...known.filter((name) => name === "pendingSectors")];
  return [...new Set([...rest.slice(0, MOST_CHARTS - temperature.length), ...temperature])];
}

/** What a disk without SMART attributes of its own tells: every value that was read. */
export function readMetrics({ metrics }: Pick<DiskView, "metrics">): readonly MetricName[] {
  return METRICS_BY_WEIGHT.filter((name) => metrics[name] !== null);
}
