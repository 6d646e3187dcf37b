import type { ChineseOf } from "../../chinese-of.ts";
import type { headlineWords as english } from "../../en/storage/headline.ts";

export const headlineWords: ChineseOf<typeof english> = {
  headline: {
    notRead: "尚未读取 {{host}}。",
    notReadRest: "其磁盘状况未知。",
    silent: "{{host}} 没有应答。",
    silentRest: "其磁盘目前的状况未知。",
    stale: "{{host}} 目前的状况未知。",
    staleRest: "上次读取的结果已经太旧。",
    nothing: "{{host}} 上没有磁盘可以判断。",
    nothingRest: "所缺的条件见下文。",
    others_other: "还有 {{count}} 项需要查看。",
    acknowledged_other: "{{host}} 上没有新情况，{{count}} 项已确认。",
    fineDisks_other: "{{host}} 的 {{count}} 块磁盘全部正常。",
    fineSome_other: "{{host}} 的 {{count}} 块磁盘正常。",
    asleep: "{{host}} 的磁盘正在休眠。",
    asleepRest: "在它们自行唤醒之前不去打扰。",
    fineArrays_other: "{{count}} 个阵列完整。",
    fineOnly_other: "{{host}} 的 {{count}} 个阵列全部完整。",
    array: {
      failed_other: "阵列 {{names}} 已失效。",
      degraded_other: "阵列 {{names}} 缺少成员。",
      reduced_other: "阵列 {{names}} 的冗余不足。",
      waiting_other: "阵列 {{names}} 的磁盘已齐，等待重建。",
      rebuilding_other: "阵列 {{names}} 正在重建。",
      warning_other: "阵列 {{names}} 需要查看。",
      unknown_other: "阵列 {{names}} 的状况未知。",
    },
    disk: {
      failed_other: "磁盘 {{names}} 已失效。",
      failing_other: "磁盘 {{names}} 即将失效。",
      warning_other: "磁盘 {{names}} 需要查看。",
      unknown_other: "磁盘 {{names}} 的状况未知。",
    },
    controller: {
      failed_other: "控制器 {{names}} 已失效。",
      failing_other: "控制器 {{names}} 即将失效。",
      warning_other: "控制器 {{names}} 需要查看。",
      unknown_other: "控制器 {{names}} 的状况未知。",
    },
  },
  context: {
    local: "{{when}}在本机读取。",
    ssh: "{{when}}通过 SSH 读取。",
    silentSince: "自 {{since}} 起没有应答。上次读取：{{when}}。",
    neverAnswered: "自 {{since}} 起没有应答。从未读取过。",
    never: "从未读取过。",
    asleep_other: "{{count}} 块磁盘正在休眠，未被唤醒。",
  },
};
