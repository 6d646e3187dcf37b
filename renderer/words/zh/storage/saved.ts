import type { ChineseOf } from "../../chinese-of.ts";
import type { savedOutputWords as english } from "../../en/storage/saved.ts";

export const savedOutputWords: ChineseOf<typeof english> = {
  saved: {
    sentence: "这份输出说明了什么？",
    rest: "把磁盘或 RAID 工具输出的文件拖到这里。",
    context: "Backstay 会像自己运行了该工具一样作出判断。不会保存任何内容。",
    drop: "把文件拖到这里",
    choose: "选择文件…",
    kinds:
      "smartctl、mdadm 和 /proc/mdstat、zpool、btrfs、LVM、storcli、perccli、MegaCli、ssacli、arcconf、Storage Spaces 等",
    judging: "正在查看 {{name}}",
    tooLarge: "{{name}} 太大。",
    tooLargeHint: "没有工具会为一台主机输出超过 {{size}} 的内容。没有发送任何数据。",
    unreadableFile: "无法读取 {{name}}。",
    unreadableFileHint: "它可能已不存在，或者是一个文件夹。没有发送任何数据。",
    unknownKind: "{{name}} 不像 Backstay 认识的任何输出。",
    unknownKindRest: "因此无法判断其中的磁盘。",
    result: {
      ok: "{{name}} 中没有异常。",
      unknown: "{{name}} 没有说明状况如何。",
      warning: "{{name}} 中有内容需要查看。",
      critical: "{{name}} 中有已失效或即将失效的内容。",
    },
    takenFor: "按 {{kind}} 判断，没有历史记录可比",
    another: "选择另一个文件…",
    subject: { disk: "磁盘 {{id}}", array: "阵列 {{id}}", controller: "控制器 {{id}}" },
    noReasons: "没有异常。",
    nothing: "其中没有提到磁盘、阵列或控制器。",
    dropHint: "拖入工具的输出即可查看",
  },
};
