import { NativeSelect } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { printable } from "../../../../shared/format/printable.ts";
import type { ReplicaId } from "../../../../shared/ids.ts";
import type { FailoverMetrics, ReplicaMetrics } from "../../../../shared/model/failover-metrics.ts";
import { Band } from "../../../components/band.tsx";
import { linearScale } from "../../../components/chart-scale.ts";
import { DataTable } from "../../../components/data-table.tsx";
import { linePath } from "../../../components/sparkline-points.ts";
import { useChartWidth } from "../../../components/use-chart-width.ts";
import { useFormat } from "../../../components/use-format.ts";
import styles from "./chart.module.css";
import { durationTicks } from "./duration-ticks.ts";
import { lagLines } from "./lag-lines.ts";

type LagBandProps = {
  readonly metrics: FailoverMetrics;
  /** That one is none behind of. */
  readonly activeId: ReplicaId;
};

const HEIGHT = 112;
const TOP = 16;
const BOTTOM = HEIGHT - 20;
const LEFT = 48;
const DAYS_MS = 30 * 24 * 3_600_000;
const ROWS_AT_MOST = 40;

/** How far a standby was behind over the last month, hour by hour. */
export function LagBand({ metrics, activeId }: LagBandProps) {
  const { t } = useTranslation("failover");
  const [chosenId, setChosenId] = useState<ReplicaId>();
  const standbys = metrics.replicas.filter(({ replicaId }) => replicaId !== activeId);
  const shown = standbys.find(({ replicaId }) => replicaId === chosenId) ?? standbys[0];
  if (shown === undefined) return null;
  const name = printable(shown.name);
  return (
    <Band
      heading={t("lag.heading")}
      caption={t("lag.caption", { name })}
      end={
        standbys.length > 1 && (
          <NativeSelect
            size="xs"
            aria-label={t("lag.place")}
            value={shown.replicaId}
            data={standbys.map(({ replicaId, name: label }) => ({
              value: replicaId,
              label: printable(label),
            }))}
            onChange={({ currentTarget }) => setChosenId(currentTarget.value as ReplicaId)}
          />
        )
      }
    >
      <LagChart replica={shown} nowMs={metrics.nowMs} name={name} />
    </Band>
  );
}

type LagChartProps = { readonly replica: ReplicaMetrics; readonly nowMs: number; readonly name: string };

function LagChart({ replica, nowMs, name }: LagChartProps) {
  const { t } = useTranslation("failover");
  const format = useFormat();
  const { ref, width, unmeasured } = useChartWidth();
  const fromMs = nowMs - DAYS_MS;
  const lines = lagLines(replica.lag.filter(({ atMs }) => atMs >= fromMs));
  const known = lines.flat();
  const last = known.at(-1);
  const say = (ms: number) => (ms === 0 ? t("lag.nothing") : format.runTime(ms));
  if (last === undefined) return <p className={styles.none}>{t("lag.none", { name })}</p>;
  const high = Math.max(...known.map(({ behindMs }) => behindMs));
  const ticks = durationTicks(high);
  const right = Math.max(LEFT + 40, width - 6);
  const x = linearScale(fromMs, nowMs, LEFT, right);
  const y = linearScale(0, ticks.at(-1) ?? 1, BOTTOM, TOP);
  const end = { x: x(last.atMs), y: y(last.behindMs) };
  return (
    <div ref={ref} className={styles.chart}>
      <svg
        {...unmeasured}
        width="100%"
        height={HEIGHT}
        role="img"
        aria-label={t("lag.chart", { name, last: say(last.behindMs), high: say(high) })}
      >
        {ticks.map((tick) => (
          <g key={tick}>
            <path className={styles.rule} data-base={tick === 0} d={`M${LEFT} ${y(tick) + 0.5}H${right}`} />
            <text className={styles.axis} x={LEFT - 6} y={y(tick) + 4} textAnchor="end">
              {tick === 0 ? "0" : format.runTime(tick)}
            </text>
          </g>
        ))}
        {lines.map((line) => {
          const points = line.map(({ atMs, behindMs }) => ({ x: x(atMs), y: y(behindMs) }));
          const [only] = points;
          return points.length === 1 && only !== undefined ? (
            <circle key={line[0]?.atMs} className={styles.dot} cx={only.x} cy={only.y} r="1.4" />
          ) : (
            <path key={line[0]?.atMs} className={styles.line} d={linePath(points)} />
          );
        })}
        <circle className={styles.dot} cx={end.x} cy={end.y} r="2.4" />
        <text className={styles.last} x={Math.min(end.x, right)} y={Math.max(12, end.y - 6)} textAnchor="end">
          {say(last.behindMs)}
        </text>
        <text className={styles.axis} x={LEFT} y={HEIGHT - 4}>
          {format.date(fromMs)}
        </text>
        <text className={styles.axis} x={right} y={HEIGHT - 4} textAnchor="end">
          {t("lag.now")}
        </text>
      </svg>
      <DataTable
        caption={t("lag.caption", { name })}
        columns={[t("lag.hour"), t("lag.behind")]}
        rows={known.slice(-ROWS_AT_MOST).map(({ atMs, behindMs }) => [format.moment(atMs), say(behindMs)])}
      />
    </div>
  );
}
