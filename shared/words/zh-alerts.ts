import { formatBytes } from "../format/bytes.ts";
import { formatCount } from "../format/count.ts";
import { formatSpan } from "../format/relative-time.ts";
import { type AlertWords, namesOf } from "./alert-words.ts";
import { zhChangeAlerts } from "./change-alerts.ts";
import { deliveryProblemWords } from "./delivery-problems.ts";
import { describeError } from "./describe-error.ts";
import { zhDrillAlerts } from "./drill-alerts.ts";
import { zhFailoverAlerts } from "./failover-alerts.ts";
import { zhHealAlerts } from "./heal-alerts.ts";
import { zhPlanHookAlerts } from "./plan-hook-alerts.ts";
import { zhRotAlerts } from "./rot-alerts.ts";
import { zhHealthAlerts } from "./zh-health-alerts.ts";

const EARLIER_STAY = "以前的备份不受影响。";
const ENDED = "无需处理，已自行恢复。";

/** 每种任务失败时的说法；`about` 是计划、来源或仓库的名称。 */
const jobs: Readonly<Record<string, { title: (about: string) => string; means: (about: string) => string }>> =
  {
    backup: {
      title: (about) => `${about} 备份失败`,
      means: (about) => `${EARLIER_STAY}自上次成功备份以来，${about} 中的更改尚未备份。`,
    },
    restore: {
      title: (about) => `从 ${about} 恢复失败`,
      means: () => "备份不受影响。中断之前恢复的文件是完整的。",
    },
    check: {
      title: (about) => `${about} 检查失败`,
      means: (about) => `没有任何更改。在检查完成之前，无法确定 ${about} 中的内容是否都能读取。`,
    },
    forget: {
      title: (about) => `精简 ${about} 的快照失败`,
      means: () => "没有丢失任何备份，只是保留的快照多于计划的要求。",
    },
    prune: {
      title: (about) => `清理 ${about} 失败`,
      means: () => "没有丢失任何备份，只是不再需要的数据仍占用空间。",
    },
    replicate: {
      title: (about) => `将 ${about} 复制到副本失败`,
      means: (about) => `${EARLIER_STAY}已复制的内容可以从副本恢复，但 ${about} 的最新快照可能只存放在一处。`,
    },
    repair: {
      title: (about) => `修复 ${about} 失败`,
      means: (about) => `完好的内容没有丢失。在修复完成之前，${about} 中的损坏保持原样。`,
    },
  };

const otherJob = { title: (about: string) => `${about} 的任务失败`, means: () => EARLIER_STAY };

/** What is below one minute counts as one. */
const age = (ageMs: number) => formatSpan(Math.max(ageMs, 60_000), "zh");

/** Chinese words for alerts. */
export const zhAlertWords: AlertWords = {
  ...zhHealthAlerts,
  ...zhFailoverAlerts,
  ...zhDrillAlerts,
  ...zhHealAlerts,
  ...zhChangeAlerts,
  ...zhPlanHookAlerts,
  ...zhRotAlerts,
  JOB_FAILED: ({ kind, about, error }, { resolvedMs }) => {
    const { message, hint } = describeError(error, "zh", "page");
    const job = jobs[kind] ?? otherJob;
    return {
      title: job.title(about),
      summary: message,
      happened: message,
      means: resolvedMs === null ? job.means(about) : "此后已恢复正常，没有遗漏任何内容。",
      toDo: resolvedMs === null ? hint : ENDED,
    };
  },
  JOB_HAD_PROBLEMS: ({ kind, about, problemCount, firstPaths }, { resolvedMs }) => {
    const things = `${formatCount(problemCount, "zh")} 个文件或文件夹`;
    const further = problemCount - firstPaths.length;
    const list = (all: readonly string[]) =>
      all.join("、") + (further > 0 ? `，以及另外 ${formatCount(further, "zh")} 项` : "");
    const paths = firstPaths.length === 0 ? "" : list(firstPaths);
    const words = problemsOf(kind, things);
    if (kind === "repair" && problemCount === 0) return repairedWords(about, resolvedMs);
    return {
      title: words.title(about),
      summary: `${firstPaths.length === 0 ? things : list(namesOf(firstPaths))}。`,
      happened: `${words.happened}${paths === "" ? "" : `：${paths}`}。`,
      means: resolvedMs === null ? words.means : "下一次运行没有再出现此类问题。",
      toDo: resolvedMs === null ? words.toDo : ENDED,
    };
  },
  SOURCE_OVERDUE: ({ about, newestMs, deadlineMs }, { nowMs, resolvedMs }) => {
    const late = age((resolvedMs ?? nowMs) - deadlineMs);
    const ended = resolvedMs !== null;
    return {
      title: ended ? `${about} 曾逾期 ${late}` : `${about} 已逾期 ${late}`,
      summary: ended
        ? "一次成功的备份结束了逾期。"
        : newestMs === null
          ? "从未备份过。"
          : `最新的成功备份是 ${age(nowMs - newestMs)}前的。`,
      happened:
        newestMs === null
          ? `${about} 还没有任何备份，期限已过。`
          : ended
            ? `${about} 没有按时完成成功的备份。下一次备份完成时，上一次已是 ${age(resolvedMs - newestMs)}前的。`
            : `${about} 没有按时完成成功的备份。最新的一次是 ${age(nowMs - newestMs)}前的。`,
      means: ended
        ? `${about} 已重新有了成功的备份。`
        : newestMs === null
          ? `如果现在失去 ${about}，其中的内容将无法恢复。`
          : `最新的成功备份是完整的。如果现在失去 ${about}，最近 ${age(nowMs - newestMs)}的工作也会随之丢失。`,
      toDo: ended
        ? ENDED
        : "请立即开始备份。如果失败，错误信息会说明如何处理；如果一直没有开始，请查看其计划是否已暂停。",
    };
  },
  REPOSITORY_UNREACHABLE: ({ about, error }, { resolvedMs }) => {
    const { message, hint } = describeError(error, "zh", "page");
    const ended = resolvedMs !== null;
    return {
      title: ended ? `${about} 曾无法访问` : `无法访问 ${about}`,
      summary: ended ? "现已恢复访问。" : message,
      happened: message,
      means: ended
        ? "现已恢复访问，其中的备份保持原样。"
        : `写入 ${about} 的新备份正在等待。在恢复访问之前，无法确定其中的备份是否完好。`,
      toDo: ended ? ENDED : hint,
    };
  },
  DATA_FOLDER_FULL: ({ about, freeBytes }, { resolvedMs }) => {
    const ended = resolvedMs !== null;
    const free = formatBytes(freeBytes);
    return {
      title: ended ? `Backstay 的文件夹 ${about} 曾几乎已满` : `Backstay 的文件夹 ${about} 几乎已满`,
      summary: ended ? "现在又有空间了。" : `其所在磁盘仅剩 ${free}。`,
      happened: `Backstay 自己的文件夹 ${about} 所在的磁盘仅剩 ${free}。`,
      means: ended
        ? "备份已可重新开始。此前的备份一直未受影响。"
        : "以前的备份仍在原处，是安全的。空间用尽后，将无法开始任何备份，在这里所做的设置也无法保存。",
      toDo: ended ? ENDED : "请清理此磁盘，之后 Backstay 会自行继续。",
    };
  },
  CHANNEL_FAILING: ({ about, problem, answer }, { resolvedMs }) => {
    const { message, hint } = deliveryProblemWords(problem, "zh");
    const ended = resolvedMs !== null;
    return {
      title: ended ? `${about} 曾无法发送告警` : `${about} 无法发送告警`,
      summary: ended ? "现已恢复发送。" : message,
      happened: answer === "" ? message : `${message}对方的回应是“${answer}”。`,
      means: ended
        ? "现已恢复发送，等待中的告警已经发出。"
        : `备份不受影响，但通过 ${about} 接收通知的人收不到告警。告警最多等待一天。`,
      toDo: ended ? ENDED : hint,
    };
  },
};

