import { NativeSelect, SegmentedControl, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { weekdayName } from "../../shared/format/calendar-date.ts";
import type { RunWindow, Schedule } from "../../shared/model/schedule.ts";
import { useCall } from "../host/use-call.ts";
import { useLanguage } from "../words/use-language.ts";
import { ErrorNote } from "./error-note.tsx";
import { Icon } from "./icon.tsx";
import styles from "./schedule-field.module.css";
import { emptySchedule, type ScheduleKind } from "./schedule-presets.ts";
import { TimeField } from "./time-field.tsx";
import { useFormat } from "./use-format.ts";

const KINDS: readonly ScheduleKind[] = ["hourly", "daily", "monthly", "continuous", "cron", "manual"];
const EVERY_HOURS = [1, 2, 3, 4, 6, 8, 12];
const ALL_DAYS = [1, 2, 3, 4, 5, 6, 7];
const NEXT_RUNS = 5;
/** An expression is looked at once the person stops typing. */
const SETTLE_MS = 250;

type ScheduleFieldProps = {
  readonly value: Schedule;
  readonly window: RunWindow | null;
  readonly onChange: (schedule: Schedule) => void;
};

/** When a plan runs: a kind, its details, and below them what they mean, as a sentence and as the next five runs. */
export function ScheduleField({ value, window, onChange }: ScheduleFieldProps) {
  const { t } = useTranslation("schedule");
  return (
    <div className={styles.field}>
      <SegmentedControl
        aria-label={t("kind")}
        value={value.kind}
        onChange={(kind) => onChange(emptySchedule(kind as ScheduleKind))}
        data={KINDS.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))}
      />
      <div className={styles.details}>
        <Details value={value} onChange={onChange} />
      </div>
      <SchedulePreview schedule={value} window={window} />
    </div>
  );
}

type DetailsProps = { readonly value: Schedule; readonly onChange: (schedule: Schedule) => void };

function Details({ value, onChange }: DetailsProps) {
  const { t } = useTranslation("schedule");
  switch (value.kind) {
    case "hourly":
      return (
        <>
          <NativeSelect
            label={t("every")}
            value={value.everyHours}
            onChange={(event) => onChange({ ...value, everyHours: Number(event.currentTarget.value) })}
            data={EVERY_HOURS.map((count) => ({ value: String(count), label: t("hours", { count }) }))}
          />
          <HourSelect
            label={t("from")}
            value={value.fromHour}
            onChange={(fromHour) => onChange({ ...value, fromHour })}
          />
          <HourSelect
            label={t("to")}
            value={value.toHour}
            onChange={(toHour) => onChange({ ...value, toHour })}
          />
          <NativeSelect
            label={t("minute")}
            value={value.minute}
            onChange={(event) => onChange({ ...value, minute: Number(event.currentTarget.value) })}
            data={Array.from({ length: 60 }, (_, minute) => ({
              value: String(minute),
              label: String(minute).padStart(2, "0"),
            }))}
          />
          <Weekdays value={value.weekdays} onChange={(weekdays) => onChange({ ...value, weekdays })} />
        </>
      );
    case "daily":
      return (
        <>
          <TimeField label={t("at")} value={value.at} onChange={(at) => onChange({ ...value, at })} />
          <Weekdays value={value.weekdays} onChange={(weekdays) => onChange({ ...value, weekdays })} />
        </>
      );
    case "monthly":
      return (
        <>
          <NativeSelect
            label={t("day")}
            value={String(value.day)}
            onChange={({ currentTarget: { value: day } }) =>
              onChange({ ...value, day: day === "last" ? "last" : Number(day) })
            }
            data={[
              ...Array.from({ length: 31 }, (_, n) => ({ value: String(n + 1), label: String(n + 1) })),
              { value: "last", label: t("lastDay") },
            ]}
          />
          <TimeField label={t("at")} value={value.at} onChange={(at) => onChange({ ...value, at })} />
        </>
      );
    case "continuous":
      return (
        <>
          <TimeField
            label={t("anywayAt")}
            value={value.dailyAt}
            onChange={(dailyAt) => onChange({ ...value, dailyAt })}
          />
          <p className={styles.hint}>{t("continuousHint")}</p>
        </>
      );
    case "cron":
      return (
        <TextInput
          className={styles.cron ?? ""}
          label={t("expression")}
          value={value.expression}
          onChange={(event) => onChange({ kind: "cron", expression: event.currentTarget.value })}
          spellCheck={false}
          autoComplete="off"
        />
      );
    case "manual":
      return null;
  }
}

