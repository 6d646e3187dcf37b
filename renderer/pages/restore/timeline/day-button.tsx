import "@mantine/dates/styles.css";
import "dayjs/locale/zh-cn";
import { Popover } from "@mantine/core";
import { Calendar } from "@mantine/dates";
import { useMemo, useState } from "react";
import { formatDate } from "../../../../shared/format/calendar-date.ts";
import type { SnapshotView } from "../../../../shared/model/snapshot.ts";
import { Icon } from "../../../components/icon.tsx";
import { dayKey, daysWithSnapshots } from "../model/snapshot-days.ts";
import { useWords } from "../use-words.ts";
import styles from "./day-button.module.css";

type DayButtonProps = {
  readonly snapshots: readonly SnapshotView[];
  readonly index: number;
  readonly onChoose: (index: number) => void;
};

/** In a low window all of a month is to be seen before it is to be seen what it hangs from. */
const OVER_ITS_BUTTON = {
  flip: false,
  shift: { crossAxis: true, padding: 8, limiter: { fn: ({ x, y }: { x: number; y: number }) => ({ x, y }) } },
  size: { padding: 8 },
};

/** The day of the chosen snapshot, and a calendar of the days that have one. */
export function DayButton({ snapshots, index, onChoose }: DayButtonProps) {
  const { t, language } = useWords();
  const [isOpen, setIsOpen] = useState(false);
  const days = useMemo(() => daysWithSnapshots(snapshots), [snapshots]);
  const chosenMs = snapshots[index]?.timeMs ?? 0;
  const chosen = dayKey(chosenMs);
  const day = formatDate(chosenMs, 0, language);
  return (
    <Popover
      opened={isOpen}
      onChange={setIsOpen}
      position="bottom-start"
      middlewares={OVER_ITS_BUTTON}
      shadow="sm"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <button
          type="button"
          className={styles.target}
          aria-label={t("timeline.calendar", { day })}
          onClick={() => setIsOpen(!isOpen)}
        >
          <Icon name="calendar" size={14} />
          {day}
        </button>
      </Popover.Target>
      <Popover.Dropdown className={styles.dropdown ?? ""} aria-label={t("timeline.calendarTitle")}>
        {isOpen && (
          <Calendar
            size="sm"
            hideOutsideDates
            maxLevel="month"
            ariaLabels={{
              previousMonth: t("timeline.calendarBefore"),
              nextMonth: t("timeline.calendarAfter"),
              previousYear: t("timeline.calendarBefore"),
              nextYear: t("timeline.calendarAfter"),
            }}
            monthLabelFormat={language === "zh" ? "YYYY年M月" : "MMMM YYYY"}
            locale={language === "zh" ? "zh-cn" : "en"}
            defaultDate={chosen}
            minDate={dayKey(snapshots[0]?.timeMs ?? 0)}
            maxDate={dayKey(snapshots.at(-1)?.timeMs ?? 0)}
            getDayProps={(date) => {
              const last = days.get(date);
              return {
                selected: date === chosen,
                disabled: last === undefined,
                ...(last === undefined ? { title: t("timeline.noneThatDay") } : {}),
                onClick: () => {
                  if (last === undefined) return;
                  onChoose(last);
                  setIsOpen(false);
                },
              };
            }}
          />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
