import type { ChineseOf } from "../../chinese-of.ts";
import type { hostWords as english } from "../../en/storage/hosts.ts";

export const hostWords: ChineseOf<typeof english> = {
  hosts: {
    heading: "主机",
    add: "监视另一台主机…",
    saved: "查看保存的输出",
    disks_other: "{{count}} 块磁盘",
    arrays_other: "{{count}} 个阵列",
    silent: "没有应答",
    notRead: "尚未读取",
    reading: "正在读取",
    nothing: "没有找到可监视的内容",
  },
  gone: {
    host: "已不再监视这台主机。",
    hostHint: "它的磁盘及其历史记录也一并移除。快照和备份不受影响。",
    disk: "已没有这块磁盘的记录。",
    diskHint: "它已被移出记录，或者已不再监视它所在的主机。",
    back: "显示主机",
  },
  facts: {
    heading: "这台主机",
    address: "地址",
    local: "本机",
    system: "系统",
    machine: "机器",
    kernel: "内核",
    uptime: "已运行",
    temperature: "处理器",
    hostKey: "主机密钥",
    noHostKey: "尚未见过；将采用它首次出示的密钥",
    remove: "移除…",
    removeTitle: "停止监视 {{name}}？",
    removeText: "Backstay 会删除它的磁盘、历史记录、密钥和密码。主机本身不会有任何改变。",
    removeDeed: "停止监视",
    trust: "信任新密钥…",
    trustTitle: "信任 {{name}} 的新密钥？",
    trustText:
      "只有在主机重新安装过、并且它自己显示的就是这个密钥时，才应这样做。否则可能是另一台机器在冒充它，并会得到密码。",
    trustOld: "已知密钥",
    trustNew: "现在出示的密钥",
    trustDeed: "信任新密钥",
  },
  gaps: {
    heading: "未能读取的内容",
    caption: "未知不等于正常",
    about: "涉及 {{names}}",
    said: "“{{message}}”",
    more_other: "以及另外 {{count}} 项",
  },
};
