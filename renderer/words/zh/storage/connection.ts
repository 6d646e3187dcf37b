import type { ChineseOf } from "../../chinese-of.ts";
import type { connectionWords as english } from "../../en/storage/connection.ts";

export const connectionWords: ChineseOf<typeof english> = {
  connection: {
    name: "连接类型",
    auto: "由 smartctl 判断",
    chosen: "在此选定",
    change: "更改…",
    title: "这块磁盘如何连接？",
    text: "接在某些 USB 转接器后面时，smartctl 无法自行判断如何读取磁盘。如果这块磁盘状况未知，请先试 sat。选错也无害：磁盘只是仍然未知。",
    field: "连接类型",
    other: "其他…",
    type: "smartctl 的 -d 选项的值",
    typeHint: "例如 megaraid,4 表示 RAID 控制器后面的第五块磁盘。",
    wrong: "只能用字母、数字、逗号和斜杠，例如 sat 或 megaraid,4。",
    save: "按此读取",
  },
};
