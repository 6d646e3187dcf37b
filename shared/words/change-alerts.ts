import { formatMoment } from "../format/calendar-date.ts";
import { formatCount, formatQuantity } from "../format/count.ts";
import type { ChangeFacts, Suspicion } from "../model/change-guard.ts";
import { type AlertWords, namesOf } from "./alert-words.ts";

type Say = (facts: ChangeFacts) => string;

const enWhy: Readonly<Record<Suspicion, Say>> = {
  "ransom-names": ({ ransomNames }) =>
    `${formatQuantity(ransomNames, "new file")} with an ending that only ransomware gives`,
  scrambled: ({ looked, scrambled, added, changed }) =>
    `of ${formatQuantity(added + changed, "new or changed file")}, ${formatCount(looked, "en")} were looked into, and ${formatCount(scrambled, "en")} of these look encrypted`,
  renamed: ({ renamed, filesBefore }) =>
    `${formatCount(renamed, "en")} of ${formatQuantity(filesBefore, "file")} got another ending behind their name`,
  deleted: ({ deleted, filesBefore }) =>
    `${formatCount(deleted, "en")} of ${formatQuantity(filesBefore, "file")} were deleted`,
};

const zhWhy: Readonly<Record<Suspicion, Say>> = {
  "ransom-names": ({ ransomNames }) => `${formatCount(ransomNames, "zh")} 个新文件带有勒索软件特有的后缀`,
  scrambled: ({ looked, scrambled, added, changed }) =>
    `新增或更改了 ${formatCount(added + changed, "zh")} 个文件，抽查了 ${formatCount(looked, "zh")} 个，其中 ${formatCount(scrambled, "zh")} 个看起来已被加密`,
  renamed: ({ renamed, filesBefore }) =>
    `${formatCount(filesBefore, "zh")} 个文件中有 ${formatCount(renamed, "zh")} 个的名称后被加上了新后缀`,
  deleted: ({ deleted, filesBefore }) =>
    `${formatCount(filesBefore, "zh")} 个文件中有 ${formatCount(deleted, "zh")} 个被删除`,
};

/** English words for changes that look as if files had been destroyed. */
export const enChangeAlerts: Pick<AlertWords, "CHANGE_SUSPICIOUS"> = {
  CHANGE_SUSPICIOUS: ({ about, suspicions, facts, before }, { nowMs, resolvedMs }) => {
    const ended = resolvedMs !== null;
    const reasons = suspicions.map((suspicion) => enWhy[suspicion](facts));
    const why = reasons.join("; ");
    const names = namesOf(facts.examples).join(", ");
    const then = formatMoment(before.timeMs, nowMs, "en", "sentence");
    return {
      title: ended
        ? `What changed in ${about} looked suspicious`
        : `What changed in ${about} looks suspicious`,
      summary: ended ? "Somebody looked: it was meant." : `${capital(reasons[0] ?? "")}.`,
      happened: `${capital(why)}.${names === "" ? "" : ` Among them: ${names}.`}`,
      means: ended
        ? "Old snapshots are removed again as the plan says."
        : `The backup itself worked, and the one of ${then} has the files as they were before. From now on no snapshot of ${about} is removed.`,
      toDo: ended
        ? "Nothing."
        : `Look at some of these files. If somebody deleted or changed them on purpose, say that it was meant. If not: disconnect the computers that can write there, and restore ${about} as of ${then} once they are clean.`,
    };
  },
};

/** Chinese words for the same. */
export const zhChangeAlerts: Pick<AlertWords, "CHANGE_SUSPICIOUS"> = {
  CHANGE_SUSPICIOUS: ({ about, suspicions, facts, before }, { nowMs, resolvedMs }) => {
    const ended = resolvedMs !== null;
    const reasons = suspicions.map((suspicion) => zhWhy[suspicion](facts));
    const why = reasons.join("；");
    const names = namesOf(facts.examples).join("、");
    const then = formatMoment(before.timeMs, nowMs, "zh", "sentence");
    return {
      title: ended ? `${about} 曾有可疑的更改` : `${about} 有可疑的更改`,
      summary: ended ? "已有人查看：属于正常操作。" : `${reasons[0] ?? ""}。`,
      happened: `${why}。${names === "" ? "" : `例如：${names}。`}`,
      means: ended
        ? "旧快照重新按计划的规则移除。"
        : `备份本身已成功，${then} 的备份中保存着更改之前的文件。在此期间不会移除 ${about} 的任何快照。`,
      toDo: ended
        ? "无需处理。"
        : `请查看其中的一些文件。如果是有人有意删除或更改的，请确认这是正常操作；如果不是，请断开所有能写入该处的电脑，待清理干净后，将 ${about} 恢复到 ${then} 的状态。`,
    };
  },
};

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
