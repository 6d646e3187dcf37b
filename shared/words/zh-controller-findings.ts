import type { WordsAbout } from "./finding-words.ts";
import { zhGaps } from "./zh-gaps.ts";

/** Chinese words for the reasons of verdicts on controllers. */
export const zhControllerFindings: WordsAbout<"CONTROLLER"> = {
  CONTROLLER_STATE: (d) => ({
    what: `控制器报告其状态为“${d.text}”。`,
    means: "它后面的所有磁盘和阵列都依赖它。",
    todo: "请查看控制器自己的事件日志。",
  }),
  CONTROLLER_BATTERY: (d) => ({
    what: `写缓存的电池或电容：“${d.text}”。`,
    means: "没有它，断电时刚刚写入的内容可能丢失，写入也会变慢。",
    todo: "如果充电后仍不恢复，请更换。",
  }),
  CONTROLLER_CACHE: (d) => ({
    what: `写缓存：“${d.text}”。`,
    means: "写入会变慢。仅此一项不影响已存的内容。",
    todo: "请查看电池和控制器自己的事件日志。",
  }),
  CONTROLLER_UNREADABLE: (d) => ({
    what: `无法读取其状态：${zhGaps[d.reason].why}${d.message === null ? "" : `（“${d.message}”）`}。`,
    means: "没有人知道它后面的磁盘和阵列状况如何。",
    todo: zhGaps[d.reason].todo,
  }),
};
