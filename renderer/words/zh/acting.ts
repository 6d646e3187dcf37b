import type { ChineseOf } from "../chinese-of.ts";
import type { acting as english } from "../en/acting.ts";

export const acting: ChineseOf<typeof english> = {
  settings: {
    heading: "磁盘即将失效时",
    caption: "Backstay 会主动做什么",
    backUpFromFailing: "立即备份其中的数据",
    backUpFromFailingHint:
      "如果来源所在的磁盘即将失效，或所在的阵列缺少磁盘，相关计划会立即运行，在此期间每天再运行一次。已暂停的计划不会运行。位于此类磁盘上的副本会优先复制到其他位置。",
    spareFailing: "减轻仓库所在磁盘的负担",
    spareFailingHint:
      "仓库所在的磁盘即将失效或其阵列不完整时，暂不在其中释放空间，也不回读其数据，那台机器上计划的自检也会推迟，正在进行的则会中止。备份照常进行。",
  },
  acts: {
    heading: "自动执行的操作",
    caption: "最近 7 天",
    all: "显示全部",
    fewer: "收起",
    backup: "已备份 {{about}}，原因是{{causes}}。",
    "upkeep-postponed": "暂不在 {{about}} 中释放空间，也不回读其数据，原因是{{causes}}。",
    "upkeep-resumed": "在 {{about}} 中释放空间和回读数据不再推迟。推迟的原因曾是{{causes}}。",
    "self-test-stopped": "已中止 {{about}} 的自检，原因是{{causes}}。",
    "copying-hastened": "优先将 {{about}} 复制到它的其他位置，原因是{{causes}}。",
    toJob: "查看此次运行",
    change: "更改设置…",
    because: "此任务由 Backstay 自动开始，原因是{{causes}}。",
  },
  cause: {
    disk: {
      failing: "{{host}} 的磁盘 {{name}} 即将失效",
      failed: "{{host}} 的磁盘 {{name}} 已失效",
    },
    array: {
      degraded: "{{host}} 的阵列 {{name}} 缺少磁盘",
      failed: "{{host}} 的阵列 {{name}} 已失效",
      rebuilding: "{{host}} 的阵列 {{name}} 正在重建",
    },
    other: "{{host}} 的 {{name}} 状况不佳",
    one: "{{cause}}（可能涉及：不清楚它位于那台机器的哪些磁盘上）",
  },
  spared: "暂不在此释放空间，也不回读数据：{{causes}}。",
};
