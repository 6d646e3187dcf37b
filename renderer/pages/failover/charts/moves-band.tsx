import { useTranslation } from "react-i18next";
import type { ReplicaId } from "../../../../shared/ids.ts";
import type { FailoverView } from "../../../../shared/model/failover.ts";
import type { FailoverMetrics, MoveMetrics } from "../../../../shared/model/failover-metrics.ts";
import { Band } from "../../../components/band.tsx";
import { linearScale } from "../../../components/chart-scale.ts";
import { DataTable } from "../../../components/data-table.tsx";
import { useChartWidth } from "../../../components/use-chart-width.ts";
import { useFormat } from "../../../components/use-format.ts";
import { nameIn } from "../model/replicas-of.ts";
import { useCauseText } from "../model/use-cause-text.ts";
import styles from "./chart.module.css";
import { durationTicks } from "./duration-ticks.ts";

type MovesBandProps = { readonly metrics: FailoverMetrics; readonly view: FailoverView };
type DoneMove = MoveMetrics & { readonly tookMs: number };

const HEIGHT = 104;
const TOP = 16;
const BOTTOM = HEIGHT - 20;
const LEFT = 48;

/** How long each move kept backups waiting: a dot after a fault, a ring when it was planned, or the way back. */
export function MovesBand({ metrics, view }: MovesBandProps) {
  const { t } = useTranslation("failover");
  const done = metrics.moves.filter((move): move is DoneMove => move.tookMs !== null).toReversed();
  return (
    <Band heading={t("moves.heading")} caption={t("moves.caption")}>
      {done.length === 0 ? (
        <p className={styles.none}>{t("moves.none")}</p>
      ) : (
        <MovesChart moves={done} {...{ metrics, view }} />
      )}
    </Band>
  );
}

function MovesChart({ moves, metrics, view }: MovesBandProps & { readonly moves: readonly DoneMove[] }) {
  const { t } = useTranslation("failover");
  const format = useFormat();
  const causeText = useCauseText();
  const { ref, width, unmeasured } = useChartWidth();
  const { fromMs, nowMs } = metrics;
  const ticks = durationTicks(Math.max(...moves.map(({ tookMs }) => tookMs)));
  const right = Math.max(LEFT + 40, width - 8);
  const x = linearScale(fromMs, nowMs, LEFT + 6, right - 4);
  const y = linearScale(0, ticks.at(-1) ?? 1, BOTTOM, TOP);
  const nameOf = (id: ReplicaId) => nameIn(view, id) ?? t("history.gone");
  const last = moves.at(-1);
  const rows = moves.map(({ startedMs, tookMs, cause }) => [
    ...[format.moment(startedMs), format.runTime(tookMs), causeText(cause, nameOf)],
  ]);
  return (
    <div ref={ref} className={styles.chart}>
      <svg
        {...unmeasured}
        width="100%"
        height={HEIGHT}
        role="img"
        aria-label={t("moves.chart", {
          list: format.names(moves.map(({ tookMs }) => format.runTime(tookMs))),
        })}
      >
        {ticks.map((tick) => (
          <g key={tick}>
            <path className={styles.rule} data-base={tick === 0} d={`M${LEFT} ${y(tick) + 0.5}H${right}`} />
            <text className={styles.axis} x={LEFT - 6} y={y(tick) + 4} textAnchor="end">
              {tick === 0 ? "0" : format.runTime(tick)}
            </text>
          </g>
        ))}
        {moves.map(({ number, startedMs, tookMs, cause }) => (
          <g key={number}>
            <path className={styles.stem} d={`M${x(startedMs)} ${BOTTOM}V${y(tookMs)}`} />
            <circle
              className={styles[cause.kind === "fault" ? "dot" : "ring"]}
              cx={x(startedMs)}
              cy={y(tookMs)}
              r="3.2"
            />
          </g>
        ))}
        {last !== undefined && (
          <text
            className={styles.last}
            x={Math.max(LEFT + 40, x(last.startedMs) + 4)}
            y={Math.max(12, y(last.tookMs) - 7)}
            textAnchor="end"
          >
            {format.runTime(last.tookMs)}
          </text>
        )}
        <text className={styles.axis} x={LEFT} y={HEIGHT - 4}>
          {format.date(fromMs)}
        </text>
        <text className={styles.axis} x={right} y={HEIGHT - 4} textAnchor="end">
          {t("lag.now")}
        </text>
      </svg>
      <DataTable
        caption={t("moves.heading")}
        columns={[t("moves.when"), t("moves.took"), t("moves.why")]}
        rows={rows}
      />
    </div>
  );
}
