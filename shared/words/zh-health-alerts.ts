import { formatBytes } from "../format/bytes.ts";
import { formatCount } from "../format/count.ts";
import { formatSpan } from "../format/relative-time.ts";
import type { AlertSubject } from "../model/alert.ts";
import type { AlertMoment, AlertText, AlertWords } from "./alert-words.ts";
import { describeError } from "./describe-error.ts";
import { describeGapHelp } from "./missing-programs.ts";
import { findingOfTrouble, KIND_OF_TROUBLE } from "./trouble-finding.ts";
import { verdictWords } from "./verdicts.ts";
import { zhFindings } from "./zh-findings.ts";
import { zhGaps } from "./zh-gaps.ts";
import { zhTroubleTitle } from "./zh-trouble-title.ts";

type Trouble = Extract<
  AlertSubject,
  { readonly code: "DISK_TROUBLE" | "ARRAY_TROUBLE" | "CONTROLLER_TROUBLE" }
>;
type Codes = Trouble["code"] | "VOLUME_FULL" | "HOST_SILENT" | "HEALTH_NOT_READ";

const NOTHING = "无需处理，已自行恢复。";

function trouble(subject: Trouble, { nowMs, resolvedMs }: AlertMoment): AlertText {
  const { about, shortName, hostName, verdict } = subject;
  const isOver = resolvedMs !== null;
  const words = findingOfTrouble(subject, zhFindings, { nowMs });
  const state = verdictWords.zh[verdict];
  const what = words?.what ?? `判定为“${state}”。`;
  // the title names the disk as short as it can: its serial number is here
  const own = shortName === undefined ? what : `${about}：${what}`;
  const lost = subject.code === "ARRAY_TROUBLE" ? (subject.lostDisks ?? []) : [];
  const disks = lost.map(({ about: name, slot, finding }) => {
    const where = slot === null ? "" : `（槽位 ${slot}）`;
    return `磁盘 ${name}${where}：${findingOfTrouble({ finding }, zhFindings, { nowMs })?.what ?? ""}`;
  });
  const happened = [own, ...disks].join("");
  return {
    title: zhTroubleTitle(
      { kind: KIND_OF_TROUBLE[subject.code], name: about, shortName, hostName, verdict },
      isOver,
    ),
    summary: isOver ? "现已恢复正常。" : happened,
    happened,
    means: isOver ? "最近一次读数已不再显示此问题。" : (words?.means ?? "尚不清楚这对数据意味着什么。"),
    toDo: isOver ? NOTHING : (words?.todo ?? "请在“存储”页面上查看。"),
  };
}

/** Chinese words for alerts about watched hosts and what is on them. */
export const zhHealthAlerts: Pick<AlertWords, Codes> = {
  DISK_TROUBLE: trouble,
  ARRAY_TROUBLE: trouble,
  CONTROLLER_TROUBLE: trouble,
  VOLUME_FULL: ({ about, hostName, usedPercent, freeBytes, sizeBytes, lacksFiles }, { resolvedMs }) => {
    const ended = resolvedMs !== null;
    const left = `剩余 ${formatBytes(freeBytes)}，共 ${formatBytes(sizeBytes)}`;
    const what = lacksFiles
      ? `可容纳的文件数已用去 ${usedPercent}%；${left}。`
      : `已使用 ${usedPercent}%；${left}。`;
    return {
      title: ended ? `${hostName} 上的 ${about} 曾几乎已满` : `${hostName} 上的 ${about} 几乎已满`,
      summary: ended ? "现在又有空间了。" : what,
      happened: what,
      means: ended ? "现在又可以正常写入。" : "已有的内容不受影响。写满后将无法再写入，备份到此处也会失败。",
      toDo: ended
        ? NOTHING
        : lacksFiles
          ? "请删除其中不需要的文件：关键是文件的数量，而不是大小。"
          : "请在其中腾出空间，或扩大容量。如果备份存放在上面，请少保留一些旧备份。",
    };
  },
  HOST_SILENT: ({ about, answeredMs, error }, { nowMs, resolvedMs }) => {
    const { message, hint } = describeError(error, "zh", "page");
    const ended = resolvedMs !== null;
    const age = answeredMs === null ? undefined : formatSpan(Math.max(nowMs - answeredMs, 60_000), "zh");
    return {
      title: ended ? `${about} 曾没有应答` : `${about} 没有应答`,
      summary: ended ? "现已恢复应答。" : message,
      happened: message,
      means: ended
        ? "其磁盘和阵列已恢复读取。"
        : age === undefined
          ? "其磁盘和阵列从未读取过，状况未知。"
          : `其磁盘和阵列的状况未知：最近一次读数是 ${age}前的。`,
      toDo: ended ? NOTHING : hint,
    };
  },
  HEALTH_NOT_READ: ({ about, unread, gap }, { resolvedMs }) => {
    const ended = resolvedMs !== null;
    const { why } = zhGaps[gap.reason];
    const what = gap.about === null ? "" : `（${gap.about}）`;
    const count = formatCount(unread, "zh");
    return {
      title: ended ? `${about} 的磁盘曾无法读取` : `${about} 的磁盘无法再读取`,
      summary: ended ? "现已恢复读取。" : `涉及 ${count} 个磁盘或阵列：${why}。`,
      happened: `以前可以读取的 ${count} 个磁盘或阵列现在无法读取${what}：${why}。`,
      means: ended ? "现已恢复读取。" : "它们的状况未知。如果其中某个开始失效，不会有人得到通知。",
      toDo: ended ? NOTHING : describeGapHelp(gap, "zh"),
    };
  },
};
