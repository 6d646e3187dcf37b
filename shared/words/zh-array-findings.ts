import { formatDate } from "../format/calendar-date.ts";
import { formatRelative, formatRunTime } from "../format/relative-time.ts";
import type { FindingDetails, NotMounted, RebuildWaits, Trend } from "../health-findings.ts";
import type { ArrayQuirk } from "../model/health-reading.ts";
import type { FindingText, WordsAbout } from "./finding-words.ts";
import { describeGapHelp } from "./missing-programs.ts";
import { zhGaps } from "./zh-gaps.ts";

const OPERATION: Readonly<Record<FindingDetails["ARRAY_REBUILDING"]["kind"], string>> = {
  rebuild: "正在向新成员重建数据",
  resync: "正在重新同步各成员",
  reshape: "正在改变结构",
  initialise: "正在初始化",
  migrate: "正在迁移数据",
  other: "正在处理",
};

/** The same, of what has not begun. */
const TO_COME: typeof OPERATION = {
  rebuild: "将向新成员重建数据",
  resync: "将重新同步各成员",
  reshape: "将改变结构",
  initialise: "将初始化",
  migrate: "将迁移数据",
  other: "将进行处理",
};

const WAITS: Readonly<Record<RebuildWaits, { readonly why: string; readonly todo: string }>> = {
  "first-write": {
    why: "新成员已经就位：首次写入阵列时才会开始重建。",
    todo: "请挂载并使用它，或用 `mdadm --readwrite` 立即开始。",
  },
  "its-turn": {
    why: "新成员已经就位：重建在等待同一批磁盘上的另一项重建。",
    todo: "那一项完成后会自动继续。",
  },
  "not-said": {
    why: "新成员已经就位，但重建尚未开始。",
    todo: "如果几分钟内仍未开始，请用阵列自己的工具查看原因。",
  },
};

const QUIRK: Readonly<Record<ArrayQuirk, FindingText>> = {
  "qnap-sparse-slots": {
    what: "这是 QNAP 存放自身系统的小阵列之一，预留的位置比机箱能装的磁盘多，因此空位不算缺少成员。",
    means: "您的文件不在其中。",
    todo: "无需处理。",
  },
  "synology-system-array": {
    what: "这是 Synology 存放自身系统或交换空间的小阵列之一，每个槽位都有一个位置，空槽位不算缺少成员。",
    means: "您的文件不在其中。",
    todo: "无需处理。",
  },
  "external-container": {
    what: "这是由计算机固件创建的 RAID（Intel 或 DDF）的容器，本身不存放数据。",
    means: "数据的状况要看其中的卷。",
    todo: "请查看其中的卷是否在运行。",
  },
  "reshape-two-counts": {
    what: "阵列改变结构期间会报告两个成员数：将要有的和原来的。",
    means: "尚未填入的位置不算缺少成员。",
    todo: "无需处理。",
  },
  "unraid-format": {
    what: "这是 Unraid 阵列：每块数据盘有各自的文件系统，每块校验盘可弥补一块失去的磁盘。",
    means: "如果失去的磁盘多于校验盘，失去的磁盘上的内容将无法找回。",
    todo: "无需处理。",
  },
  "lvm-health-not-asked": {
    what: "报告中没有 LVM 说明卷健康状况的那一列。",
    means: "其中没有异常，但即使某个卷缺少磁盘，也看不出来。",
    todo: "请用 `lvs -o +lv_health_status` 重新读取。",
  },
};

const NOT_MOUNTED_TODO =
  "请先让缺少的成员恢复：检查接口和线缆。如果它已丢失，请用 `-o degraded,ro` 以只读方式挂载文件系统，并在更换或写入任何内容之前确认有完好的备份。";

function notMounted({ profile, mounts, isSure }: NotMounted): string {
  if (profile === null)
    return isSure
      ? "只有挂载时才能得知它把数据保存几份。缺少成员时能否挂载，以及还剩下哪些数据，都不清楚。"
      : "这里既没有说明它把数据保存几份，也没有说明是否已挂载。数据能否使用，并不清楚。";
  const last = `最后一次得知时，它以“${profile}”方式保存数据。`;
  if (mounts === "degraded")
    return `${last}这种方式可以缺少这么多成员，因此应该可以用 \`-o degraded\` 挂载。数据是否完整，挂载后才能知道。`;
  if (mounts === "not") return `${last}这种方式不能缺少这么多成员：在它们恢复之前，数据预计无法使用。`;
  return `${last}缺少成员时能否挂载，以及还剩下哪些数据，都不清楚。`;
}

