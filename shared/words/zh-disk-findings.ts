import { formatDate } from "../format/calendar-date.ts";
import { formatRelative } from "../format/relative-time.ts";
import type { DamageCounter, FailureBand, FindingDetails, Trend } from "../health-findings.ts";
import type { FindingMoment, FindingText, WordsAbout } from "./finding-words.ts";
import { describeGapHelp } from "./missing-programs.ts";
import { zhGaps } from "./zh-gaps.ts";

/** How a counter is called, and what it means that it is above zero. */
const DAMAGE: Readonly<Record<DamageCounter, { readonly name: string; readonly means: string }>> = {
  reallocatedSectors: {
    name: "已用备用扇区替换的扇区",
    means: "磁盘发现了坏扇区并启用了备用扇区，数据不一定因此丢失。",
  },
  pendingSectors: {
    name: "无法读取、等待替换的扇区",
    means: "这些扇区中的内容可能已丢失。",
  },
  offlineUncorrectable: {
    name: "磁盘自检发现的不可读扇区",
    means: "这些扇区中的内容可能已丢失。",
  },
  reportedUncorrectable: {
    name: "磁盘无法纠正的错误",
    means: "磁盘上有内容在读取时读不出来。",
  },
  endToEndErrors: {
    name: "磁盘内部数据通路的错误",
    means: "读出或写入的内容可能与原本的不同。",
  },
  mediaErrors: {
    name: "介质错误",
    means: "磁盘上有内容在读取时读不出来。",
  },
  uncorrectedReads: {
    name: "无法纠正的读取错误",
    means: "磁盘上有内容在读取时读不出来。",
  },
  uncorrectedWrites: {
    name: "无法纠正的写入错误",
    means: "有内容未能写入磁盘。",
  },
  spinRetries: {
    name: "重新起转的次数",
    means: "电机或供电不足，终有一次会无法启动。",
  },
  predictedFailures: {
    name: "磁盘预告自身失效的次数",
    means: "磁盘自己认为即将失效。",
  },
};

const NVME: Readonly<
  Record<FindingDetails["DISK_NVME_WARNING"]["warning"], readonly [what: string, means: string]>
> = {
  "spare-low": ["磁盘警告：备用块即将用完。", "备用块用完后，磨损的区块无法再替换，磁盘可能拒绝写入。"],
  temperature: ["磁盘警告：温度异常。", "它会降速，老化也会加快。目前数据未受影响。"],
  "reliability-degraded": [
    "磁盘警告：自身已不再可靠。",
    "它遇到了许多介质错误或内部错误，其中的内容随时可能读不出来。",
  ],
  "read-only": ["磁盘已将自己设为只读。", "无法再写入任何内容。现有内容暂时还能读取。"],
  "backup-failed": ["磁盘警告：断电保护已失效。", "断电时，刚刚写入的内容可能丢失。"],
  "persistent-memory": [
    "磁盘警告：其持久内存不可靠或只读。",
    "存放在该内存中的内容有风险；磁盘的其他部分不在此列。",
  ],
  other: ["磁盘发出了 Backstay 不认识的警告。", "较新的磁盘有自己的警告，可能很严重。"],
};

const REPORTED: Readonly<
  Record<FindingDetails["DISK_REPORTED_STATE"]["state"], readonly [means: string, todo: string]>
> = {
  rebuilding: ["正在重新写入数据；完成之前冗余减少。", "请让它继续运行，期间不要更换其他磁盘。"],
  warning: ["所在设备要求有人查看这块磁盘。", "请在该设备自己的管理界面中查看。"],
  failing: ["所在设备认为它即将失效。", "请确认其数据已备份，然后更换磁盘。"],
  failed: ["它已不再使用。", "请更换磁盘，按序列号和槽位找到它。"],
  missing: ["它没有应答，或已被取出。", "请检查接口和线缆；如果仍不恢复，请更换。"],
};

const SAVE_AND_REPLACE = "请立即备份其中的内容，然后更换磁盘。";
const QUARTER = "约有四分之一的磁盘在失效前没有任何此类迹象。";

