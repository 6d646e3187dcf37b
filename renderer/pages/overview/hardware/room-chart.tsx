import { useTranslation } from "react-i18next";
import { printable } from "../../../../shared/format/printable.ts";
import type { Room } from "../../../../shared/model/overview-health.ts";
import { linearScale } from "../../../components/chart-scale.ts";
import { DataTable } from "../../../components/data-table.tsx";
import { linePath } from "../../../components/sparkline-points.ts";
import { useChartWidth } from "../../../components/use-chart-width.ts";
import { useFormat } from "../../../components/use-format.ts";
import { useNow } from "../../../components/use-now.ts";
import { useCall } from "../../../host/use-call.ts";
import { seriesLines } from "../../storage/model/series-lines.ts";
import { forecastLine } from "./forecast-line.ts";
import styles from "./room-chart.module.css";

const DAY_MS = 86_400_000;
const PAST_MS = 30 * DAY_MS;
const FUTURE_MS = 30 * DAY_MS;
/** Asked for anew when this much time has passed, not at each tick of the clock. */
const STEP_MS = 30 * 60_000;
const MAX_RUNS = 120;
const HEIGHT = 54;
const TOP = 6;
const BOTTOM = HEIGHT - 16;
/** A reader of a table wants to know how it went, not each reading. */
const ROWS_AT_MOST = 30;

/** Room that is used: what was, solid, and what is foretold, dashed, within a band of how sure that is. */
export function RoomChart({ room }: { readonly room: Room }) {
  const { t } = useTranslation("hardware");
  const format = useFormat();
  const { ref, width, unmeasured } = useChartWidth();
  const { subjectId, sizeBytes, freeBytes, path, full, isStale } = room;
  const nowMs = Math.ceil(useNow() / STEP_MS) * STEP_MS;
  const fromMs = nowMs - PAST_MS;
  const toMs = nowMs + FUTURE_MS;
  const answer = useCall(
    "health.series",
    { subjectId, metric: "freeBytes", fromMs, toMs: nowMs, maxRuns: MAX_RUNS },
    { keepsPrevious: true },
  );
  const runs = answer.kind === "ready" ? answer.value.runs : [];
  const x = linearScale(fromMs, toMs, 0, Math.max(60, width - 2));
  const y = linearScale(0, Math.max(1, sizeBytes), BOTTOM, TOP);
  const used = sizeBytes - freeBytes;
  const lines = seriesLines(runs, PAST_MS).map((line) =>
    line.map(({ timeMs, value }) => ({ x: x(timeMs), y: y(sizeBytes - value) })),
  );
  const now = { x: x(nowMs), y: y(used) };
  const to = (fullMs: number | null) =>
    forecastLine({ nowMs, used, fullMs, size: sizeBytes, toMs }).map((point) => ({
      x: x(point.timeMs),
      y: y(point.value),
    }));
  const isForetold = full.kind === "expected" && !isStale;
  const early = isForetold ? to(full.earliestMs) : [];
  const late = isForetold ? to(full.latestMs) : [];
  const label = t("room.chart", {
    ...{ path: printable(path), used: format.bytes(used), size: format.bytes(sizeBytes) },
  });
  return (
    <div ref={ref} className={styles.chart}>
      <svg {...unmeasured} width="100%" height={HEIGHT} role="img" aria-label={label}>
        <path className={styles.base} d={`M0 ${BOTTOM + 0.5}H${x(toMs)}`} />
        <path className={styles.full} d={`M0 ${TOP + 0.5}H${x(toMs)}`} />
        <path className={styles.now} d={`M${now.x} ${TOP}V${BOTTOM}`} />
        {early.length > 1 && late.length > 1 && (
          <path className={styles.sure} d={`${linePath([...early, ...late.toReversed()])}Z`} />
        )}
        {isForetold && <path className={styles.forecast} d={linePath(to(full.likelyMs))} />}
        {lines.map((line, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: stretches of a line have no other identity
          <path key={n} className={styles.line} d={linePath(line)} />
        ))}
        <circle className={styles.end} cx={now.x} cy={now.y} r="2.2" />
        <text className={styles.axis} x="0" y={HEIGHT - 3}>
          {format.date(fromMs)}
        </text>
        <text className={styles.axis} x={x(toMs)} y={HEIGHT - 3} textAnchor="end">
          {format.date(toMs)}
        </text>
      </svg>
      <DataTable
        caption={label}
        columns={[t("room.day"), t("room.used")]}
        rows={runs
          .slice(-ROWS_AT_MOST)
          .map((run) => [format.moment(run.fromMs), format.bytes(sizeBytes - run.value)])}
      />
    </div>
  );
}