type HourSelectProps = {
  readonly label: string;
  readonly value: number;
  readonly onChange: (hour: number) => void;
};

function HourSelect({ label, value, onChange }: HourSelectProps) {
  return (
    <NativeSelect
      label={label}
      value={value}
      onChange={(event) => onChange(Number(event.currentTarget.value))}
      data={Array.from({ length: 24 }, (_, hour) => ({
        value: String(hour),
        label: `${String(hour).padStart(2, "0")}:00`,
      }))}
    />
  );
}

type WeekdaysProps = {
  readonly value: readonly number[];
  readonly onChange: (weekdays: number[]) => void;
};

function Weekdays({ value, onChange }: WeekdaysProps) {
  const { t } = useTranslation("schedule");
  const language = useLanguage();
  // three letters, or the whole word where it is that short
  const short = (day: number) => weekdayName(day, language).slice(0, 3);
  const toggle = (day: number): void => {
    const next = ALL_DAYS.filter((other) => (other === day ? !value.includes(day) : value.includes(other)));
    if (next.length > 0) onChange(next); // a schedule without days is none
  };
  return (
    <fieldset className={styles.weekdays}>
      <legend>{t("days")}</legend>
      {ALL_DAYS.map((day) => (
        <button
          key={day}
          type="button"
          aria-pressed={value.includes(day)}
          title={weekdayName(day, language)}
          onClick={() => toggle(day)}
        >
          {short(day)}
        </button>
      ))}
    </fieldset>
  );
}

/**
 * What a schedule means, as the engine counts it, once the person stops typing. The page that asks for what comes next uses it, too.
 */
export function useNextRuns(schedule: Schedule) {
  const [settled] = useDebouncedValue(schedule, SETTLE_MS);
  const isComplete = isLongEnough(schedule);
  const preview = useCall(
    "plans.previewSchedule",
    { schedule: settled, count: NEXT_RUNS },
    { isEnabled: isLongEnough(settled), keepsPrevious: true },
  );
  return { isComplete, preview };
}

function isLongEnough(schedule: Schedule): boolean {
  return schedule.kind !== "cron" || schedule.expression.trim().length >= 9;
}

type SchedulePreviewProps = { readonly schedule: Schedule; readonly window: RunWindow | null };

/** What a schedule means: the sentence, and the next runs as the engine counts them. */
export function SchedulePreview({ schedule, window }: SchedulePreviewProps) {
  const { t } = useTranslation("schedule");
  const format = useFormat();
  const { isComplete, preview } = useNextRuns(schedule);
  if (!isComplete) {
    return (
      <div className={styles.preview} aria-live="polite">
        <p className={styles.hint}>{t("incomplete")}</p>
      </div>
    );
  }
  if (preview.kind === "failed") {
    return (
      <div className={styles.preview} aria-live="polite">
        <ErrorNote error={preview.error} />
      </div>
    );
  }
  const times = preview.kind === "ready" ? preview.value.timesMs : [];
  return (
    <div className={styles.preview} aria-live="polite">
      <p className={styles.sentence}>
        <Icon name="calendar" size={15} />
        {format.schedule(schedule, window)}
      </p>
      {preview.kind === "ready" &&
        (times.length === 0 ? (
          <p className={styles.hint}>{t("noRuns")}</p>
        ) : (
          <p className={styles.hint}>{t("nextRuns", { times: format.moments(times) })}</p>
        ))}
    </div>
  );
}