/** Chinese words for the reasons of verdicts on disks. */
export const zhDiskFindings: WordsAbout<"DISK"> = {
  DISK_SAYS_FAILING: () => ({
    what: "磁盘自己报告即将失效。",
    means: "它预计很快会失效，可能就在一天之内。其中的内容随时可能丢失。",
    todo: SAVE_AND_REPLACE,
  }),
  DISK_ATTRIBUTE_FAILED: (d) => (d.isHeat ? tooWarm(d) : attributeFailed(d)),
  DISK_DAMAGE_RISING: (d, moment) => ({
    what: `${DAMAGE[d.counter].name}：${d.value}，${changed(d.value, d.trend, moment)}。`,
    means: `${DAMAGE[d.counter].means}这类计数一旦上升，往往还会继续。${ofSuchDisks(d.band)}${QUARTER}`,
    todo: SAVE_AND_REPLACE,
  }),
  DISK_DAMAGE_PRESENT: (d, moment) => ({
    what: `${DAMAGE[d.counter].name}：${d.value}，${changed(d.value, d.trend, moment)}。`,
    means: `${DAMAGE[d.counter].means}${ofSuchDisks(d.band)}${QUARTER}`,
    todo: "请确认其数据另有完好副本，准备一块备用磁盘，并留意数字是否上升。",
  }),
  DISK_COMMAND_TIMEOUTS: (d, moment) => ({
    what: `未按时应答的命令：${d.value}，${changed(d.value, d.trend, moment)}。`,
    means: `磁盘、线缆或供电不时卡顿。${ofSuchDisks(d.band)}`,
    todo: "请先检查线缆和供电；如果数字继续上升，请更换磁盘。",
  }),
  DISK_CABLE_ERRORS: (d, moment) => ({
    what: `磁盘与控制器之间的传输错误：${d.value}，${changed(d.value, d.trend, moment)}。`,
    means: `这说明线缆或背板有问题，与磁盘介质无关。传输中损坏的内容已重新发送。${ofSuchDisks(d.band)}`,
    todo: "如果数字上升，请更换线缆，或将磁盘换到另一个槽位。",
  }),
  DISK_NVME_WARNING: ({ warning }) => ({
    what: NVME[warning][0],
    means: NVME[warning][1],
    todo:
      warning === "temperature"
        ? "请改善散热：检查风扇、灰尘和散热片。"
        : warning === "other"
          ? "请确认其中的内容已备份，并用厂商自己的程序查看。"
          : SAVE_AND_REPLACE,
  }),
  DISK_SPARE_LOW: (d) => ({
    what: `剩余备用块：${d.sparePercent}%${d.thresholdPercent === null ? "" : `；厂商的限值为 ${d.thresholdPercent}%`}。`,
    means: "备用块用完后，磨损的区块无法再替换，磁盘可能拒绝写入。",
    todo: "请尽快安排更换磁盘。",
  }),
  DISK_WORN: (d) => ({
    what: `已用掉厂商承诺的写入寿命：${d.wornPercent}%。`,
    means: "它可能还能用很久，但已无人保证。仅此一项不算故障。",
    todo: "请安排更换磁盘。",
  }),
  DISK_HOT: (d) => ({
    what: `温度为 ${d.temperatureC} °C；${d.isCritical ? "可能造成损坏的限值" : "正常工作的限值"}为 ${d.limitC} °C。`,
    means: d.isCritical ? "它可能降速或自行关闭，老化很快。" : "老化会加快。目前数据未受影响。",
    todo: "请改善散热：检查风扇、灰尘和散热片。",
  }),
  DISK_SELF_TEST_FAILED: (d) => ({
    what: `最近一次自检失败${d.atPowerOnHours === null ? "" : `，当时已运行 ${d.atPowerOnHours} 小时`}${d.firstErrorAt === null ? "" : `，首个错误在扇区 ${d.firstErrorAt}`}。`,
    means: "磁盘上有读不出来的位置，或某个部件不正常。",
    todo: "请确认其数据另有完好副本；如果长时间自检再次失败，请更换磁盘。",
  }),
  DISK_LOGGED_ERRORS: (d) => ({
    what: d.entries === null ? "磁盘自己的日志中有错误。" : `磁盘自己日志中的错误：${d.entries} 条。`,
    means: "这些错误可能是多年前的，也可能来自线缆。仅此一项不是失效的迹象。",
    todo: "无需处理。",
  }),
  DISK_LISTED: (d) => ({
    what: `在 ${d.device} 找到了它${d.deviceType === null ? "" : `，连接类型为 ${d.deviceType}`}。`,
    means: "可以向它查询。仅凭此列表无法得知其健康状况。",
    todo: `请用 \`smartctl --xall --json ${d.deviceType === null ? "" : `-d ${d.deviceType} `}${d.device}\` 读取其健康状况。`,
  }),
  DISK_REPORTED_STATE: (d) => ({
    what: `RAID 控制器或 NAS 报告其状态为“${d.text}”。`,
    means: REPORTED[d.state][0],
    todo: REPORTED[d.state][1],
  }),
  DISK_UNREADABLE: (d) => ({
    what: `无法读取其健康状况：${zhGaps[d.reason].why}${d.message === null ? "" : `（“${d.message}”）`}。`,
    means: "没有人知道它的状况：可能正常，也可能即将失效。",
    todo: describeGapHelp({ reason: d.reason, about: d.program ?? null }, "zh"),
  }),
  DISK_STATE_UNKNOWN: (d) => ({
    what: `RAID 控制器或 NAS 报告其状态为“${d.text}”，Backstay 不认识这个状态。`,
    means: "没有人知道它的状况：可能正常，也可能即将失效。",
    todo: "请在该设备自己的管理界面中查看。",
  }),
  DISK_ASLEEP: () => ({
    what: "它正在休眠，未被唤醒。",
    means: "等它下次自行醒来时再读取状况。",
    todo: "无需处理。",
  }),
  DISK_VANISHED: (d, { nowMs }) => ({
    what: `它不见了。最后一次见到：${formatRelative(d.lastSeenMs, nowMs, "zh")}。`,
    means: "可能是磁盘彻底失效，线缆或槽位出了故障，或有人将它取出。",
    todo: "请检查接口和线缆。如果是有意取出的，请让 Backstay 不再记住它。",
  }),
  DISK_FAILED_IN_ARRAY: (d) => ({
    what: `${d.array} 已停用这块磁盘。`,
    means: "磁盘没有完成读写请求，或有人将它标记为失效。即便如此，它自称的状态仍可能正常。",
    todo: d.isArrayLost
      ? "请检查供电和线缆。请保留这块磁盘：阵列失去的成员太多，也许要靠其中的内容才能恢复。"
      : "请检查线缆。除非是有意标记，否则请更换磁盘。",
  }),
  DISK_ERRORS_IN_ARRAY: (d) => ({
    what: `${d.array} 遇到的此磁盘错误：${d.errors} 个。`,
    means: "有冗余时，数据已从其他磁盘读取。这块磁盘或其线缆不可靠。",
    todo: "请检查线缆，对阵列做一次完整校验（scrub）；如果数字上升，请更换磁盘。",
  }),
  DISK_DAMAGED_FILES: (d) => ({
    what: `最近 30 天内，位于此处的副本 ${d.replica} 中发现损坏的文件：${d.files} 个。`,
    means:
      "Backstay 会用其他副本修复它们。即使没有任何报告，原因也可能在其下层：这块磁盘、同一阵列的另一块磁盘、线缆或内存。",
    todo: "请对磁盘运行长自检，或对阵列做一次完整校验（scrub），并检查线缆。如果再次发生，请更换磁盘。",
  }),
  DISK_ROTTEN_FILES: (d) => ({
    what: `${d.source} 中位于此处的文件，没有程序写过却改变了：${d.files} 个。`,
    means:
      "旧版本保存在一个固定的快照中。即使没有任何报告，原因也可能在其下层：这块磁盘、同一阵列的另一块磁盘、线缆或内存。",
    todo: "请按告警的说明将文件与快照比较。请对磁盘运行长自检，或对阵列做一次完整校验（scrub），并检查线缆和内存。",
  }),
};

