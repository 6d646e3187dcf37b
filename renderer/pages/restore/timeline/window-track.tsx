import { useMemo, useState } from "react";
import { formatGrouped } from "../../../../shared/format/grouped-count.ts";
import type { SnapshotView } from "../../../../shared/model/snapshot.ts";
import { tickHeight } from "../model/change-size.ts";
import { dateAndTime, dayAndTime, dayMark, monthMark } from "../model/day-text.ts";
import { firstFrom, nearestTo } from "../model/find-snapshot.ts";
import { divisionsOf, type TimeWindow } from "../model/time-window.ts";
import { scaleTo, tickPath } from "../model/timeline-shapes.ts";
import { useWords } from "../use-words.ts";
import styles from "./snapshot-timeline.module.css";

const HEIGHT = 72;
const TOP = 2;
const BASELINE = 50;
const FLAG_HEIGHT = 19;
/** With its words. */
const DELETION_WIDTH = 88;
/** A day or month narrower than this has no room for its full name. */
const NARROW = 74;
/** So much room the first mark takes, which has more words than those after it; and so much one needs at all. */
const FIRST_MARK = 48;
const LEAST_MARK = 14;

type WindowTrackProps = {
  readonly snapshots: readonly SnapshotView[];
  readonly width: number;
  readonly window: TimeWindow;
  /** Of the snapshot that is chosen. */
  readonly index: number;
  /** How many files were gone, by index. */
  readonly deletions: ReadonlyMap<number, number>;
  readonly onChoose: (index: number, isFinal: boolean) => void;
};

/** Two weeks, or more where snapshots are rare: a tick a snapshot. */
export function WindowTrack({ snapshots, width, window, index, deletions, onChoose }: WindowTrackProps) {
  const { t, language } = useWords();
  const [isDragging, setIsDragging] = useState(false);
  const place = scaleTo(window.startMs, window.endMs, width);
  const ticks = useMemo(
    () => tickPath(snapshots, window, { width, baseline: BASELINE, height: BASELINE - TOP - 10 }),
    [snapshots, window, width],
  );
  const divisions = divisionsOf(window);
  const isNarrow = width / Math.max(1, divisions.length) < NARROW;
  const chosenMs = snapshots[index]?.timeMs ?? 0;
  const isInWindow = chosenMs >= window.startMs && chosenMs < window.endMs;
  const x = Math.round(place(chosenMs));
  const flag =
    window.unit === "day" ? dayAndTime(chosenMs, language) : dateAndTime(chosenMs, Date.now(), language);
  const flagWidth = window.unit === "day" ? 104 : 148;
  const marks = [...deletions.keys()].map((each) => Math.round(place(snapshots[each]?.timeMs ?? 0)));
  const covers = (from: number) =>
    marks.some((mark) => mark + DELETION_WIDTH > from && mark - 6 < from + flagWidth);
  const left = x - flagWidth - 8;
  const right = x + 8;
  const isLeft = left >= 0 && (!covers(left) || right + flagWidth > width || covers(right));
  const flagX = isLeft ? left : right;

  const chooseAt = (event: React.PointerEvent<SVGSVGElement>, isFinal: boolean) => {
    const left = event.currentTarget.getBoundingClientRect().left;
    const timeMs = window.startMs + ((event.clientX - left) * (window.endMs - window.startMs)) / width;
    onChoose(nearestTo(snapshots, timeMs), isFinal);
  };
  return (
    <svg
      className={styles.window}
      width={width}
      height={HEIGHT}
      aria-hidden="true"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setIsDragging(true);
        chooseAt(event, false);
      }}
      onPointerMove={(event) => {
        if (isDragging) chooseAt(event, false);
      }}
      onPointerUp={(event) => {
        setIsDragging(false);
        chooseAt(event, true);
      }}
      onPointerCancel={() => setIsDragging(false)}
    >
      <rect width={width} height={HEIGHT} fill="transparent" />
      {divisions.map((division, n) => {
        const from = Math.round(Math.max(0, place(division.startMs)));
        const to = Math.round(Math.min(width, place(division.endMs)));
        const isChosen = isInWindow && chosenMs >= division.startMs && chosenMs < division.endMs;
        const isCovered = n === 1 && from >= LEAST_MARK && from < FIRST_MARK;
        return (
          <g key={division.startMs}>
            {division.isWeekend && (
              <rect x={from} y={TOP} width={to - from} height={BASELINE - TOP} className={styles.weekend} />
            )}
            <path d={`M${from + 0.5} ${TOP}V${BASELINE + 4}`} className={styles.edge} />
            {to - from >= LEAST_MARK && !isCovered && (
              <text x={from + 5} y={BASELINE + 15} className={styles.mark} data-chosen={isChosen}>
                {window.unit === "day"
                  ? dayMark(division.startMs, { isFirst: n === 0, isNarrow, language })
                  : monthMark(
                      division.startMs,
                      n === 0 || new Date(division.startMs).getMonth() === 0,
                      language,
                    )}
              </text>
            )}
          </g>
        );
      })}
      <path d={ticks} className={styles.ticks} />
      <Deletions
        {...{ snapshots, deletions, window, place, width }}
        isCovered={(mark) => isInWindow && mark + DELETION_WIDTH > flagX && mark - 6 < flagX + flagWidth}
        word={(n) => t("timeline.deleted", { count: n, n: formatGrouped(n) })}
      />
      <path d={`M0 ${BASELINE + 0.5}H${width}`} className={styles.ground} />
      {isInWindow && (
        <g className={styles.chosen}>
          <path d={`M${x} ${TOP - 2}V${BASELINE + 1}`} />
          <circle cx={x} cy={BASELINE} r={6} />
          <circle cx={x} cy={BASELINE} r={2} className={styles.eye} />
          <rect x={flagX} y={TOP - 1} width={flagWidth} height={FLAG_HEIGHT} rx={3} />
          <text x={flagX + flagWidth / 2} y={TOP + 12.5} textAnchor="middle">
            {flag}
          </text>
        </g>
      )}
    </svg>
  );
}

type DeletionsProps = Pick<WindowTrackProps, "snapshots" | "deletions" | "window" | "width"> & {
  readonly place: (timeMs: number) => number;
  readonly word: (count: number) => string;
  /** Whether the flag of the chosen snapshot stands where the words would. */
  readonly isCovered: (x: number) => boolean;
};

/** Snapshots before which suspiciously many files disappeared. */
function Deletions({ snapshots, deletions, window, place, width, word, isCovered }: DeletionsProps) {
  const first = firstFrom(snapshots, window.startMs);
  const end = firstFrom(snapshots, window.endMs);
  return [...deletions].map(([index, count]) => {
    const snapshot = snapshots[index];
    if (snapshot === undefined || index < first || index >= end) return null;
    const x = Math.round(place(snapshot.timeMs));
    const height = Math.max(14, tickHeight(1, 1) * (BASELINE - TOP - 12));
    const isAtEnd = x > width - 90;
    return (
      <g key={snapshot.id} className={styles.deletion}>
        <rect x={x - 2} y={BASELINE - height} width={4} height={height} />
        <path d={`M${x} ${BASELINE - height - 9}l4.5 7.5h-9z`} />
        {!isCovered(x) && (
          <text x={isAtEnd ? x - 9 : x + 9} y={TOP + 12} textAnchor={isAtEnd ? "end" : "start"}>
            {word(count)}
          </text>
        )}
      </g>
    );
  });
}
