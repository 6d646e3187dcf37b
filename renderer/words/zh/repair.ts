import type { ChineseOf } from "../chinese-of.ts";
import type { repair as english } from "../en/repair.ts";

export const repair: ChineseOf<typeof english> = {
  ask: "修复…",
  title: "修复 {{name}}？",
  text: "检查发现已损坏的数据块将从 {{name}} 中移出，同处的完好数据块会另行复制。不会删除任何快照。",
  later: "只要来源中仍有这些数据，下次备份会重新保存。无法找回的内容会在结束时列在“活动”页。",
  wait: "完成之前，写入 {{name}} 的备份会等待。可以随时取消。",
  deed: "修复",
  sentence: {
    damaged_other: "检查发现 {{names}} 已损坏。",
    lacking_other: "{{names}} 已修复，但缺少数据。",
    unproven_other: "{{names}} 已修复，此后尚未检查。",
  },
  found: "检查在此发现损坏（{{when}}）。",
  repaired: {
    unproven: "已修复（{{when}}），此后尚未检查",
    lacking: "已修复（{{when}}），缺少数据",
  },
  proof: {
    unproven: "目前没有已知的缺失内容。读取全部数据的检查可以证明这一点。",
    lacking: "损坏的数据已移出；只要来源中仍有，备份会重新保存。读取全部数据的检查会列出无法找回的内容。",
  },
  restoring:
    "{{name}} 已修复（{{when}}），但此后还没有检查读取过全部数据。恢复时会证实每个文件，并列出无法取回的文件。",
  nextLacking: "损坏的数据已移出。只要来源中仍有，备份会重新保存；之后再检查，会列出无法找回的内容。",
  nextWhole: "目前没有已知的缺失内容。完整检查可以证明这一点。",
  backUp: "立即备份",
  noPlan: "没有未暂停的计划备份到这里。",
  check: "完整检查",
};
