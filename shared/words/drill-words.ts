/** Words about drills that pages, reports and the command line share. Plain text; nothing in it has been made safe for HTML. */
import type {
  AGE_CLASSES,
  DrillFault,
  DrillKind,
  DrillProblem,
  DrillReplica,
  DrillState,
  FailoverDrillStep,
  SIZE_CLASSES,
} from "../model/drill.ts";
import type { FaultKind } from "../model/failover.ts";
import { type DatabaseProblem, databaseProblemText, isDatabaseProblem } from "./drill-database-words.ts";
import { failoverWords } from "./failover-words.ts";
import type { Language } from "./language.ts";

export type DrillWords = {
  readonly kinds: Readonly<Record<DrillKind, string>>;
  readonly states: Readonly<Record<DrillState, string>>;
  readonly outcomes: Readonly<Record<DrillReplica["outcome"], string>>;
  readonly faults: Readonly<Record<DrillFault["fault"], string>>;
  readonly steps: Readonly<Record<FailoverDrillStep, string>>;
  readonly sizes: Readonly<Record<(typeof SIZE_CLASSES)[number], string>>;
  readonly ages: Readonly<Record<(typeof AGE_CLASSES)[number], string>>;
  /** What went wrong, or could not be tried, as a sentence without a full stop. */
  problem(problem: DrillProblem): string;
};

type FurtherProblem = DrillProblem & {
  readonly code: Exclude<DrillProblem["code"], DatabaseProblem["code"]>;
};

const files = (count: number) => (count === 1 ? "one file" : `${count} files`);
const isFault = (detail: string, faults: Readonly<Record<FaultKind, string>>): detail is FaultKind =>
  Object.hasOwn(faults, detail);

const en: DrillWords = {
  kinds: { restore: "restore drill", failover: "failover drill" },
  states: {
    running: "under way",
    passed: "passed",
    failed: "failed",
    incomplete: "incomplete",
    cancelled: "cancelled",
    "ended-by-fault": "ended by a real fault",
  },
  outcomes: {
    passed: "passed",
    failed: "failed",
    unreachable: "out of reach",
    "not-tried": "not tried",
    incomplete: "incomplete",
  },
  faults: {
    unreadable: "cannot be restored",
    different: "came back with other content than was backed up",
    "live-different": "differs from the file itself, which has the same size and times",
  },
  steps: {
    switch: "moving backups to the other replica",
    backup: "backing up to it",
    restore: "restoring from it",
    return: "moving backups back",
    over: "over",
  },
  sizes: {
    empty: "empty",
    tiny: "below 16 KiB",
    small: "below 512 KiB",
    medium: "below 16 MiB",
    large: "below 256 MiB",
    huge: "256 MiB and more",
  },
  ages: { month: "changed within a month", year: "changed within a year", older: "older" },
  problem(problem) {
    if (isDatabaseProblem(problem)) return databaseProblemText(problem, "en");
    const { code, detail, count } = problem as FurtherProblem;
    switch (code) {
      case "host-ended":
        return "Backstay ended before the drill did";
      case "no-backup":
        return detail === "" ? "there is no backup to try" : `there is no backup of ${detail}`;
      case "older-backup":
        return `of ${detail} an older backup was tried, as the newest is not in every replica`;
      case "vital-missing":
        return `${detail} is marked as vital and is not in the backup`;
      case "vital-left-out":
        return `${files(count)} marked as vital in ${detail} could not be tried, for want of room on this computer`;
      case "sample-left-out":
        return `${files(count)} that were drawn could not be tried, as they are larger than the sample may be`;
      case "not-listed":
        return `${count === 1 ? "one folder" : `${count} folders`} of ${detail} cannot be listed in any replica`;
      case "no-plan":
        return "no plan backs up to this repository, so no backup was rehearsed";
      case "switch-failed":
        return `backups could not be moved to the other replica (${detail})`;
      case "backup-failed":
        return `the backup to the other replica failed (${detail})`;
      case "restore-failed":
        return `the restore from the other replica failed (${detail})`;
      case "return-failed":
        return `backups could not be moved back at once (${detail})`;
      case "switch-too-long":
        return "moving backups to the other replica took too long";
      case "backup-too-long":
        return "the backup to the other replica took too long";
      case "restore-too-long":
        return "the restore from the other replica took too long";
      case "return-too-long":
        return "moving backups back took too long";
      case "real-fault": {
        const { faults } = failoverWords.en;
        return `a real fault came in between: ${isFault(detail, faults) ? `a replica ${faults[detail]}` : detail}`;
      }
      case "overruled":
        return "somebody else moved backups meanwhile";
      case "halted":
        return `the work came to a halt (${detail})`;
    }
  },
};

