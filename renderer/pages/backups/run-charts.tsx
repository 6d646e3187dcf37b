import { useTranslation } from "react-i18next";
import type { Run } from "../../../shared/model/plan.ts";
import { linearScale, niceTicks } from "../../components/chart-scale.ts";
import { DataTable } from "../../components/data-table.tsx";
import { linePath } from "../../components/sparkline-points.ts";
import { useChartWidth } from "../../components/use-chart-width.ts";
import { useFormat } from "../../components/use-format.ts";
import { minuteTicks } from "./minute-ticks.ts";
import styles from "./run-charts.module.css";

const LEFT = 62;
const ADDED = { top: 10, bottom: 104 };
const TOOK = { top: 132, bottom: 176 };
const HEIGHT = 200;
/** A few runs are not drawn as wide as many. */
const LEAST_SLOTS = 15;

/** Two charts below each other with one axis of runs: data added as bars, time taken as a line. */
export function RunCharts({ runs }: { readonly runs: readonly Run[] }) {
  const { t } = useTranslation("backups");
  const format = useFormat();
  const { ref, width, unmeasured } = useChartWidth();
  const done = runs.filter(({ startedMs, endedMs }) => startedMs !== null && endedMs !== null);
  if (done.length === 0) return <p className={styles.empty}>{t("details.empty")}</p>;
  const tookMs = done.map(({ startedMs, endedMs }) => (endedMs ?? 0) - (startedMs ?? 0));
  const addedTicks = niceTicks(Math.max(...done.map(({ bytesAdded }) => bytesAdded)));
  const tookTicks = minuteTicks(Math.max(...tookMs));
  const yAdded = linearScale(0, addedTicks.at(-1) ?? 1, ADDED.bottom, ADDED.top);
  const yTook = linearScale(0, tookTicks.at(-1) ?? 1, TOOK.bottom, TOOK.top);
  const right = Math.max(LEFT + 20, width - 6);
  const step = (right - LEFT) / Math.max(LEAST_SLOTS, done.length);
  const start = right - done.length * step; // the newest run is always at the right
  const x = (n: number) => Math.round((start + (n + 0.5) * step) * 10) / 10;
  const bar = Math.max(1.5, Math.min(7, step * 0.62));
  const points = tookMs.map((ms, n) => ({ x: x(n), y: yTook(ms) }));
  const end = points.at(-1);
  const labelled = new Set(
    done.length < 8
      ? [done.length - 1]
      : [0, ...[1, 2].map((third) => Math.round((done.length * third) / 3)), done.length - 1],
  );
  return (
    <div ref={ref} className={styles.charts}>
      <svg
        {...unmeasured}
        width="100%"
        height={HEIGHT}
        role="img"
        aria-label={t("details.chart", { count: done.length })}
      >
        {addedTicks.map((tick) => (
          <Line
            key={tick}
            y={yAdded(tick)}
            right={right}
            isBase={tick === 0}
            word={tick === 0 ? "0" : format.bytes(tick)}
          />
        ))}
        {done.map((run, n) => (
          <rect
            key={run.id}
            className={styles.bar}
            data-last={n === done.length - 1}
            data-failed={run.state === "failed"}
            x={x(n) - bar / 2}
            y={yAdded(run.bytesAdded)}
            width={bar}
            height={Math.max(0, ADDED.bottom - yAdded(run.bytesAdded))}
          >
            <title>{`${format.moment(run.startedMs ?? run.dueMs)}: ${format.bytes(run.bytesAdded)}`}</title>
          </rect>
        ))}
        {tookTicks
          .filter((_, n) => n === 0 || n === tookTicks.length - 1)
          .map((tick) => (
            <Line
              key={tick}
              y={yTook(tick)}
              right={right}
              isBase={tick === 0}
              word={tick === 0 ? "0" : format.runTime(tick)}
            />
          ))}
        <path className={styles.took} d={linePath(points)} />
        {end !== undefined && <circle className={styles.end} cx={end.x} cy={end.y} r="2.4" />}
        {done.map(
          (run, n) =>
            labelled.has(n) && (
              <text
                key={run.id}
                className={styles.axis}
                x={n === done.length - 1 ? right : x(n)}
                y={HEIGHT - 6}
                textAnchor={n === 0 ? "start" : n === done.length - 1 ? "end" : "middle"}
              >
                {format.date(run.startedMs ?? run.dueMs)}
              </text>
            ),
        )}
      </svg>
      <DataTable
        caption={t("details.chart", { count: done.length })}
        columns={[t("details.run"), t("details.added"), t("details.took")]}
        rows={done.map((run, n) => [
          format.moment(run.startedMs ?? run.dueMs),
          format.bytes(run.bytesAdded),
          format.runTime(tookMs[n] ?? 0),
        ])}
      />
    </div>
  );
}

type LineProps = {
  readonly y: number;
  readonly right: number;
  readonly isBase: boolean;
  readonly word: string;
};

function Line({ y, right, isBase, word }: LineProps) {
  return (
    <>
      <path className={styles.rule} data-base={isBase} d={`M${LEFT} ${y + 0.5}H${right}`} />
      <text className={styles.axis} x={LEFT - 8} y={y + 4} textAnchor="end">
        {word}
      </text>
    </>
  );
}
