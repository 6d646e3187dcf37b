/** Dates and times of day for the pages, in the local time of whoever looks at them. Hours go from 0 to 23. */
import type { Language } from "../words/language.ts";

const MONTHS = "January February March April May June July August September October November December".split(
  " ",
);
const WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(" ");
const CHINESE_WEEKDAYS = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];

/** @returns like `01:52`, the same in every language */
export function formatTimeOfDay(timeMs: number): string {
  const time = new Date(timeMs);
  return `${twoDigits(time.getHours())}:${twoDigits(time.getMinutes())}`;
}

/**
 * @param nowMs in its year, the year is left out
 * @param style `short` is for tables
 * @returns `12 November`, short `12 Nov`; of another year `12 Nov 2025`; `11月12日`, `2025年11月12日`
 */
export function formatDate(
  timeMs: number,
  nowMs: number,
  language: Language,
  style: "long" | "short" = "short",
): string {
  const time = new Date(timeMs);
  const isThisYear = time.getFullYear() === new Date(nowMs).getFullYear();
  if (language === "zh") {
    return `${isThisYear ? "" : `${time.getFullYear()}年`}${time.getMonth() + 1}月${time.getDate()}日`;
  }
  const month = MONTHS[time.getMonth()] ?? "";
  const date = `${time.getDate()} ${style === "long" ? month : month.slice(0, 3)}`;
  return isThisYear ? date : `${date} ${time.getFullYear()}`;
}

/**
 * A moment by the calendar, as short as it can be understood.
 *
 * @param place inside of a sentence it is `tomorrow` and `yesterday`
 * @returns today `15:00`, `Tomorrow 01:30`, `Yesterday 17:51`, within a week `Mon 16 Nov, 17:51`, else `12 Nov, 10:24` or
 *   `12 Nov 2025, 10:24`; `明天 01:30`, `11月16日 周一 17:51`
 */
export function formatMoment(
  timeMs: number,
  nowMs: number,
  language: Language,
  place: "alone" | "sentence" = "alone",
): string {
  const timeOfDay = formatTimeOfDay(timeMs);
  const days = daysBetween(nowMs, timeMs);
  const isChinese = language === "zh";
  if (days === 0) return timeOfDay;
  const english = (word: string) => (place === "alone" ? word : word.toLowerCase());
  if (days === 1) return `${isChinese ? "明天" : english("Tomorrow")} ${timeOfDay}`;
  if (days === -1) return `${isChinese ? "昨天" : english("Yesterday")} ${timeOfDay}`;
  const date = formatDate(timeMs, nowMs, language);
  const isNear = Math.abs(days) < 7;
  const weekday = (isChinese ? CHINESE_WEEKDAYS : WEEKDAYS)[(new Date(timeMs).getDay() + 6) % 7] ?? "";
  if (isChinese) return `${date} ${isNear ? `${weekday} ` : ""}${timeOfDay}`;
  return `${isNear ? `${weekday.slice(0, 3)} ` : ""}${date}, ${timeOfDay}`;
}

/** @returns `Today`, `Tomorrow`, else `Mon 23 Nov`; `今天`, `11月23日 周一`: a day to choose, without a time */
export function formatDay(timeMs: number, nowMs: number, language: Language): string {
  const isChinese = language === "zh";
  const days = daysBetween(nowMs, timeMs);
  if (days === 0) return isChinese ? "今天" : "Today";
  if (days === 1) return isChinese ? "明天" : "Tomorrow";
  const weekday = weekdayName(new Date(timeMs).getDay() || 7, language);
  const date = formatDate(timeMs, nowMs, language);
  return isChinese ? `${date} ${weekday}` : `${weekday.slice(0, 3)} ${date}`;
}

/** @param weekday 1 is Monday, 7 Sunday */
export function weekdayName(weekday: number, language: Language): string {
  return (language === "zh" ? CHINESE_WEEKDAYS : WEEKDAYS)[weekday - 1] ?? "";
}

/** How many calendar days the second is after the first; days of 23 and 25 hours count as one. */
function daysBetween(fromMs: number, toMs: number): number {
  return dayNumber(toMs) - dayNumber(fromMs);
}

function dayNumber(timeMs: number): number {
  const time = new Date(timeMs);
  return Date.UTC(time.getFullYear(), time.getMonth(), time.getDate()) / 86_400_000;
}

function twoDigits(part: number): string {
  return String(part).padStart(2, "0");
}
