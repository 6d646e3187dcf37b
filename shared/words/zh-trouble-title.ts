import type { TroubleFacts } from "./en-trouble-title.ts";
import { verdictWords } from "./verdicts.ts";

const KIND: Readonly<Record<TroubleFacts["kind"], string>> = {
  disk: "磁盘",
  array: "阵列",
  controller: "RAID 控制器",
};

/** How one thing is, the same on the overview, in the tray and in the alert, without a full stop. */
export function zhTroubleTitle(
  { kind, name, shortName, hostName, verdict }: TroubleFacts,
  isOver = false,
): string {
  const slot = shortName?.slot ?? null;
  const where = slot === null ? `${hostName} 的` : `${hostName} 槽位 ${slot} 的`;
  return `${where}${KIND[kind]} ${shortName?.model ?? name} ${isOver ? "曾处于" : "处于"}“${verdictWords.zh[verdict]}”状态`;
}
