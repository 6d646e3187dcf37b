import { useMemo, useRef } from "react";
import type { SnapshotView } from "../../../../shared/model/snapshot.ts";
import { monthMark } from "../model/day-text.ts";
import type { TimeWindow } from "../model/time-window.ts";
import { historyMarks, historyPath, scaleTo } from "../model/timeline-shapes.ts";
import { useWords } from "../use-words.ts";
import styles from "./snapshot-timeline.module.css";

const HEIGHT = 40;
const BASELINE = 24;
const BAR_HEIGHT = 21;
/** So that it can be grasped. */
const LEAST_FRAME = 14;

type HistoryTrackProps = {
  readonly snapshots: readonly SnapshotView[];
  readonly width: number;
  /** Of the whole history. */
  readonly startMs: number;
  readonly endMs: number;
  readonly window: TimeWindow;
  /** Wants to see the time around this moment. */
  readonly onLookAt: (timeMs: number) => void;
};

/** The whole history, a bar for a week, and the part of it that is looked at. For the hand: keys move on the track below. */
export function HistoryTrack({ snapshots, width, startMs, endMs, window, onLookAt }: HistoryTrackProps) {
  const { language } = useWords();
  const grasped = useRef<number>(undefined);
  const area = { width, baseline: BASELINE, height: BAR_HEIGHT };
  const bars = useMemo(
    () => historyPath(snapshots, { startMs, endMs }, { width, baseline: BASELINE, height: BAR_HEIGHT }),
    [snapshots, startMs, endMs, width],
  );
  const place = scaleTo(startMs, endMs, width);
  const frameStart = Math.max(0, place(window.startMs));
  const frameWidth = Math.max(LEAST_FRAME, Math.min(width, place(window.endMs)) - frameStart);
  const frameX = Math.min(frameStart, width - frameWidth);
  const timeAt = (event: React.PointerEvent<SVGSVGElement>) =>
    startMs +
    (event.clientX - event.currentTarget.getBoundingClientRect().left) * ((endMs - startMs) / width);
  const middleMs = (window.startMs + window.endMs) / 2;
  let lastYear: number | undefined;
  return (
    <svg
      className={styles.history}
      width={width}
      height={HEIGHT}
      aria-hidden="true"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        const timeMs = timeAt(event);
        const isOnFrame = timeMs >= window.startMs && timeMs <= window.endMs;
        grasped.current = isOnFrame ? timeMs - middleMs : 0;
        if (!isOnFrame) onLookAt(timeMs);
      }}
      onPointerMove={(event) => {
        if (grasped.current !== undefined) onLookAt(timeAt(event) - grasped.current);
      }}
      onPointerUp={() => {
        grasped.current = undefined;
      }}
      onPointerCancel={() => {
        grasped.current = undefined;
      }}
    >
      <rect width={width} height={HEIGHT} fill="transparent" />
      <path d={bars} className={styles.bars} />
      <path d={`M0 ${area.baseline + 0.5}H${width}`} className={styles.axis} />
      {historyMarks(startMs, endMs, width).map((markMs) => {
        const year = new Date(markMs).getFullYear();
        const hasYear = year !== lastYear;
        lastYear = year;
        return (
          <text key={markMs} x={Math.round(place(markMs))} y={BASELINE + 14} className={styles.mark}>
            {monthMark(markMs, hasYear, language)}
          </text>
        );
      })}
      <rect
        x={Math.round(frameX) + 0.75}
        y={1.5}
        width={Math.round(frameWidth) - 1.5}
        height={BASELINE + 2}
        rx={2}
        className={styles.frame}
      />
    </svg>
  );
}
