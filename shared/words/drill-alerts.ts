import { formatSpan } from "../format/relative-time.ts";
import { type AlertWords, namesOf } from "./alert-words.ts";
import { drillWords } from "./drill-words.ts";

type Codes = "DRILL_FAILED" | "DRILL_OVERDUE";

/** English words for alerts about drills. */
export const enDrillAlerts: Pick<AlertWords, Codes> = {
  DRILL_FAILED: ({ about, kind, replicaNames, faults, firstPaths, problem }, { resolvedMs }) => {
    const ended = resolvedMs !== null;
    const where = replicaNames.join(", ");
    const lostDatabases =
      problem?.code === "database-failed" ? ` What is more: ${drillWords.en.problem(problem)}.` : "";
    const happened =
      faults > 0
        ? `${faults === 1 ? "One file" : `${faults} files`} did not come back from ${where} as backed up, ${namesOf(firstPaths).join(", ")} among them.${lostDatabases}`
        : problem !== null
          ? `What went wrong: ${drillWords.en.problem(problem)}.`
          : `${where === "" ? "The replicas" : where} could not be read as a restore needs it.`;
    return {
      title: `The ${drillWords.en.kinds[kind]} of ${about} ${ended ? "had failed" : "failed"}`,
      summary: ended
        ? "One passed since."
        : where === ""
          ? "Not everything worked."
          : `It failed on ${where}.`,
      happened,
      means: ended
        ? "What was tried came back since, byte for byte."
        : kind === "restore"
          ? "What is concerned could not be restored from there today. Nothing was changed, neither in the backups nor in your files."
          : "In earnest, something of this would have gone wrong. Your backups and files were not touched.",
      toDo: ended
        ? "Nothing. It ended by itself."
        : faults > 0
          ? "Check the repository and mend it from another replica, then begin the drill again. Look after the disk it lies on."
          : "Read the report of the drill, put right what it names, and begin it again.",
    };
  },
  DRILL_OVERDUE: ({ about, passedMs, days }, { nowMs, resolvedMs }) => {
    const ended = resolvedMs !== null;
    const since = passedMs === null ? undefined : formatSpan(Math.max(nowMs - passedMs, 60_000), "en");
    return {
      title: ended
        ? `Restoring ${about} had not been rehearsed for long`
        : `Restoring ${about} has not been rehearsed for long`,
      summary: since === undefined ? "No restore drill has passed yet." : `The last one passed ${since} ago.`,
      happened: `No restore drill passed within ${days} days, as the settings ask for.`,
      means: "The backups may be well. That they come back is not proved lately.",
      toDo: ended
        ? "Nothing. It ended by itself."
        : "Begin a restore drill, or read why the last ones did not pass.",
    };
  },
};

/** Chinese words for the same. */
export const zhDrillAlerts: Pick<AlertWords, Codes> = {
  DRILL_FAILED: ({ about, kind, replicaNames, faults, firstPaths, problem }, { resolvedMs }) => {
    const ended = resolvedMs !== null;
    const where = replicaNames.join("、");
    const lostDatabases =
      problem?.code === "database-failed" ? `此外：${drillWords.zh.problem(problem)}。` : "";
    const happened =
      faults > 0
        ? `有 ${faults} 个文件从 ${where} 恢复后与备份不符，包括 ${namesOf(firstPaths).join("、")}。${lostDatabases}`
        : problem !== null
          ? `出现的问题：${drillWords.zh.problem(problem)}。`
          : `${where === "" ? "副本" : where} 无法按恢复所需读取。`;
    return {
      title: `${about} 的${drillWords.zh.kinds[kind]}${ended ? "曾未通过" : "未通过"}`,
      summary: ended ? "此后已有一次通过。" : where === "" ? "并非一切正常。" : `在 ${where} 上未通过。`,
      happened,
      means: ended
        ? "此后所尝试的内容均逐字节恢复无误。"
        : kind === "restore"
          ? "相关内容今天无法从那里恢复。备份和您的文件都没有任何改动。"
          : "若真的发生故障，其中一些会出问题。您的备份和文件均未被触及。",
      toDo: ended
        ? "无需处理，已自行结束。"
        : faults > 0
          ? "请检查仓库并用另一副本修复，然后重新演练。请留意其所在的磁盘。"
          : "请阅读演练报告，处理其中指出的问题，然后重新演练。",
    };
  },
  DRILL_OVERDUE: ({ about, passedMs, days }, { nowMs, resolvedMs }) => {
    const ended = resolvedMs !== null;
    const since = passedMs === null ? undefined : formatSpan(Math.max(nowMs - passedMs, 60_000), "zh");
    return {
      title: ended ? `${about} 曾长时间未演练恢复` : `${about} 已长时间未演练恢复`,
      summary: since === undefined ? "尚无恢复演练通过。" : `上次通过是在${since}前。`,
      happened: `在设置要求的 ${days} 天内没有恢复演练通过。`,
      means: "备份可能完好，但近期没有证明它们能够恢复。",
      toDo: ended ? "无需处理，已自行结束。" : "请开始一次恢复演练，或查看最近几次未通过的原因。",
    };
  },
};
