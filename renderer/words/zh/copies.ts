import type { ChineseOf } from "../chinese-of.ts";
import type { copies as english } from "../en/copies.ts";

export const copies: ChineseOf<typeof english> = {
  heading: "其中的副本",
  caption: "位于何处，以及数据回读到哪里",
  hostStands: "{{name}} 所在的地方",
  placeStands: "{{name}} 中的副本所在的地方",
  here: "本机在办公室里：与它放在一起的东西会随办公室一起失去。",
  stands: {
    notSaid: "未说明",
    asHost: "与 {{host}} 相同",
    office: "在本办公室",
    elsewhere: "在别的地方",
  },
  notSaidHint: "在说明它位于何处之前，计算失去办公室的情形时不计入其中的副本。",
  none: "据目前所知，其中没有副本。",
  elsewhereHeading: "未受监视的机器上的副本",
  everyDays: "全部数据回读一遍的周期",
  never: "不自动回读",
  days_other: "{{count}} 天",
  everyHint:
    "从不读取的数据可能损坏多年而无人知晓。每天回读并核对一部分；备份正在运行或即将运行时，或其所在的磁盘即将失效时不会进行。每一部分都会作为一次检查出现在“活动”中。",
  readFrom: "恢复和浏览时读取",
  readFroms: {
    fastest: "最快的副本",
    "round-robin": "各副本轮流",
    weighted: "所有副本，越快读得越多",
    preferred: "主用副本",
  },
  readFromHint: "无论如何选择，某一副本上损坏、缺失或过慢的内容都会改从其他副本读取。",
  column: { name: "副本", stands: "位置", readBack: "回读" },
  read: {
    neverYet: "尚未全部回读",
    all: "已于 {{when}}全部回读",
    percent: "本轮已回读 {{percent}}，{{due}}结束",
    now: "正在回读一部分。",
    next: "下一部分：{{when}}",
    waits: {
      "disk-failing": "下一部分推迟，因为其所在的磁盘即将失效。",
      "out-of-reach": "下一部分在等待该位置应答。",
      "on-battery": "下一部分在等待接通电源。",
      "backup-time": "下一部分在等待备份完成。",
    },
    off: "不自动回读",
  },
};
