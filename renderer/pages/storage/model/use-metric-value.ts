import { useFormat } from "../../../components/use-format.ts";
import type { MetricName } from "./disk-metrics.ts";

/** @returns how a value of this metric is written: `41 °C`, `3 %`, `12 TB`, `34` */
export function useMetricValue(metric: MetricName): (value: number) => string {
  const format = useFormat();
  if (metric.endsWith("Bytes")) return format.bytes;
  if (metric.endsWith("Percent")) return (value) => format.percent(value / 100);
  if (metric.endsWith("C")) return (value) => `${Math.round(value)} °C`;
  return (value) => format.count(Math.round(value));
}
