import type { ChineseOf } from "../chinese-of.ts";
import type { unavailable as english } from "../en/unavailable.ts";

export const unavailable: ChineseOf<typeof english> = {
  readingOverview: "正在查看当前状况…",
  readingPlans: "正在读取计划…",
  editor: "目前无法编辑计划。",
  restore: "目前无法显示已备份的内容。",
  repository: "目前无法读取 {{name}} 中的内容。",
  series: "目前无法读取 {{name}} 的快照。",
  search: "目前无法搜索“{{text}}”。",
  compare: "目前无法比较这两个快照。",
  repositories: "仓库的当前状况未知。",
};
