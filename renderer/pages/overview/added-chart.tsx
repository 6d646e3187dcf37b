import { useTranslation } from "react-i18next";
import type { Overview } from "../../../shared/model/overview.ts";
import { linearScale, niceTicks } from "../../components/chart-scale.ts";
import { DataTable } from "../../components/data-table.tsx";
import { useChartWidth } from "../../components/use-chart-width.ts";
import { useFormat } from "../../components/use-format.ts";
import styles from "./added-chart.module.css";

const HEIGHT = 130;
const TOP = 8;
const BOTTOM = HEIGHT - 20;
const LEFT = 50;
const MOST_DAYS = 60;
/** A week of data is not drawn as wide as two months. */
const LEAST_SLOTS = 30;

/** A bar a day: what was added to the repositories. */
export function AddedChart({ days }: { readonly days: Overview["addedPerDay"] }) {
  const { t } = useTranslation("overview");
  const format = useFormat();
  const { ref, width, unmeasured } = useChartWidth();
  const shown = days.slice(-MOST_DAYS);
  const highest = Math.max(0, ...shown.map(({ bytesAdded }) => bytesAdded));
  if (highest === 0) return <p className={styles.empty}>{t("added.empty")}</p>;
  const ticks = niceTicks(highest);
  const y = linearScale(0, ticks.at(-1) ?? 1, BOTTOM, TOP);
  const right = Math.max(LEFT + 20, width - 2);
  const step = (right - LEFT) / Math.max(LEAST_SLOTS, shown.length);
  const start = right - shown.length * step; // the newest day is always at the right
  const barWidth = Math.max(1, Math.min(9, step * 0.62));
  const labelled = new Set(
    shown.length < 10
      ? [shown.length - 1]
      : [0, ...[1, 2].map((third) => Math.floor((shown.length * third) / 3)), shown.length - 1],
  );
  return (
    <div ref={ref} className={styles.chart}>
      <svg
        {...unmeasured}
        width="100%"
        height={HEIGHT}
        role="img"
        aria-label={t("added.chart", { bytes: format.bytes(highest) })}
      >
        {ticks.map((tick) => (
          <g key={tick}>
            <path className={styles.rule} data-base={tick === 0} d={`M${LEFT} ${y(tick) + 0.5}H${right}`} />
            <text className={styles.axis} x={LEFT - 8} y={y(tick) + 4} textAnchor="end">
              {tick === 0 ? "0" : format.bytes(tick)}
            </text>
          </g>
        ))}
        {shown.map(({ dayMs, bytesAdded }, n) => {
          const x = start + (n + 0.5) * step;
          const isLast = n === shown.length - 1;
          return (
            <g key={dayMs}>
              <rect
                className={styles.bar}
                data-last={isLast}
                x={x - barWidth / 2}
                y={y(bytesAdded)}
                width={barWidth}
                height={BOTTOM - y(bytesAdded)}
              >
                <title>{`${format.date(dayMs)}: ${format.bytes(bytesAdded)}`}</title>
              </rect>
              {labelled.has(n) && (
                <text
                  className={styles.axis}
                  x={isLast ? right : x}
                  y={HEIGHT - 4}
                  textAnchor={isLast ? "end" : n === 0 ? "start" : "middle"}
                >
                  {format.date(dayMs)}
                </text>
              )}
            </g>
          );
        })}
      </svg>
      <DataTable
        caption={t("added.heading")}
        columns={[t("added.day"), t("added.bytes")]}
        rows={shown.map(({ dayMs, bytesAdded }) => [format.date(dayMs), format.bytes(bytesAdded)])}
      />
    </div>
  );
}
