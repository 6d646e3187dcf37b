/** Moments as the Restore page says them. */
import { formatDate, formatTimeOfDay, weekdayName } from "../../../../shared/format/calendar-date.ts";
import { formatSpan } from "../../../../shared/format/relative-time.ts";
import type { Language } from "../../../../shared/words/language.ts";

const DAY_MS = 86_400_000;
/** Beyond, the date in the sentence says more than a number of days. */
const LONGEST_SPAN_MS = 60 * DAY_MS;

/** @returns `Tuesday, 17 November 2026`; `2026年11月17日周二` */
export function longDay(timeMs: number, language: Language): string {
  const date = formatDate(timeMs, 0, language, "long");
  const weekday = weekdayOf(timeMs, language);
  return language === "zh" ? `${date}${weekday}` : `${weekday}, ${date}`;
}

/** @returns `17 Nov, 15:20`, of another year `3 Feb 2024, 10:00`; `11月17日 15:20` */
export function dateAndTime(timeMs: number, nowMs: number, language: Language): string {
  const date = formatDate(timeMs, nowMs, language);
  return `${date}${language === "zh" ? " " : ", "}${formatTimeOfDay(timeMs)}`;
}

/** @returns `Tue 17 Nov, 15:38`; `11月17日周二 15:38` */
export function weekdayAndTime(timeMs: number, nowMs: number, language: Language): string {
  const weekday = weekdayOf(timeMs, language);
  const date = formatDate(timeMs, nowMs, language);
  const time = formatTimeOfDay(timeMs);
  return language === "zh" ? `${date}${weekday} ${time}` : `${weekday.slice(0, 3)} ${date}, ${time}`;
}

/** For the flag on the timeline. @returns `Tue 17, 16:00`; `17日 16:00` */
export function dayAndTime(timeMs: number, language: Language): string {
  const day = new Date(timeMs).getDate();
  const time = formatTimeOfDay(timeMs);
  return language === "zh"
    ? `${day}日 ${time}`
    : `${weekdayOf(timeMs, language).slice(0, 3)} ${day}, ${time}`;
}

/** A day below the timeline. @returns `Thu 5 Nov` for the first or when a month begins, else `Fri 6`; narrow `5 Nov`, `6` */
export function dayMark(
  timeMs: number,
  { isFirst, isNarrow, language }: { isFirst: boolean; isNarrow: boolean; language: Language },
): string {
  const day = new Date(timeMs).getDate();
  const hasMonth = isFirst || day === 1;
  const date = hasMonth ? formatDate(timeMs, timeMs, language) : language === "zh" ? `${day}日` : `${day}`;
  if (isNarrow) return date;
  const weekday = weekdayOf(timeMs, language);
  if (language === "zh") return hasMonth ? date : `${date} ${weekday}`;
  return `${weekday.slice(0, 3)} ${date}`;
}

/** A month below an axis. @returns `Feb 2024`, `Aug`: with its year where `hasYear`; `2024年2月`, `8月` */
export function monthMark(timeMs: number, hasYear: boolean, language: Language): string {
  const date = new Date(timeMs);
  if (language === "zh") return `${hasYear ? `${date.getFullYear()}年` : ""}${date.getMonth() + 1}月`;
  const month = formatDate(timeMs, timeMs, language).split(" ")[1] ?? "";
  return hasYear ? `${month} ${date.getFullYear()}` : month;
}

/** @returns how long ago, like `46 hours`, `9 days`; undefined when it is so long ago that a date says more; empty within a minute */
export function ageSpan(timeMs: number, nowMs: number, language: Language): string | undefined {
  const ageMs = nowMs - timeMs;
  if (ageMs < 0 || ageMs > LONGEST_SPAN_MS) return undefined;
  return ageMs < 60_000 ? "" : formatSpan(ageMs, language);
}

function weekdayOf(timeMs: number, language: Language): string {
  return weekdayName(((new Date(timeMs).getDay() + 6) % 7) + 1, language);
}
