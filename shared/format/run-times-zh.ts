import { weekdayName } from "./calendar-date.ts";
import type { Days, RunTimes, TimesOfDay } from "./run-times.ts";
import { sayTime } from "./say-time.ts";
import { isEveryDay, weekdayRuns } from "./weekday-runs.ts";

/** @returns like `每天 01:30`, `周一至周五 07:00 至 19:00，每小时一次` */
export function chineseRunTimes({ times, days }: RunTimes): string {
  const on = spaced(onDays(days));
  if (times.kind === "at") return on + times.minutes.map(sayTime).join("、");
  const { range } = times;
  if (range === null) {
    const isDaily = days.kind === "weekdays" && isEveryDay(days.weekdays);
    return isDaily ? repetition(times) : `${onDays(days)}，${repetition(times)}`;
  }
  const until = range.to < range.from ? `次日 ${sayTime(range.to)}` : ` ${sayTime(range.to)}`;
  return `${on}${sayTime(range.from)} 至${until}，${repetition(times)}`;
}

/** @returns like `周一至周五`, `周一、周三、周五`, `每周一`, `每天` */
export function chineseWeekdays(weekdays: readonly number[]): string {
  if (isEveryDay(weekdays)) return "每天";
  const runs = weekdayRuns(weekdays);
  const names = runs.map(([first, last]) =>
    first === last ? weekdayName(first, "zh") : `${weekdayName(first, "zh")}至${weekdayName(last, "zh")}`,
  );
  return new Set(weekdays).size === 1 ? `每${names.join("")}` : names.join("、");
}

function repetition({ everyMinutes, past }: Extract<TimesOfDay, { kind: "every" }>): string {
  const hours = everyMinutes / 60;
  if (!Number.isInteger(hours)) return everyMinutes === 1 ? "每分钟一次" : `每 ${everyMinutes} 分钟一次`;
  const every = hours === 1 ? "每小时一次" : `每 ${hours} 小时一次`;
  return past === 0 ? every : `${every}（整点过 ${past} 分）`;
}

function onDays(days: Days): string {
  if (days.kind === "weekdays") return chineseWeekdays(days.weekdays);
  const { day, isExact } = days;
  if (day === "last") return "每月最后一天";
  if (day <= 28) return `每月 ${day} 日`;
  return isExact ? `每月 ${day} 日（没有该日的月份除外）` : `每月 ${day} 日（没有该日的月份为最后一天）`;
}

/** Full-width punctuation brings its own space. */
function spaced(text: string): string {
  return text.endsWith("）") ? text : `${text} `;
}