/** Chinese words for the reasons of verdicts on arrays, pools and volumes. */
export const zhArrayFindings: WordsAbout<"ARRAY"> = {
  ARRAY_FAILED: (d) => ({
    what: `阵列已失效：“${d.text}”${d.missing > 0 ? `；缺少成员 ${d.missing} 个` : ""}。`,
    means: "缺少的成员超过了它能承受的数量，其中的数据目前无法使用。",
    todo: "请勿写入，也不要在这些磁盘上新建任何内容。如果成员只是断开，请先恢复连接；否则请从备份恢复。",
  }),
  ARRAY_INACTIVE: (d) => ({
    what: `阵列没有运行：“${d.text}”。`,
    means: "其中的数据无法访问，但不一定已丢失。",
    todo: "在强制启动之前，请先查看哪些成员在线，以及为何没有启动。",
  }),
  ARRAY_STARTING: (d, { nowMs }) => ({
    what: `阵列没有运行：“${d.text}”。机器启动时间：${formatRelative(d.startedMs, nowMs, "zh")}。`,
    means:
      "机器启动时会逐个启动阵列。它此前正常；在运行之前，无人知道现在是否仍然正常。其中的数据目前无法访问。",
    todo: "请等待几分钟。如果届时仍未运行，Backstay 会报告它已失效。",
  }),
  ARRAY_VANISHED: (d, { nowMs }) => ({
    what: `阵列不见了。最后一次见到：${formatRelative(d.lastSeenMs, nowMs, "zh")}。`,
    means: "已没有任何设备组成它：可能已被停止、删除，或同时失去了所有成员。",
    todo: "请查看其磁盘是否还在，以及是谁停止了它。如果是有意删除的，请让 Backstay 不再记住它。",
  }),
  ARRAY_DEGRADED: (d) => ({
    what:
      d.missing === null
        ? `冗余已减少${d.expected === null ? "" : `；应有成员 ${d.expected} 个`}。`
        : `缺少成员：${d.missing} 个${d.expected === null ? "" : `，应有 ${d.expected} 个`}。${d.notMounted?.isSure ? "它没有挂载。" : ""}`,
    means:
      d.notMounted !== undefined
        ? notMounted(d.notMounted)
        : d.canLoseMore === null
          ? "数据仍可使用，但冗余少于应有的程度。"
          : `数据仍可使用。还能再失去的成员数为 ${d.canLoseMore}${d.canLoseMore === 0 ? "：再失去一个，全部数据都会丢失" : ""}。`,
    todo:
      d.notMounted !== undefined
        ? NOT_MOUNTED_TODO
        : d.isBeingRebuilt
          ? "在重建完成之前，请确认有完好的备份。"
          : d.waits !== undefined
            ? `${WAITS[d.waits].why}${WAITS[d.waits].todo}在重建完成之前，请确认有完好的备份，不要再更换其他磁盘。`
            : "请确认有完好的备份，并更换缺少的成员。",
  }),
  ARRAY_MEMBER_FAILED: (d) => ({
    what: `有成员已失效${member(d.member)}${place(d)}${d.text === null ? "" : `：“${d.text}”`}。`,
    means: "它已不再使用。",
    todo: d.isArrayLost
      ? "请检查其供电和线缆。先不要更换：阵列也许要靠其中的内容才能恢复。"
      : "请更换这块磁盘，取出前核对序列号。",
  }),
  ARRAY_MEMBER_MISSING: (d) => ({
    what: `缺少一个成员${member(d.member)}${place(d)}。`,
    means: "可能是磁盘彻底失效、断开了连接，或被取出。",
    todo: d.isArrayLost
      ? "请检查接口和线缆，无论如何请保留这块磁盘：阵列也许要靠其中的内容才能恢复。"
      : "请检查接口和线缆；如果仍不恢复，请更换。",
  }),
  ARRAY_REBUILDING: (d) => ({
    what: d.waits === undefined ? `${OPERATION[d.kind]}${progress(d)}。` : `${TO_COME[d.kind]}，尚未开始。`,
    means: "完成之前，冗余可能减少。",
    todo:
      d.waits === undefined
        ? "请让它继续运行，期间不要更换其他磁盘。"
        : `${WAITS[d.waits].todo}期间不要更换其他磁盘。`,
  }),
  ARRAY_CHECKING: (d) => ({
    what: `正在检查${progress(d)}。`,
    means: "这是例行检查：读取并比较所有成员。",
    todo: "无需处理。",
  }),
  ARRAY_MEMBER_ERRORS: (d, { nowMs }) => ({
    what: `${d.member}${d.serial == null ? "" : `（序列号 ${d.serial}）`}的错误：读取 ${d.read}，写入 ${d.write}，校验和 ${d.checksum}${errorsBefore(d.trend, nowMs)}。`,
    means: "这块磁盘或其线缆不可靠。有冗余时，数据已从其他成员读取。",
    todo: "请检查线缆并做一次完整校验（scrub）；如果数字上升，请更换磁盘。",
  }),
  ARRAY_DATA_DAMAGED: (d) => ({
    what: `冗余无法修复的错误：${d.errors} 个。`,
    means: "其中存放的内容有损坏。",
    todo: "请用它自己的工具找出损坏的文件，并从备份恢复。",
  }),
  ARRAY_MISMATCHES: (d) => ({
    what: d.areMended
      ? `在一个成员上有误、已用其他成员修复的块：${d.blocks} 个。`
      : `各成员不一致的块：${d.blocks} 个。`,
    means: d.areMended
      ? "数据没有丢失。但磁盘、线缆或内存返回的内容与写入的不同。"
      : "这些位置的副本或校验与数据不符，而且无法得知哪一个是对的。镜像上有少量属于正常。",
    todo: d.areMended
      ? "请查看其磁盘的健康状况，并尽快再检查一次：再次出现说明有部件正在失效。"
      : "请先把重要的文件与备份对照：修复只会让各成员一致，错误的内容可能保留下来。然后用它自己的工具修复，再检查一次；如果再次出现，请排查内存、线缆或磁盘。",
  }),
  ARRAY_STATE_REPORTED: (d) => ({
    what: `据 ${d.source}，其状态为“${d.text}”。`,
    means: "这是该工具自己的说法。各来源说法不一时，以较差的为准。",
    todo: "请用它自己的工具查看。",
  }),
  ARRAY_SHRANK: (d) => ({
    what: `现有成员 ${d.members} 个；以前有 ${d.baseline} 个。`,
    means: "它被报告为正常，但成员比以前少，冗余或空间也因此减少。",
    todo: "如果是有意缩小的，请让 Backstay 以此为准；否则请恢复该成员。",
  }),
  ARRAY_NEARLY_FULL: (d) => ({
    what: `已使用 ${d.usedPercent}%。`,
    means: "写满后将无法写入，备份到此处也会失败。",
    todo: "请腾出空间，或扩大容量。",
  }),
  ARRAY_SPARE_LOST: (d) => ({
    what: `现有备用磁盘 ${d.spares} 块；以前有 ${d.baseline} 块。`,
    means: "成员失效时，可能没有磁盘自动顶替。",
    todo: "请补上一块备用磁盘。",
  }),
  ARRAY_UNREADABLE: (d) => ({
    what: `无法读取其状态：${zhGaps[d.reason].why}${d.message === null ? "" : `（“${d.message}”）`}。`,
    means: "没有人知道它的状况：可能正常，也可能已降级。",
    todo: describeGapHelp({ reason: d.reason, about: d.program ?? null }, "zh"),
  }),
  ARRAY_STATE_UNKNOWN: (d) => ({
    what: `关于其状态的说明为“${d.text}”。`,
    means: "Backstay 无法据此判断它是否完整：可能正常，也可能已降级。",
    todo: "请用它自己的工具查看。",
  }),
  ARRAY_NO_REDUNDANCY: (d) => ({
    what: `它没有冗余${d.level === null ? "" : `（${d.level}）`}。`,
    means: "它本身没有问题，但只要一块磁盘失效，其中的全部内容都会丢失。",
    todo: "请确认它在别处有备份。",
  }),
  ARRAY_PARTLY_UNPROTECTED: (d) => ({
    what: `只有一部分有冗余：${d.level}。`,
    means:
      "如果一块磁盘失效，另一部分的内容就会丢失。缺少成员时仍写入数据，或添加了单块磁盘，都会造成这种情况。",
    todo: "请用它自己的工具为这部分加上冗余：Btrfs 用转换级别的 balance，ZFS 再附加一块磁盘。",
  }),
  ARRAY_QUIRK: (d) => QUIRK[d.quirk],
};

/** All kinds together, as they were before. */
function errorsBefore(trend: Trend | null, nowMs: number): string {
  if (trend === null) return "";
  const { before, beforeMs, stableSinceMs } = trend;
  const since =
    stableSinceMs === null ? "" : `，自 ${formatDate(stableSinceMs, nowMs, "zh", "long")}以来没有变化`;
  return `；${formatRelative(beforeMs, nowMs, "zh")}共 ${before}${since}`;
}

function member(name: string | null): string {
  return name === null ? "" : `：${name}`;
}

function place({ slot, serial }: { readonly slot: string | null; readonly serial: string | null }): string {
  return `${slot === null ? "" : `，槽位 ${slot}`}${serial === null ? "" : `，序列号 ${serial}`}`;
}

function progress(d: FindingDetails["ARRAY_CHECKING"]): string {
  const done = d.donePercent === null ? "" : `，已完成 ${d.donePercent}%`;
  return `${done}${d.remainingSeconds === null ? "" : `，大约还需 ${formatRunTime(d.remainingSeconds * 1000, "zh")}`}`;
}
