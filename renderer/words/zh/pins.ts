import type { ChineseOf } from "../chinese-of.ts";
import type { pins as english } from "../en/pins.ts";

export const pins: ChineseOf<typeof english> = {
  meant: "属于正常操作…",
  meantTitle: "是某个程序正常写入这些文件吗？",
  meantText:
    "确认后，这些文件再次在日期不变的情况下改变时不再提醒，{{name}} 的固定快照会按计划的规则移除。没有程序写过却改变的文件仍会提醒。",
  meantDeed: "是正常操作",
  settle: "已处理…",
  settleTitle: "不再需要旧版本了吗？",
  settleText:
    "确认后，{{name}} 中保存这些文件旧版本的固定快照会按计划的规则移除。如果它们再次在日期不变的情况下改变，会再次提醒。如果您已把旧版本连同日期放回原处，下次备份会自动发现，无需此操作。",
  settleDeed: "取消固定",
  restore: "查看更改之前的文件",
  compare: "与最新的备份比较",
  disk: "查看 {{name}}",
  pin: "固定此快照",
  pinHint: "固定后，任何计划都不会移除它。",
  unpin: "取消固定",
  unpinAsk: "取消固定…",
  pinned: {
    person: "已固定：任何计划都不会移除此快照。",
    rot: "已固定：它保存着一些文件在日期未变而内容改变之前的样子，因此列表中显示与今天相同。任何计划都不会移除它。",
  },
  ofPlan: "任何计划都不会移除{{snapshots}}。",
  one: "{{name}} 于 {{when}} 的固定快照",
  show: "查看",
};
