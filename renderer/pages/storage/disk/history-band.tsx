import { NativeSelect } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { DiskView } from "../../../../shared/model/health-view.ts";
import { Band } from "../../../components/band.tsx";
import { chartedMetrics, type MetricName } from "../model/disk-metrics.ts";
import styles from "./disk-page.module.css";
import { MetricChart } from "./metric-chart.tsx";

const DAY_MS = 86_400_000;
const RANGES = { day: 1, month: 31, quarter: 90, year: 365, all: 5 * 365 } as const;
type Range = keyof typeof RANGES;

/** How the values that matter changed, and, for what wears, when it is worn. Nothing for a disk that tells no such value. */
export function HistoryBand({ disk, forecast }: { readonly disk: DiskView; readonly forecast: string }) {
  const { t } = useTranslation("storage");
  const [range, setRange] = useState<Range>("quarter");
  const metrics = chartedMetrics(disk);
  if (metrics.length === 0) return null;
  return (
    <Band
      heading={t("disk.history")}
      caption={t("disk.historyCaption")}
      end={
        <NativeSelect
          size="xs"
          aria-label={t("disk.range")}
          value={range}
          data={(Object.keys(RANGES) as Range[]).map((value) => ({
            value,
            label: t(`disk.ranges.${value}`),
          }))}
          onChange={({ currentTarget }) => setRange(currentTarget.value as Range)}
        />
      }
    >
      <div className={styles.charts}>
        {metrics.map((metric) => (
          <MetricChart
            key={metric}
            subjectId={disk.id}
            metric={metric}
            spanMs={RANGES[range] * DAY_MS}
            limit={limitOf(metric, disk)}
          />
        ))}
      </div>
      {forecast !== "" && <p className={styles.forecast}>{forecast}</p>}
    </Band>
  );
}

/** The drive's own limit, where it has one. */
function limitOf(metric: MetricName, { metrics }: DiskView): number | undefined {
  if (metric === "temperatureC") return metrics.temperatureWarnC ?? metrics.temperatureCriticalC ?? undefined;
  return metric === "sparePercent" ? (metrics.spareThresholdPercent ?? undefined) : undefined;
}