const zh: DrillWords = {
  kinds: { restore: "恢复演练", failover: "故障切换演练" },
  states: {
    running: "进行中",
    passed: "通过",
    failed: "未通过",
    incomplete: "不完整",
    cancelled: "已取消",
    "ended-by-fault": "因真实故障结束",
  },
  outcomes: {
    passed: "通过",
    failed: "未通过",
    unreachable: "无法访问",
    "not-tried": "未尝试",
    incomplete: "不完整",
  },
  faults: {
    unreadable: "无法恢复",
    different: "恢复的内容与备份不一致",
    "live-different": "与原文件不一致，而原文件的大小和时间并未改变",
  },
  steps: {
    switch: "将备份转移到另一副本",
    backup: "备份到该副本",
    restore: "从该副本恢复",
    return: "将备份转移回来",
    over: "已结束",
  },
  sizes: {
    empty: "空文件",
    tiny: "小于 16 KiB",
    small: "小于 512 KiB",
    medium: "小于 16 MiB",
    large: "小于 256 MiB",
    huge: "256 MiB 及以上",
  },
  ages: { month: "一个月内更改", year: "一年内更改", older: "更早" },
  problem(problem) {
    if (isDatabaseProblem(problem)) return databaseProblemText(problem, "zh");
    const { code, detail, count } = problem as FurtherProblem;
    switch (code) {
      case "host-ended":
        return "Backstay 在演练结束之前退出";
      case "no-backup":
        return detail === "" ? "没有可尝试的备份" : `没有 ${detail} 的备份`;
      case "older-backup":
        return `${detail} 的最新备份尚未到达每个副本，因此尝试的是较早的备份`;
      case "vital-missing":
        return `${detail} 被标记为关键，但不在备份中`;
      case "vital-left-out":
        return `${detail} 中有 ${count} 个关键文件因本机空间不足未能尝试`;
      case "sample-left-out":
        return `抽中的 ${count} 个文件超出抽样允许的大小，未能尝试`;
      case "not-listed":
        return `${detail} 中有 ${count} 个文件夹在任何副本中都无法列出`;
      case "no-plan":
        return "没有计划备份到此仓库，因此未演练备份";
      case "switch-failed":
        return `备份未能转移到另一副本（${detail}）`;
      case "backup-failed":
        return `备份到另一副本失败（${detail}）`;
      case "restore-failed":
        return `从另一副本恢复失败（${detail}）`;
      case "return-failed":
        return `备份未能立即转移回来（${detail}）`;
      case "switch-too-long":
        return "将备份转移到另一副本耗时过长";
      case "backup-too-long":
        return "备份到另一副本耗时过长";
      case "restore-too-long":
        return "从另一副本恢复耗时过长";
      case "return-too-long":
        return "将备份转移回来耗时过长";
      case "real-fault": {
        const { faults } = failoverWords.zh;
        return `其间发生了真实故障：${isFault(detail, faults) ? `有副本${faults[detail]}` : detail}`;
      }
      case "overruled":
        return "其间有人另行转移了备份";
      case "halted":
        return `工作中断（${detail}）`;
    }
  },
};

export const drillWords: Readonly<Record<Language, DrillWords>> = { en, zh };
