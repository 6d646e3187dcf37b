import type { ArrayVerdict, DiskVerdict, HealthSubject } from "../model/health-verdict.ts";
import { verdictWords } from "./verdicts.ts";

const KIND: Readonly<Record<HealthSubject["kind"], string>> = {
  disk: "磁盘",
  array: "阵列",
  controller: "RAID 控制器",
};

/** How one thing is, the same on the overview, in the tray and in the alert, without a full stop. */
export function zhTroubleTitle(
  kind: HealthSubject["kind"],
  name: string,
  hostName: string,
  verdict: DiskVerdict | ArrayVerdict,
  isOver = false,
): string {
  return `${hostName} 的${KIND[kind]} ${name} ${isOver ? "曾处于" : "处于"}“${verdictWords.zh[verdict]}”状态`;
}
