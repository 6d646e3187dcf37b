import { useTranslation } from "react-i18next";
import type { HealthSubjectId } from "../../../../shared/ids.ts";
import type { SeriesRun } from "../../../../shared/model/health-view.ts";
import { linearScale, niceTicks } from "../../../components/chart-scale.ts";
import { DataTable } from "../../../components/data-table.tsx";
import { ErrorNote } from "../../../components/error-note.tsx";
import { linePath } from "../../../components/sparkline-points.ts";
import { useChartWidth } from "../../../components/use-chart-width.ts";
import { useFormat } from "../../../components/use-format.ts";
import { useNow } from "../../../components/use-now.ts";
import { useCall } from "../../../host/use-call.ts";
import type { MetricName } from "../model/disk-metrics.ts";
import { rangeOf, seriesLines } from "../model/series-lines.ts";
import { useMetricValue } from "../model/use-metric-value.ts";
import styles from "./metric-chart.module.css";

type MetricChartProps = {
  readonly subjectId: HealthSubjectId;
  readonly metric: MetricName;
  readonly spanMs: number;
  /** The drive's own. */
  readonly limit: number | undefined;
};

const HEIGHT = 126;
const TOP = 16;
const BOTTOM = HEIGHT - 20;
const LEFT = 44;
/** The answer of a chart is asked for anew when this much time has passed, not at each tick of the clock. */
const STEP_MS = 5 * 60_000;
const MAX_RUNS = 600;
/** A reader of a table wants to know how it went, not each reading. */
const ROWS_AT_MOST = 40;

/** How one value of a disk changed. The line has gaps where nothing was read. */
export function MetricChart({ subjectId, metric, spanMs, limit }: MetricChartProps) {
  const { t } = useTranslation("storage");
  const toMs = Math.ceil(useNow() / STEP_MS) * STEP_MS;
  const fromMs = toMs - spanMs;
  const answer = useCall(
    "health.series",
    { subjectId, metric, fromMs, toMs, maxRuns: MAX_RUNS },
    { keepsPrevious: true },
  );
  return (
    <figure className={styles.chart}>
      <figcaption>{t(`metric.${metric}`)}</figcaption>
      {answer.kind === "failed" ? (
        <ErrorNote error={answer.error} onRetry={answer.retry} />
      ) : answer.kind === "loading" ? (
        <div style={{ height: HEIGHT }} aria-busy="true" />
      ) : answer.value.runs.length === 0 ? (
        <p className={styles.none}>{t("chart.noData")}</p>
      ) : (
        <Lines runs={answer.value.runs} {...{ metric, fromMs, toMs, limit }} />
      )}
    </figure>
  );
}

type LinesProps = {
  readonly runs: readonly SeriesRun[];
  readonly metric: MetricName;
  readonly fromMs: number;
  readonly toMs: number;
  readonly limit: number | undefined;
};

function Lines({ runs, metric, fromMs, toMs, limit }: LinesProps) {
  const { t } = useTranslation("storage");
  const format = useFormat();
  const { ref, width, unmeasured } = useChartWidth();
  const say = useMetricValue(metric);
  const range = rangeOf(runs) ?? { low: 0, high: 0 };
  const last = runs.at(-1)?.value ?? 0;
  const ticks = niceTicks(Math.max(range.high, limit ?? 0));
  const right = Math.max(LEFT + 40, width - 6);
  const x = linearScale(fromMs, toMs, LEFT, right);
  const y = linearScale(0, ticks.at(-1) ?? 1, BOTTOM, TOP);
  const lines = seriesLines(runs, toMs - fromMs).map((line) =>
    line.map(({ timeMs, value }) => ({ x: x(timeMs), y: y(value) })),
  );
  const end = lines.at(-1)?.at(-1);
  const label = t("chart.label", {
    ...{ metric: t(`metric.${metric}`), from: format.date(fromMs), to: format.date(toMs) },
    ...{ low: say(range.low), high: say(range.high), last: say(last) },
  });
  return (
    <div ref={ref} className={styles.lines}>
      <svg {...unmeasured} width="100%" height={HEIGHT} role="img" aria-label={label}>
        {ticks.map((tick) => (
          <g key={tick}>
            <path className={styles.rule} data-base={tick === 0} d={`M${LEFT} ${y(tick) + 0.5}H${right}`} />
            <text className={styles.axis} x={LEFT - 6} y={y(tick) + 4} textAnchor="end">
              {say(tick)}
            </text>
          </g>
        ))}
        {limit !== undefined && (
          <>
            <path className={styles.limit} d={`M${LEFT} ${y(limit)}H${right}`} />
            <text className={styles.axis} x={LEFT + 2} y={y(limit) - 4}>
              {t("chart.limit", { value: say(limit) })}
            </text>
          </>
        )}
        {lines.map((line, n) =>
          line.length === 1 && line[0] !== undefined ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: stretches of a line have no other identity
            <circle key={n} className={styles.end} cx={line[0].x} cy={line[0].y} r="1.4" />
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <path key={n} className={styles.line} d={linePath(line)} />
          ),
        )}
        {end !== undefined && (
          <>
            <circle className={styles.end} cx={end.x} cy={end.y} r="2.4" />
            <text className={styles.last} x={Math.min(end.x, right)} y={end.y - 6} textAnchor="end">
              {say(last)}
            </text>
          </>
        )}
        <text className={styles.axis} x={LEFT} y={HEIGHT - 4}>
          {format.date(fromMs)}
        </text>
        <text className={styles.axis} x={right} y={HEIGHT - 4} textAnchor="end">
          {t("chart.now")}
        </text>
      </svg>
      <DataTable
        caption={t(`metric.${metric}`)}
        columns={[t("chart.from"), t("chart.to"), t("chart.value")]}
        rows={runs
          .slice(-ROWS_AT_MOST)
          .map((run) => [format.moment(run.fromMs), format.moment(run.toMs), say(run.value)])}
      />
    </div>
  );
}