function attributeFailed(d: FindingDetails["DISK_ATTRIBUTE_FAILED"]): FindingText {
  return {
    what: `属性 ${d.attribute}（${d.name}）${d.when === "now" ? "目前已达到或低于厂商的限值" : "曾经达到或低于厂商的限值"}${limits(d)}。`,
    means: d.when === "now" ? "按厂商的标准，这块磁盘已到寿命终点。" : "现在又高于限值，但并非一直如此。",
    todo: d.when === "now" ? SAVE_AND_REPLACE : "请留意这块磁盘，并准备一块备用磁盘。",
  };
}

/** The number counts down while it gets warmer. */
function tooWarm(d: FindingDetails["DISK_ATTRIBUTE_FAILED"]): FindingText {
  const isNow = d.when === "now";
  return {
    what: `磁盘温度${isNow ? "超过了厂商允许的范围" : "曾经超过厂商允许的范围"}。属性 ${d.attribute}（${d.name}）${limits(d)}。`,
    means: isNow ? "老化会加快。目前数据未受影响。" : "现在已回到允许的范围内。",
    todo: isNow ? "请改善散热：检查风扇、灰尘和散热片。" : "无需处理，只要保持良好散热。",
  };
}

function limits({ value, threshold }: FindingDetails["DISK_ATTRIBUTE_FAILED"]): string {
  return value === null || threshold === null ? "" : `：当前 ${value}，限值 ${threshold}`;
}

const STABLE_MS = 2 * 24 * 3_600_000;

/** What became of a counter, as the end of a sentence. */
function changed(value: number, trend: Trend | null, { nowMs }: FindingMoment): string {
  if (trend === null) return "没有更早的读数可比较";
  const { before, beforeMs, stableSinceMs } = trend;
  const since =
    stableSinceMs === null ? "" : `自 ${formatDate(stableSinceMs, nowMs, "zh", "long")}以来没有变化`;
  if (before === value && stableSinceMs !== null) return since;
  const from = `比 ${formatRelative(beforeMs, nowMs, "zh")}的 ${before} ${value > before ? "上升" : "下降"}`;
  // that it has not changed for some hours comforts nobody
  return stableSinceMs === null || nowMs - stableSinceMs < STABLE_MS ? from : `${from}，${since}`;
}

function ofSuchDisks(band: FailureBand | null): string {
  if (band === null) return "";
  const { lowPercent, highPercent } = band;
  if (highPercent <= 100) {
    return `在大规模统计中，读数如此的磁盘有 ${lowPercent}% 到 ${highPercent}% 在一年内失效，全部磁盘约为 1.5%。`;
  }
  return `在大规模统计中，每 100 块读数如此的磁盘一年内有 ${lowPercent} 到 ${highPercent} 次失效，全部磁盘约为 1.5 次。`;
}
