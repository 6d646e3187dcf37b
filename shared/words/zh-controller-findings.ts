import { formatRelative } from "../format/relative-time.ts";
import type { FindingDetails } from "../health-findings.ts";
import type { WordsAbout } from "./finding-words.ts";
import { describeGapHelp } from "./missing-programs.ts";
import { zhGaps } from "./zh-gaps.ts";

type Meaning = readonly [means: string, todo: string];

const NOT_KNOWN: Meaning = [
  "Backstay 不认识这个状态：可能无碍，也可能是故障。",
  "请在该设备自己的管理界面中查看，或查阅厂商手册。",
];

const STATE: Readonly<Record<FindingDetails["CONTROLLER_STATE"]["state"], Meaning>> = {
  warning: ["它仍在工作，但需要有人查看。", "请查看它的事件日志或管理界面，那里会写明原因。"],
  degraded: [
    "它后面的某个阵列或磁盘已失去冗余。数据还在，但再出一次故障就可能丢失。",
    "请先确认有最近的备份，再从本列表或它的管理界面中找到出问题的阵列或磁盘，并更换失效的部件。",
  ],
  failed: [
    "它后面的磁盘和阵列可能无法访问，最后写入的内容可能已丢失。",
    "查明原因之前，请不要拔出磁盘，也不要更改设置。请查看它的事件日志，必要时联系厂商。",
  ],
  unknown: NOT_KNOWN,
};

const BATTERY: Readonly<Record<FindingDetails["CONTROLLER_BATTERY"]["state"], Meaning>> = {
  charging: [
    "断电之后或例行维护时都会这样，属于正常现象。充满之前，许多控制器的写入速度会变慢。",
    "无需处理。如果一天后仍在充电，说明它已老化，请更换。",
  ],
  warning: ["断电时，它能保住写缓存内容的时间比应有的短。", "请安排更换，并保证供电可靠，例如使用 UPS。"],
  failed: [
    "断电时，刚刚写入的内容可能丢失。能察觉这一点的控制器会关闭写缓存，写入速度随之变慢。",
    "请尽快更换。在此之前请保证供电可靠，例如使用 UPS。",
  ],
  unknown: NOT_KNOWN,
};

const CACHE: Readonly<Record<FindingDetails["CONTROLLER_CACHE"]["state"], Meaning>> = {
  warning: [
    "在此期间写入速度会变慢，已存的内容不受影响。",
    "请查看缓存的电池或电容；如果正在充电，等它充满即可。",
  ],
  failed: [
    "写入速度会一直较慢；失效时仍在缓存中的内容可能没有写入磁盘。",
    "请更换电池、电容或缓存模块，它的事件日志会写明是哪一个。",
  ],
  unknown: NOT_KNOWN,
};

/** Chinese words for the reasons of verdicts on controllers and storage boxes. */
export const zhControllerFindings: WordsAbout<"CONTROLLER"> = {
  CONTROLLER_STATE: (d) => ({
    what: `它报告自己的状态为“${d.text}”。`,
    means: STATE[d.state][0],
    todo: STATE[d.state][1],
  }),
  CONTROLLER_BATTERY: (d) => ({
    what: `写缓存的电池或电容：“${d.text}”。`,
    means: BATTERY[d.state][0],
    todo: BATTERY[d.state][1],
  }),
  CONTROLLER_CACHE: (d) => ({
    what: `写缓存：“${d.text}”。`,
    means: CACHE[d.state][0],
    todo: CACHE[d.state][1],
  }),
  CONTROLLER_VANISHED: (d, { nowMs }) => ({
    what: `控制器不再应答。最后一次见到：${formatRelative(d.lastSeenMs, nowMs, "zh")}。`,
    means: "它后面的所有磁盘和阵列都无法访问，但其中的数据不一定已丢失。",
    todo: "请查看机器是否仍能识别该卡，驱动是否已加载。如果是有意取出的，请让 Backstay 不再记住它。",
  }),
  CONTROLLER_UNREADABLE: (d) => ({
    what: `无法读取其状态：${zhGaps[d.reason].why}${d.message === null ? "" : `（“${d.message}”）`}。`,
    means: "没有人知道它后面的磁盘和阵列状况如何。",
    todo: describeGapHelp({ reason: d.reason, about: d.program ?? null }, "zh"),
  }),
};
