import { expect, test } from "vitest";
import { DiskMetrics } from "../../../../shared/model/health-reading.ts";
import { chartedMetrics, METRICS_BY_WEIGHT, readMetrics } from "./disk-metrics.ts";

const NONE = Object.fromEntries(Object.keys(DiskMetrics.shape).map((name) => [name, null])) as DiskMetrics;
const disk = (metrics: Partial<DiskMetrics>) => ({ metrics: { ...NONE, ...metrics } });

test("counters above zero are drawn first, the temperature always, never more than three", () => {
  expect(
    chartedMetrics(
      disk({ pendingSectors: 3, reportedUncorrectable: 1, reallocatedSectors: 9, temperatureC: 40 }),
    ),
  ).toEqual(["pendingSectors", "reportedUncorrectable", "temperatureC"]);
});

test("an SSD shows its wear, a quiet hard disk its pending sectors", () => {
  expect(
    chartedMetrics(disk({ wornPercent: 4, temperatureC: 33, mediaErrors: 0, sparePercent: 100 })),
  ).toEqual(["wornPercent", "temperatureC"]);
  expect(chartedMetrics(disk({ pendingSectors: 0, reallocatedSectors: 0, temperatureC: 33 }))).toEqual([
    "pendingSectors",
    "temperatureC",
  ]);
});

test("an SSD that nobody knows the temperature of still shows its wear", () => {
  expect(chartedMetrics(disk({ wornPercent: 4 }))).toEqual(["wornPercent"]);
});

test("a disk that tells nothing has no charts and no values", () => {
  expect(chartedMetrics(disk({}))).toEqual([]);
  expect(readMetrics(disk({ powerOnHours: 0 }))).toEqual(["powerOnHours"]);
});

test("no metric is left out but the drive's own limits", () => {
  const limits = ["spareThresholdPercent", "temperatureWarnC", "temperatureCriticalC"];
  expect([...METRICS_BY_WEIGHT, ...limits].toSorted()).toEqual(Object.keys(DiskMetrics.shape).toSorted());
});
