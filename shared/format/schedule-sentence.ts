import type { RunWindow, Schedule } from "../model/schedule.ts";
import type { Language } from "../words/language.ts";
import { minuteOfDay, readRunTimes } from "./run-times.ts";
import { englishRunTimes } from "./run-times-en.ts";
import { chineseRunTimes } from "./run-times-zh.ts";
import { sayTime } from "./say-time.ts";

/**
 * When a plan runs, as a person would say it, without a full stop.
 *
 * @param window when what was missed may be caught up; null is at any time
 * @returns like `Every hour from 07:00 to 19:00, Monday to Friday`, `Every night at 01:30, never after 06:00`, `每天 01:30`. A cron
 *   expression that cannot be said shortly is shown as it is, whether it is valid or not
 */
export function scheduleSentence(
  schedule: Schedule,
  language: Language,
  window: RunWindow | null = null,
): string {
  return mainSentence(schedule, language) + windowClause(schedule, language, window);
}

function mainSentence(schedule: Schedule, language: Language): string {
  const isChinese = language === "zh";
  switch (schedule.kind) {
    case "manual":
      return isChinese ? "仅在手动启动时" : "Only when somebody starts it";
    case "continuous": {
      const at = sayTime(minuteOfDay(schedule.dailyAt));
      return isChinese ? `文件更改后不久，另外每天 ${at}` : `Soon after files change, and every day at ${at}`;
    }
    default: {
      const runTimes = readRunTimes(schedule);
      if (runTimes !== undefined) return isChinese ? chineseRunTimes(runTimes) : englishRunTimes(runTimes);
      const expression = schedule.kind === "cron" ? schedule.expression.trim() : "";
      return isChinese ? `按 cron 表达式：${expression}` : `At the times of: ${expression}`;
    }
  }
}

function windowClause(schedule: Schedule, language: Language, window: RunWindow | null): string {
  if (window === null || window.from === window.to || schedule.kind === "manual") return "";
  const from = sayTime(minuteOfDay(window.from));
  const to = sayTime(minuteOfDay(window.to));
  // where the window begins with the only time of the day, its end is all there is to say
  if (schedule.kind === "daily" && schedule.at === window.from) {
    return language === "zh" ? `，${to} 之后不再开始` : `, never after ${to}`;
  }
  return language === "zh"
    ? `；错过的备份只在 ${from} 至 ${to} 之间补做`
    : `; a missed run is caught up between ${from} and ${to} only`;
}
