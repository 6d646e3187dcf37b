import type { ChineseOf } from "../chinese-of.ts";
import type { changeGuard as english } from "../en/change-guard.ts";

export const changeGuard: ChineseOf<typeof english> = {
  approve: "属于正常操作…",
  approveTitle: "这些更改是正常操作吗？",
  approveText:
    "确认后，{{name}} 的旧快照会重新按计划的规则移除，此类更改不再视为可疑。请先查看其中的一些文件。",
  approveDeed: "是正常操作",
  restore: "查看更改之前的文件",
  held: "此计划的旧快照暂时全部保留：{{names}} 有可疑的更改，还没有人确认属于正常操作。",
  look: "查看告警",
  settings: {
    heading: "文件疑似被破坏时",
    caption: "每次备份都会与上一次比较",
    isOn: "检查可疑的更改",
    isOnHint:
      "勒索软件会加密、重命名或删除文件。备份仍会完成，同时发出告警；在有人查看之前，不会移除该来源的任何旧快照。内容变了而日期未变的文件也会提醒。",
    minFiles: "少于此数量不视为可疑",
    minFilesHint: "带有勒索软件特有后缀的文件除外。",
    files_other: "{{count}} 个文件",
    lostPercent: "一次删除或重命名的比例",
    lostPercentHint:
      "占上次备份文件数的比例，达到即视为可疑。移动位置的文件不计入，来源平时常有的变化也不计入。",
    scrambledPercent: "新增和更改的文件中疑似被加密的比例",
    scrambledPercentHint: "达到即视为可疑。最多抽查 200 个文件；图片、压缩包等已知格式不会被当作加密文件。",
    percent: "{{percent}}%",
  },
};
