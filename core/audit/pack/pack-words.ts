import type { SourceStatus } from "../../../shared/model/overview.ts";
import type { Run } from "../../../shared/model/plan.ts";
import type { Language } from "../../../shared/words/language.ts";

/** What a proof pack says. */
export type PackWords = {
  title(month: string): string;
  caption(hostname: string, version: string): string;
  readonly coverage: string;
  readonly coverageNow: string;
  readonly noSources: string;
  readonly protection: Readonly<Record<SourceStatus["protection"], string>>;
  readonly runs: string;
  readonly runStates: Readonly<Record<Run["state"], string>>;
  readonly noRuns: string;
  readonly notKept: string;
  readonly integrity: string;
  /** @param when undefined when all was never read */
  read(when: string | undefined, percent: number): string;
  readonly noReadings: string;
  readonly drills: string;
  readonly noDrills: string;
  readonly moves: string;
  readonly noMoves: string;
  readonly changes: string;
  readonly noChanges: string;
  readonly moreChanges: string;
  readonly trail: string;
  trailWhole(records: number): string;
  readonly trailBroken: string;
  readonly head: string;
  readonly headHint: string;
  readonly limits: readonly string[];
  readonly limitsHeading: string;
  readonly columns: Readonly<
    Record<
      | ("source" | "state" | "newest" | "copies" | "repository" | "readBack" | "drill" | "when" | "outcome")
      | ("rto" | "rpo" | "move" | "why" | "who" | "what" | "about"),
      string
    >
  >;
  copies(newest: number, all: number): string;
  readonly never: string;
  readonly notKnown: string;
  readonly nothingLost: string;
  made(when: string): string;
};

const en: PackWords = {
  title: (month) => `Proof of backups, ${month}`,
  caption: (hostname, version) => `${hostname} · Backstay ${version}`,
  coverage: "What is protected",
  coverageNow: "As it was when this page was made.",
  noSources: "Nothing is set up to be backed up.",
  protection: {
    ...{ protected: "protected", overdue: "overdue", never: "never backed up", damaged: "damaged" },
    ...{ waiting: "waits for its first backup", unplanned: "no plan", unknown: "not known" },
  },
  runs: "Backups of the month",
  runStates: {
    ...{ queued: "waiting", running: "running", done: "done", "done-with-problems": "done, with problems" },
    ...{ failed: "failed", cancelled: "cancelled", interrupted: "interrupted", missed: "missed" },
  },
  noRuns: "No backup was due.",
  notKept:
    "Not all of this month is remembered any more: the settings say for how long. What is missing here is not known.",
  integrity: "Whether what is stored can be read",
  read: (when, percent) =>
    when === undefined
      ? `not all was read yet, ${percent} % of this round`
      : `all of it was read and proved by ${when}`,
  noReadings: "No repository is read back by itself.",
  drills: "Drills",
  noDrills: "No restore and no failover was rehearsed in this month.",
  moves: "Moves between replicas",
  noMoves: "Backups moved to no other replica.",
  changes: "Who changed, removed, restored or ordered what",
  noChanges: "Nothing was recorded.",
  moreChanges: "There is more than fits here; the audit trail has all of it.",
  trail: "The audit trail",
  trailWhole: (records) => `Whole: ${records} records, each chained to the one before.`,
  trailBroken: "It was changed or cut. What this page says of changes cannot be relied on.",
  head: "Newest record",
  headHint:
    "Kept with this page, the line proves at any later time, with `backstay audit verify --head`, that no record up to it was changed since.",
  limitsHeading: "What this page does not prove",
  limits: [
    "It is made by the Backstay that it tells of, on a computer whose administrator could forge it before it was handed over.",
    "What was done to a repository with its password and past Backstay is not in it.",
  ],
  columns: {
    ...{ source: "Source", state: "State", newest: "Newest backup", copies: "Copies" },
    ...{ repository: "Repository", readBack: "Read back", drill: "Drill", when: "When", outcome: "Outcome" },
    ...{ rto: "Back at work after", rpo: "Work lost", move: "To", why: "Why", who: "Who", what: "What" },
    about: "About",
  },
  copies: (newest, all) => `${newest} of ${all} with the newest backup`,
  never: "never",
  notKnown: "not known",
  nothingLost: "none",
  made: (when) => `Made ${when}.`,
};

const zh: PackWords = {
  title: (month) => `备份证明，${month}`,
  caption: (hostname, version) => `${hostname} · Backstay ${version}`,
  coverage: "受保护的内容",
  coverageNow: "以下为生成本页时的状态。",
  noSources: "没有设置任何备份。",
  protection: {
    ...{ protected: "受保护", overdue: "逾期", never: "从未备份", damaged: "已损坏" },
    ...{ waiting: "等待首次备份", unplanned: "没有计划", unknown: "未知" },
  },
  runs: "当月的备份",
  runStates: {
    ...{ queued: "等待", running: "进行中", done: "完成", "done-with-problems": "完成但有问题" },
    ...{ failed: "失败", cancelled: "已取消", interrupted: "中断", missed: "错过" },
  },
  noRuns: "没有到期的备份。",
  notKept: "当月的部分历史已不再保留（保留多久见设置），此处缺少的内容为未知。",
  integrity: "存储的内容能否读取",
  read: (when, percent) =>
    when === undefined ? `尚未全部读取，本轮已读 ${percent}%` : `截至 ${when} 已全部读取并验证`,
  noReadings: "没有仓库会自动回读。",
  drills: "演练",
  noDrills: "当月没有演练过恢复或故障切换。",
  moves: "副本之间的转移",
  noMoves: "备份没有转移到其他副本。",
  changes: "谁更改、移除、恢复或下令了什么",
  noChanges: "没有记录。",
  moreChanges: "内容超出本页篇幅，完整内容见审计记录。",
  trail: "审计记录",
  trailWhole: (records) => `完整：共 ${records} 条，逐条相连。`,
  trailBroken: "审计记录被改动或截断。本页关于更改的内容不可信赖。",
  head: "最新一条记录",
  headHint: "与本页一同保存后，日后可用 `backstay audit verify --head` 证明截至该条的记录未被改动。",
  limitsHeading: "本页不能证明什么",
  limits: [
    "本页由其所述的 Backstay 生成；在交出之前，那台计算机的管理员可能伪造它。",
    "持有密码者绕过 Backstay 对仓库所做的事不在其中。",
  ],
  columns: {
    ...{ source: "来源", state: "状态", newest: "最新备份", copies: "副本" },
    ...{ repository: "仓库", readBack: "回读", drill: "演练", when: "时间", outcome: "结果" },
    ...{ rto: "恢复工作用时", rpo: "丢失的工作", move: "转到", why: "原因", who: "谁", what: "做了什么" },
    about: "对象",
  },
  copies: (newest, all) => `${all} 份中 ${newest} 份含最新备份`,
  never: "从未",
  notKnown: "未知",
  nothingLost: "无",
  made: (when) => `生成于 ${when}。`,
};

export const packWords: Readonly<Record<Language, PackWords>> = { en, zh };
