import type { TroubleFacts } from "./en-trouble-title.ts";

const KIND: Readonly<Record<TroubleFacts["kind"], string>> = {
  disk: "磁盘",
  array: "阵列",
  controller: "RAID 控制器",
};
const IS: Readonly<Record<TroubleFacts["verdict"], string>> = {
  ok: "正常",
  asleep: "正在休眠",
  checking: "正在检查",
  unknown: "状况未知",
  warning: "需要查看",
  rebuilding: "正在重建",
  degraded: "已降级",
  failing: "即将失效",
  failed: "已失效",
};
const WAS: Readonly<Record<TroubleFacts["verdict"], string>> = {
  ok: "曾正常",
  asleep: "曾在休眠",
  checking: "曾在检查",
  unknown: "曾状况未知",
  warning: "曾需要查看",
  rebuilding: "曾在重建",
  degraded: "曾降级",
  failing: "曾即将失效",
  failed: "曾失效",
};

/** How one thing is, the same on the overview, in the tray and in the alert, without a full stop. */
export function zhTroubleTitle(
  { kind, name, shortName, hostName, verdict }: TroubleFacts,
  isOver = false,
): string {
  const slot = shortName?.slot ?? null;
  const where = slot === null ? `${hostName} 的` : `${hostName} 槽位 ${slot} 的`;
  return `${where}${KIND[kind]} ${shortName?.model ?? name} ${(isOver ? WAS : IS)[verdict]}`;
}
