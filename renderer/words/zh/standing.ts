import type { ChineseOf } from "../chinese-of.ts";
import type { standing as english } from "../en/standing.ts";

export const standing: ChineseOf<typeof english> = {
  pausedJobs_other: "{{count}} 个任务已暂停。",
  due: "{{name}} 已到运行时间。",
};
