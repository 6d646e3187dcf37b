import type { Language } from "../words/language.ts";
import { formatDate } from "./calendar-date.ts";

/** `short` is for tables and labels, `long` for sentences. */
export type TimeStyle = "long" | "short";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Beyond, a date says more than a number of hours. */
const RELATIVE_MS = 48 * HOUR_MS;

/**
 * How long ago something was, or how soon it will be, up to two days; then the date. Whole units only: an age is rounded down,
 * what is to come is rounded up.
 *
 * @returns `12 minutes ago`, `in 48 minutes`, `36 hours ago`, `on 12 November`; short `12 min ago`, `in 48 min`, `12 Nov`;
 *   `12 分钟前`, `48 分钟后`, `11月12日`
 */
export function formatRelative(
  timeMs: number,
  nowMs: number,
  language: Language,
  style: TimeStyle = "long",
): string {
  const ageMs = nowMs - timeMs;
  if (Math.abs(ageMs) >= RELATIVE_MS) return farDate(timeMs, nowMs, language, style);
  if (ageMs >= 0) {
    if (ageMs < MINUTE_MS) return language === "zh" ? "刚刚" : "just now";
    const amount = wholeUnits(ageMs, Math.floor, language, style);
    return language === "zh" ? `${amount}前` : `${amount} ago`;
  }
  const amount = wholeUnits(-ageMs, Math.ceil, language, style);
  return language === "zh" ? `${amount}后` : `in ${amount}`;
}

/**
 * How old something is, or how late, without a direction.
 *
 * @param spanMs not negative
 * @returns `12 minutes`, `10 hours`, `3 days`; short `12 min`, `36 h`, `3 days`; `12 分钟`, `3 天`. Hours up to two days, as ages
 */
export function formatSpan(spanMs: number, language: Language, style: TimeStyle = "long"): string {
  if (spanMs < RELATIVE_MS) return wholeUnits(spanMs, Math.floor, language, style);
  const days = Math.floor(spanMs / (24 * HOUR_MS));
  return language === "zh" ? `${days} 天` : `${days} days`;
}

/**
 * How long a run took or will take: as many parts as matter.
 *
 * @param durationMs not negative
 * @returns `under 1 s`, `41 s`, `1 min 41 s`, `22 min`, `4 h 30 min`, `11 h`; `不到 1 秒`, `1 分 41 秒`, `22 分钟`, `4 小时 30 分`
 */
export function formatRunTime(durationMs: number, language: Language): string {
  const seconds = Math.floor(durationMs / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const isChinese = language === "zh";
  if (seconds < 1) return isChinese ? "不到 1 秒" : "under 1 s";
  if (minutes < 1) return isChinese ? `${seconds} 秒` : `${seconds} s`;
  if (minutes < 10 && seconds % 60 > 0) {
    return isChinese ? `${minutes} 分 ${seconds % 60} 秒` : `${minutes} min ${seconds % 60} s`;
  }
  if (hours < 1) return isChinese ? `${minutes} 分钟` : `${minutes} min`;
  if (hours < 10 && minutes % 60 > 0) {
    return isChinese ? `${hours} 小时 ${minutes % 60} 分` : `${hours} h ${minutes % 60} min`;
  }
  return isChinese ? `${hours} 小时` : `${hours} h`;
}

function farDate(timeMs: number, nowMs: number, language: Language, style: TimeStyle): string {
  const date = formatDate(timeMs, nowMs, language, style);
  return language === "en" && style === "long" ? `on ${date}` : date;
}

function wholeUnits(
  spanMs: number,
  round: (units: number) => number,
  language: Language,
  style: TimeStyle,
): string {
  const minutes = round(spanMs / MINUTE_MS);
  if (minutes < 60) {
    if (language === "zh") return `${minutes} 分钟`;
    return style === "short" ? `${minutes} min` : `${minutes} ${minutes === 1 ? "minute" : "minutes"}`;
  }
  const hours = round(spanMs / HOUR_MS);
  if (language === "zh") return `${hours} 小时`;
  return style === "short" ? `${hours} h` : `${hours} ${hours === 1 ? "hour" : "hours"}`;
}
