import { useTranslation } from "react-i18next";
import type { Overview } from "../../../shared/model/overview.ts";
import type { PlanView } from "../../../shared/model/plan.ts";
import { Band } from "../../components/band.tsx";
import { linearScale } from "../../components/chart-scale.ts";
import { useChartWidth } from "../../components/use-chart-width.ts";
import { useFormat } from "../../components/use-format.ts";
import { countMarks, type DayLane, type DayMark, dayLanes } from "./today-lanes.ts";
import styles from "./today-strip.module.css";

const LANE = 27;
const TOP = 2;
const NAMES = 112;
const MOST_LANES = 6;

type TodayStripProps = { readonly today: Overview["today"]; readonly plans: readonly PlanView[] };

/** The day by plan: full is done, hollow planned, a cross failed, the line is now. */
export function TodayStrip({ today, plans }: TodayStripProps) {
  const { t } = useTranslation("overview");
  const format = useFormat();
  const lanes = dayLanes(today, plans);
  const counts = [
    ["done", countMarks(lanes, "done", "problems")],
    ["failed", countMarks(lanes, "failed")],
    ["toCome", countMarks(lanes, "next")],
  ] as const;
  const caption = counts
    .filter(([, count]) => count > 0)
    .map(([word, count]) => t(`today.${word}`, { count }));
  return (
    <Band heading={t("today.heading")} caption={format.facts(caption) || t("today.nothing")}>
      {lanes.length === 0 ? (
        <p className={styles.empty}>{t("today.empty")}</p>
      ) : (
        <Strip today={today} lanes={lanes.slice(0, MOST_LANES)} />
      )}
      {lanes.length > MOST_LANES && (
        <p className={styles.empty}>{t("today.otherPlans", { count: lanes.length - MOST_LANES })}</p>
      )}
    </Band>
  );
}

type StripProps = { readonly today: Overview["today"]; readonly lanes: readonly DayLane[] };

function Strip({ today, lanes }: StripProps) {
  const { t } = useTranslation("overview");
  const format = useFormat();
  const { ref, width, unmeasured } = useChartWidth();
  const bottom = TOP + lanes.length * LANE;
  const x = linearScale(today.startMs, today.endMs, NAMES, Math.max(NAMES + 10, width - 2));
  const nowX = x(Math.min(today.endMs, Math.max(today.startMs, format.nowMs)));
  const hours = [0, 6, 12, 18, 24].map((hour) => today.startMs + (hour / 24) * (today.endMs - today.startMs));
  const describe = (lane: DayLane) =>
    t("today.lane", {
      plan: lane.name,
      done: countMarks([lane], "done", "problems"),
      failed: countMarks([lane], "failed"),
      toCome: countMarks([lane], "next"),
    });
  return (
    <div ref={ref} className={styles.strip}>
      <svg
        {...unmeasured}
        width="100%"
        height={bottom + 20}
        role="img"
        aria-label={lanes.map(describe).join(". ")}
      >
        {hours.map((hourMs, n) => {
          const isNearNow = Math.abs(x(hourMs) - nowX) < 34;
          return (
            <g key={hourMs}>
              <path className={styles.rule} d={`M${x(hourMs)} ${TOP}V${bottom}`} />
              {!isNearNow && (
                <text
                  className={styles.hour}
                  x={x(hourMs)}
                  y={bottom + 15}
                  textAnchor={n === 0 ? "start" : n === 4 ? "end" : "middle"}
                >
                  {n === 4 ? "24:00" : format.timeOfDay(hourMs)}
                </text>
              )}
            </g>
          );
        })}
        {lanes.map((lane, n) => {
          const y = TOP + n * LANE;
          return (
            <g key={lane.planId}>
              <foreignObject x={0} y={y + 4} width={NAMES - 10} height={20}>
                <div className={styles.name} title={lane.name}>
                  {lane.name}
                </div>
              </foreignObject>
              <path className={styles.rule} d={`M${NAMES} ${y + LANE - 0.5}H${Math.max(NAMES, width - 2)}`} />
              {lane.marks.map((mark) => (
                <Mark
                  key={`${mark.atMs}-${mark.state}`}
                  mark={mark}
                  x={x(mark.atMs)}
                  y={y}
                  title={format.timeOfDay(mark.atMs)}
                />
              ))}
            </g>
          );
        })}
        <path className={styles.now} d={`M${nowX} 0V${bottom + 3}`} />
        <text
          className={styles.nowWord}
          x={Math.min(Math.max(nowX, NAMES + 16), Math.max(NAMES + 16, width - 16))}
          y={bottom + 15}
          textAnchor="middle"
        >
          {format.timeOfDay(Math.max(today.startMs, format.nowMs))}
        </text>
      </svg>
    </div>
  );
}

type MarkProps = { readonly mark: DayMark; readonly x: number; readonly y: number; readonly title: string };

function Mark({ mark, x, y, title }: MarkProps) {
  switch (mark.state) {
    case "next":
      return <rect className={styles.next} x={x - 1.5} y={y + 7.5} width="3" height="13" />;
    case "failed":
      return (
        <path className={styles.failed} d={`M${x - 3} ${y + 11}l6 6m0-6l-6 6`}>
          <title>{title}</title>
        </path>
      );
    case "missed":
      return <path className={styles.missed} d={`M${x - 3} ${y + 14}h6`} />;
    default:
      return (
        <>
          <rect className={styles.done} data-state={mark.state} x={x - 2} y={y + 7} width="3.5" height="14">
            <title>{title}</title>
          </rect>
          {mark.state === "problems" && <path className={styles.problems} d={`M${x} ${y + 1}l3 5h-6z`} />}
        </>
      );
  }
}
