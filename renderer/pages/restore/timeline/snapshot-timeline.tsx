import { useEffect, useMemo, useState } from "react";
import { formatTimeOfDay } from "../../../../shared/format/calendar-date.ts";
import { formatGrouped } from "../../../../shared/format/grouped-count.ts";
import type { SnapshotView } from "../../../../shared/model/snapshot.ts";
import { useWidth } from "../../../components/use-width.ts";
import { massDeletions } from "../model/change-size.ts";
import { longDay } from "../model/day-text.ts";
import { addDays, type Step, startOfDay, stepFrom } from "../model/find-snapshot.ts";
import { windowEndingAt, windowShowing, windowSpan } from "../model/time-window.ts";
import { useWords } from "../use-words.ts";
import { HistoryTrack } from "./history-track.tsx";
import styles from "./snapshot-timeline.module.css";
import { WindowTrack } from "./window-track.tsx";

type SnapshotTimelineProps = {
  /** The oldest first; at least one. */
  readonly snapshots: readonly SnapshotView[];
  readonly index: number;
  /** `isFinal`: the person has let go. */
  readonly onChoose: (index: number, isFinal: boolean) => void;
};

/** Every snapshot there is, and the one that is looked at. For assistive technology it is a slider. */
export function SnapshotTimeline({ snapshots, index, onChoose }: SnapshotTimelineProps) {
  const { t, language } = useWords();
  const [element, width] = useWidth<HTMLDivElement>();
  const oldestMs = snapshots[0]?.timeMs ?? 0;
  const newestMs = snapshots.at(-1)?.timeMs ?? 0;
  const chosenMs = snapshots[index]?.timeMs ?? 0;
  const span = useMemo(
    () => windowSpan(snapshots.length, oldestMs, newestMs),
    [snapshots.length, oldestMs, newestMs],
  );
  const [window, setWindow] = useState(() =>
    windowShowing(windowEndingAt(newestMs, span), chosenMs, newestMs, span),
  );
  useEffect(() => {
    setWindow((before) => {
      const isSameSpan =
        before.unit === span.unit && Math.abs(before.endMs - before.startMs - span.days * 86_400_000) < 9e7;
      return windowShowing(isSameSpan ? before : windowEndingAt(newestMs, span), chosenMs, newestMs, span);
    });
  }, [chosenMs, newestMs, span]);
  const deletions = useMemo(() => massDeletions(snapshots), [snapshots]);
  const history = {
    startMs: Math.min(startOfDay(oldestMs), window.startMs),
    endMs: addDays(startOfDay(newestMs), 1),
  };

  /** Than the window shows. */
  const hasMore = oldestMs < window.startMs || newestMs >= window.endMs;
  const value = t("timeline.valueText", {
    day: longDay(chosenMs, language),
    time: formatTimeOfDay(chosenMs),
    number: formatGrouped(index + 1),
    total: formatGrouped(snapshots.length),
  });
  const gone = deletions.get(index);
  return (
    <div
      ref={element}
      className={styles.timeline}
      role="slider"
      tabIndex={0}
      aria-label={t("timeline.slider")}
      aria-valuemin={1}
      aria-valuemax={snapshots.length}
      aria-valuenow={index + 1}
      aria-valuetext={
        gone === undefined
          ? value
          : t("timeline.valueDeleted", { value, count: gone, n: formatGrouped(gone) })
      }
      onKeyDown={(event) => {
        const step = stepOf(event);
        if (step === undefined) return;
        event.preventDefault();
        onChoose(stepFrom(snapshots, index, step), false);
      }}
    >
      {width > 0 && (
        <>
          {hasMore && (
            <HistoryTrack
              snapshots={snapshots}
              width={width}
              {...history}
              window={window}
              onLookAt={(timeMs) => {
                const endMs = addDays(timeMs, Math.ceil(span.days / 2));
                const earliest = addDays(history.startMs, span.days - 1);
                setWindow(windowEndingAt(Math.min(newestMs, Math.max(earliest, endMs)), span));
              }}
            />
          )}
          <WindowTrack {...{ snapshots, width, window, index, deletions, onChoose }} />
        </>
      )}
    </div>
  );
}

function stepOf(event: React.KeyboardEvent): Step | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  switch (event.key) {
    case "ArrowLeft":
    case "ArrowDown":
      return event.shiftKey ? "day-before" : "previous";
    case "ArrowRight":
    case "ArrowUp":
      return event.shiftKey ? "day-after" : "next";
    case "PageUp":
      return "week-before";
    case "PageDown":
      return "week-after";
    case "Home":
      return "first";
    case "End":
      return "last";
    default:
      return undefined;
  }
}
