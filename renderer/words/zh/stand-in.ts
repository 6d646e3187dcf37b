import type { ChineseOf } from "../chinese-of.ts";
import type { standIn as english } from "../en/stand-in.ts";

export const standIn: ChineseOf<typeof english> = {
  heading: "可以执行这些计划的其他计算机",
  caption: "当一台计算机不在时，同一位置的另一个 Backstay 会接管什么",
  alone:
    "还没有其他计算机在这里留下信号。另一个 Backstay 打开同一仓库后，就可以在本机关机、被盗或损坏时执行计划。",
  neighbour: {
    there: "{{name}} 在线。最近的信号来自 {{when}}（按它自己的时钟）。",
    gone: "{{name}} 不在。最近的信号来自 {{when}}（按它自己的时钟）。",
    unknown: "{{name}}：一分钟内即可知道它是否在线。最近的信号来自 {{when}}（按它自己的时钟）。",
  },
  only: "只由本机执行，不允许其他计算机执行。",
  at: "位于 {{name}}",
  since: "始于 {{when}}。",
  goneAfter: "本机 {{span}} 没有留下信号，即视为不在。",
  takenAfter: "{{name}} {{span}} 没有留下信号时接管。",
  handsBack: "正在进行的备份会先完成。",
  offer: "允许其他计算机执行…",
  change: "更改…",
  lookAndAgree: "查看并同意…",
  keep: "只由本机执行…",
  standBy: "待命…",
  adopt: "归本机所有…",
  leave: "不再待命…",
  offerForm: {
    titleNew: "允许其他计算机执行 {{name}}",
    titleEdit: "何时可以接管 {{name}}",
    text: "此后，打开了同一仓库的另一个 Backstay 可以为这个计划待命。它必须能在相同路径下读取文件，例如双方都挂载的共享文件夹。它需要知道的内容保存在备份的位置中，用仓库的密钥封装，不含任何密码。",
    lease: "多久没有信号即视为本机不在（秒）",
    leaseHint: "3 到 86400。本机可以这么久不留下信号，应足够重新启动一次。",
    deed: "允许其他计算机执行",
    save: "保存",
  },
  keepDialog: {
    title: "只由本机执行 {{name}}？",
    text: "即使本机不在，其他计算机也不再执行这个计划。已有的备份会保留。",
    deed: "只由本机执行",
  },
  standByForm: {
    title: "为 {{name}} 待命",
    text: "此后本机会知道这个计划，但 {{owner}} 在线时不执行。{{owner}} 不在时，本机按同样的时间表执行，并在 {{owner}} 恢复后交还。届时会读取这些文件：",
    after: "在 {{lease}} 之外再等多久（秒）",
    afterHint: "3 到 86400。{{lease}} 是 {{owner}} 可以不留下信号的时间。",
    deed: "待命",
    agree: "同意",
    save: "保存",
  },
  adoptDialog: {
    title: "让 {{name}} 归本机所有？",
    text: "适用于 {{owner}} 不会再回来的情况，例如被盗、损坏或已送人。此后本机执行这个计划，如同在本机创建，按其规则清理旧备份，并可以更改它。所有备份都会保留。它保存：",
    missing: "本机无法读取 {{paths}}。之后请更改计划保存的内容。",
    ifThere:
      "如果 {{owner}} 其实还在，只是暂时无法访问：它重新看到这些位置后，不再执行这个计划，而是为它待命。在此之前两台计算机可能都会备份，因此有些备份会重复，但不会丢失。",
    deed: "归本机所有",
  },
  leaveDialog: {
    title: "不再为 {{name}} 待命？",
    text: "计划会从本机移除。它仍在 {{owner}} 上，所有备份都会保留。",
    deed: "不再待命",
  },
  secondsWrong: "3 到 86400 之间的整数。",
  cannotRead: "本机无法读取 {{paths}}。",
  editor: {
    heading: "由哪台计算机执行",
    mayBeTakenOver: "可以被接管",
    hint: "本机不在时，由在同一位置待命的另一个 Backstay 执行计划，之后交还。它必须能在相同路径下读取文件。其他计算机的情况见“故障切换”页面。",
    takenOver: "现由 {{name}} 执行，它会自动交还。之后才能更改。",
    other:
      "这个计划是在 {{owner}} 上创建的，本机为它待命。除名称外，在这里的更改会被 {{owner}} 上的内容取代。请在那里更改。",
    notShared: "计划已保存，但是否可以被接管没有更改。",
  },
};
