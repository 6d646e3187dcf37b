import type { ChineseOf } from "../chinese-of.ts";
import type { schedule as english } from "../en/schedule.ts";

export const schedule: ChineseOf<typeof english> = {
  kind: "何时",
  kinds: {
    hourly: "每小时",
    daily: "每天",
    monthly: "每月",
    continuous: "持续",
    cron: "Cron",
    manual: "手动",
  },
  every: "间隔",
  hours_other: "{{count}} 小时",
  from: "从",
  to: "至",
  at: "时间",
  minute: "分钟",
  day: "日期",
  lastDay: "最后一天",
  anywayAt: "另外每天于",
  days: "星期",
  everyDay: "每天",
  workdays: "周一至周五",
  expression: "五个字段：分钟、小时、日、月、星期",
  nextRuns: "接下来的运行：{{times}}",
  noRuns: "不会自动运行。",
  incomplete: "需要五个字段，例如 30 1 * * * 表示每天 01:30。",
  continuousHint: "Backstay 会监视这些文件夹，最后一次更改后一分钟内备份更改的内容。",
};
