import type { ErrorTerms } from "./types.ts";

export const zhTerms: ErrorTerms = {
  kinds: {
    config: "配置文件",
    key: "密钥文件",
    lock: "锁文件",
    snapshot: "快照",
    index: "索引文件",
    pack: "数据包",
    blob: "数据块",
  },
  corrupt: {
    "too-short": "长度不足",
    mac: "校验码不符，写入后被改动过，或是用另一个密钥加密的",
    hash: "内容与名称不符",
    size: "大小与索引的记录不符",
    compression: "无法解压",
    json: "不是有效的 JSON",
    schema: "字段不符合格式要求",
    name: "名称不是仓库文件应有的名称",
  },
  pattern: {
    "class-not-closed": "方括号没有闭合",
    "class-malformed": "方括号内的 - 和 ] 前须加反斜杠，除非 - 位于两个字符之间",
    "nothing-to-escape": "末尾的反斜杠后面没有字符",
  },
  unsafeName: {
    empty: "名称为空",
    dot: "它表示文件夹本身",
    "dot-dot": "它表示上一级文件夹",
    slash: "它含有文件夹分隔符",
    nul: "它含有空字符（NUL）",
    "too-long": "名称过长",
    "not-utf-8": "它不是本系统要求的有效 UTF-8",
    "forbidden-character": "它含有本系统禁止的字符",
    "trailing-dot-or-space": "它以句点或空格结尾，本系统会将其去掉",
    "device-name": "本系统会把它当作设备",
  },
  location: {
    empty: "位置为空。",
    "backend-not-yet": "此版本的 Backstay 尚不支持这种存储。",
    "backend-unknown": "Backstay 不认识这种存储。",
  },
  expected: {
    size: "大小，例如 2048、10M 或 1G",
    duration: "时长，例如 1y5m7d2h",
    "keep-count": "整数或 unlimited",
    "group-by": "host、paths、tags，或以逗号分隔的其中几项",
    marker: "文件名，或 FILE:HEADER 的形式",
  },
  cancelled: {
    person: "有人取消了任务",
    shutdown: "Backstay 已关闭",
    fenced: "另一个副本已成为活动副本",
    "lock-lost": "失去了对仓库的锁",
  },
};
