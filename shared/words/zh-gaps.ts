import type { GapWords } from "./finding-words.ts";

/** Chinese words for why something could not be read, and what helps. */
export const zhGaps: GapWords = {
  "tool-missing": {
    why: "没有安装读取它的程序",
    todo: "请安装 smartmontools，或控制器厂商提供的管理程序。",
  },
  "permission-denied": {
    why: "没有读取权限",
    todo: "请允许 Backstay 读取：以 root 或管理员身份运行，或放行文档中列出的命令。",
  },
  "timed-out": {
    why: "没有按时应答",
    todo: "迟迟不应答的磁盘可能正在失效。请查看系统日志中是否有它的错误，并检查线缆。",
  },
  "output-too-long": {
    why: "输出过长，不像真实的结果",
    todo: "请手动运行该程序，查看其输出。",
  },
  "output-empty": {
    why: "程序没有任何输出",
    todo: "请以同一用户手动运行该程序并查看输出；常见原因是缺少权限。",
  },
  "output-truncated": {
    why: "输出不完整，中途断开",
    todo: "如果下一次读取完整，则无需处理；否则请手动运行该程序。",
  },
  "output-unreadable": {
    why: "Backstay 无法理解其输出",
    todo: "请手动运行该程序。如果输出看起来正常，可能是程序版本太新或太旧。",
  },
  "output-mixed": {
    why: "其中有多个程序或多次运行的输出",
    todo: "请将每次的输出分别保存为一个文件，以免遗漏。",
  },
  "output-not-json": {
    why: "这是供人阅读的文字格式，会随版本变化",
    todo: "请让程序输出 JSON：smartctl 加“--json --xall”，storcli 和 perccli 加“J”，nvme 加“--output-format=json”。",
  },
  "version-unknown": {
    why: "Backstay 不了解此版本程序的输出",
    todo: "请更新 Backstay，或安装它所支持的程序版本。",
  },
  "device-not-opened": {
    why: "无法打开设备",
    todo: "请确认设备仍在、连接牢固，并且路径正确。",
  },
  "smart-unsupported": {
    why: "以这种方式读不到健康数据",
    todo: "虚拟磁盘和 RAID 卷没有健康数据，请监视其背后的磁盘；若是真实磁盘，请在磁盘页面上或用“backstay health device-type DISK sat”选择连接类型，例如“sat”。",
  },
  "smart-disabled": {
    why: "它的健康监测已关闭",
    todo: "请用“smartctl --smart=on DEVICE”开启。",
  },
  "counters-missing": {
    why: "只有它自称正常，没有任何计数可以印证",
    todo: "请读取全部数据：“smartctl --xall --json DEVICE”。如果磁盘接在转接器后面，请在磁盘页面上或用“backstay health device-type DISK sat”选择连接类型，例如“sat”。",
  },
  "bridge-hides-smart": {
    why: "USB 转接器没有传出健康数据",
    todo: "请在磁盘页面上或用“backstay health device-type DISK sat”选择连接类型，例如“sat”或“usbjmicron”。如果都不行，请不时将磁盘直接连接检查。",
  },
  "tool-failed": {
    why: "程序报告了错误",
    todo: "请手动运行该程序，查看其输出。",
  },
  "host-silent": {
    why: "它所在的计算机没有应答",
    todo: "请确认该计算机已开机，并且可以通过网络访问。",
  },
  "not-shown": {
    why: "设备没有通过 SNMP 提供这些数据",
    todo: "请允许 SNMP 账户读取全部内容；如果设备固件较旧，请更新。",
  },
  "container-not-judged": {
    why: "它只是其他阵列的容器，自身没有状态",
    todo: "无需处理：其中的阵列会逐一判断。",
  },
};