/** Nothing is known to be lacking, which is not the same as proved. */
function repairedWords(about: string, resolvedMs: number | null) {
  const ended = resolvedMs !== null;
  return {
    title: ended ? `${about} 已修复` : `${about} 已修复，尚未检查`,
    summary: ended ? "检查确认内容完好。" : "目前没有已知的缺失内容。",
    happened: `检查在 ${about} 中发现的损坏已修复，没有因此丢失任何内容。`,
    means: ended ? "检查确认所有内容完好。" : "目前没有已知缺少内容的快照。只有检查才能证明数据完好。",
    toDo: ended ? ENDED : "请再完整检查一次：如果没有发现问题，此告警会自行结束。请留意所在的磁盘。",
  };
}

function problemsOf(kind: string, things: string) {
  if (kind === "restore") {
    return {
      title: (about: string) => `从 ${about} 恢复的内容不完整`,
      happened: `有 ${things}未能恢复，或未能完整恢复`,
      means: "其余内容均已恢复。备份不受影响。",
      toDo: "请在任务中查看原因。缺少的内容可以再次恢复，必要时恢复到另一个文件夹。",
    };
  }
  if (kind === "check") {
    return {
      title: (about: string) => `检查 ${about} 时发现损坏`,
      happened: `仓库中有 ${things}已损坏`,
      means: "需要这些数据的快照中，部分文件可能无法恢复。其余内容正常。",
      toDo: "请先修复，然后开始一次备份：本机上仍有的内容会重新保存。最后再检查一次。损坏的内容见任务。请留意所在的磁盘。",
    };
  }
  if (kind === "replicate") {
    return {
      title: (about: string) => `${about} 未能全部复制到副本`,
      happened: `复制来源中有损坏：${things}，或它们所需的数据`,
      means: "需要这些数据的快照没有复制到副本。其余快照均已复制且完好。",
      toDo: "请完整检查复制的来源，并修复检查发现的问题。下次复制会补上遗漏的内容。请留意所在的磁盘。",
    };
  }
  if (kind === "repair") {
    return {
      title: (about: string) => `${about} 尚未完全恢复完好`,
      happened: `损坏的内容已移出仓库，其中仍有 ${things}缺少数据`,
      means: "需要这些数据的快照无法完整恢复它们。其余内容正常。",
      toDo: "请开始一次备份：本机上仍有的内容会重新保存。然后再完整检查一次：如果不再缺少内容，此告警会自行结束；否则检查会列出无法找回的内容。请留意所在的磁盘。",
    };
  }
  return {
    title: (about: string) => `${about} 有部分文件未能备份`,
    happened: `有 ${things}无法读取`,
    means: "其余内容均已备份。对于这些文件，较早的快照中保存着当时可读的内容。",
    toDo: "请在任务中查看原因。关闭占用文件的程序，允许 Backstay 读取，或将其排除，然后再次备份。",
  };
}
