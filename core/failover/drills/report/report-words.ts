import type { Language } from "../../../../shared/words/language.ts";

/** What the report of a drill says besides the words in `shared/words/drill-words.ts`. Plain text. */
export type ReportWords = {
  title(kind: string, repository: string): string;
  readonly fileName: string;
  when(start: string, tookFor: string): string;
  readonly byPerson: string;
  readonly bySchedule: string;
  readonly verdict: string;
  readonly verdicts: {
    readonly passedRestore: string;
    readonly passedFailover: string;
    readonly failed: string;
    readonly incomplete: string;
    readonly cancelled: string;
    readonly endedByFault: string;
  };
  readonly problems: string;
  readonly replicas: string;
  readonly replicasCaption: string;
  readonly columns: Readonly<
    Record<
      | "replica"
      | "outcome"
      | "files"
      | "same"
      | "different"
      | "unreadable"
      | "data"
      | "took"
      | "live"
      | "path"
      | "source"
      | "fault"
      | "size"
      | "age"
      | "all"
      | "tried"
      | "backup"
      | "vital"
      | "database"
      | "found"
      | "dump"
      | "when"
      | "phase"
      | "why",
      string
    >
  >;
  readonly databases: string;
  readonly databasesCaption: string;
  readonly fullRestore: string;
  readonly fullRestoreCaption: string;
  fullRestoreOf(replica: string, about: string, low: string, high: string, opening: string): string;
  lacks(replica: string, names: string): string;
  error(replica: string, message: string): string;
  faultsOf(replica: string, count: number): string;
  further(count: number): string;
  readonly vital: string;
  readonly sample: string;
  readonly sampleCaption: string;
  readonly measures: string;
  readonly rto: string;
  readonly rtoOf: (took: string) => string;
  readonly rpo: string;
  readonly rpoNone: string;
  rpoOf(span: string, snapshots: number): string;
  readonly unknown: string;
  readonly firstBackup: string;
  readonly restored: string;
  readonly returned: string;
  after(span: string): string;
  readonly never: string;
  readonly stoppedJobs: string;
  readonly way: string;
  wayOf(from: string, to: string): string;
  readonly timeline: string;
  readonly how: string;
  readonly howRestore: readonly string[];
  readonly howFailover: readonly string[];
  made(when: string, seed: string | undefined, id: string): string;
};

const en: ReportWords = {
  title: (kind, repository) => `${kind} of ${repository}`,
  fileName: "drill",
  when: (start, took) => `${start}, took ${took}`,
  byPerson: "begun by a person",
  bySchedule: "begun by schedule",
  verdict: "Result",
  verdicts: {
    passedRestore: "Passed: everything that was tried came back from every replica, byte for byte.",
    passedFailover:
      "Passed: another replica took over, was backed up to and restored from, and backups went back.",
    failed: "Failed: not everything worked as it would have to in earnest. What went wrong is listed below.",
    incomplete: "Incomplete: nothing was found to be wrong, but not everything could be tried.",
    cancelled: "Cancelled by a person before its end. It proves nothing.",
    endedByFault:
      "Ended by a real fault, which was treated in earnest. It proves nothing about what was not reached.",
  },
  problems: "What went wrong or could not be tried",
  replicas: "Replicas",
  replicasCaption: "Each was read by itself, as if there were no other and nothing were known of it here.",
  columns: {
    ...{ replica: "Replica", outcome: "Result", files: "Files", same: "Same", different: "Different" },
    ...{ unreadable: "Unreadable", data: "Data", took: "Restored in", live: "Same as the file today" },
    ...{ path: "File", source: "Source", fault: "What is wrong", size: "Size", age: "Age", all: "All files" },
    ...{
      tried: "Tried",
      backup: "Backup of",
      vital: "Vital files",
      database: "Database",
      found: "What came of it",
      dump: "Dump",
      when: "When",
      phase: "State",
      why: "Why",
    },
  },
  databases: "Databases",
  databasesCaption:
    "Each was made again from its dump on a server that was started for this drill alone and removed afterwards, in the way a restore in earnest makes it. Its tables and rows were counted there. What was not tried is not known to come back.",
  fullRestore: "How long restoring everything would take",
  fullRestoreCaption:
    "Estimated from the times of the parts of the sample, each file and each byte costing the same; the bounds hold the truth with 95 % likelihood as far as the sample can tell. Neighbouring files are read together in a full restore, so the truth is rather below.",
  fullRestoreOf: (replica, about, low, high, opening) =>
    `${replica}: about ${about}, between ${low} and ${high}, of which ${opening} until the first file.`,
  lacks: (replica, names) => `${replica} has no backup at all of ${names}.`,
  error: (replica, message) => `${replica}: ${message}`,
  faultsOf: (replica, count) =>
    `${replica}: ${count === 1 ? "one file did not come back as it should" : `${count} files did not come back as they should`}`,
  further: (count) => `and ${count} more`,
  vital: "vital",
  sample: "What was tried",
  sampleCaption:
    "Files were drawn at random within each group of files that are alike; those marked as vital were all tried.",
  measures: "Measured",
  rto: "Until backups were possible again",
  rtoOf: (took) => took,
  rpo: "Work that would have been lost with the replica",
  rpoNone: "none: the other one had everything",
  rpoOf: (span, snapshots) =>
    `${span} (${snapshots === 1 ? "one backup" : `${snapshots} backups`} that only it had)`,
  unknown: "not known",
  firstBackup: "First backup on the other replica complete",
  restored: "Restore from it complete",
  returned: "Backups back in their usual place",
  after: (span) => `${span} after the loss was declared`,
  never: "did not happen",
  stoppedJobs: "Jobs that were stopped and began anew",
  way: "Declared lost, and taken over by",
  wayOf: (from, to) => `${from} → ${to}`,
  timeline: "What failover did",
  how: "How this was done",
  howRestore: [
    "Of each source the newest backup that all replicas in reach have was listed, and files were drawn from it at random: at least one of each group of files of like size and age, the rest by how much of all files and data a group holds.",
    "The drawn files and all vital ones were restored from each replica in turn into a folder of this computer that was removed afterwards. Every piece of each file was hashed anew and compared with the backup.",
    "Each database of a backup was made again from each replica on a server of its own on this computer, which nobody else can reach, and its tables and rows were counted; every replica has to give the same numbers. The databases themselves were not touched.",
    "Where the file itself had not been changed since the backup, it was read and compared, too.",
  ],
  howFailover: [
    "The active replica was declared lost without being touched: no more jobs began on it, those that wrote to it were stopped, and nothing was copied from it.",
    "Everything that followed was done as in earnest: the other replica was proved, made active and announced; the stopped jobs began anew there; a plan was backed up to it, and files were restored from it and compared.",
    "Then both were brought up to date, and backups went back.",
  ],
  made: (when, seed, id) =>
    `Made by Backstay on ${when}. Drill ${id}${seed === undefined ? "" : `, seed of the sample ${seed}`}.`,
};

const zh: ReportWords = {
  title: (kind, repository) => `${repository} 的${kind}`,
  fileName: "drill",
  when: (start, took) => `${start}，历时 ${took}`,
  byPerson: "由人工开始",
  bySchedule: "按计划开始",
  verdict: "结果",
  verdicts: {
    passedRestore: "通过：所尝试的内容从每个副本都逐字节恢复无误。",
    passedFailover: "通过：另一副本成功接管，完成了备份和恢复，备份随后已转移回来。",
    failed: "未通过：并非一切都像真实故障时所需的那样正常。问题列在下方。",
    incomplete: "不完整：没有发现问题，但并非所有内容都能尝试。",
    cancelled: "在结束前被人工取消，不能证明任何事情。",
    endedByFault: "因真实故障结束，该故障已按真实情况处理。对未进行到的部分不能证明任何事情。",
  },
  problems: "出现的问题或未能尝试的内容",
  replicas: "副本",
  replicasCaption: "每个副本都单独读取，如同没有其他副本，且本机对其一无所知。",
  columns: {
    ...{ replica: "副本", outcome: "结果", files: "文件", same: "一致", different: "不一致" },
    ...{ unreadable: "无法读取", data: "数据量", took: "恢复用时", live: "与现有文件一致" },
    ...{ path: "文件", source: "来源", fault: "问题", size: "大小", age: "更改时间", all: "全部文件" },
    ...{
      tried: "已尝试",
      backup: "备份来源",
      vital: "关键文件",
      database: "数据库",
      found: "结果说明",
      dump: "导出",
      when: "时间",
      phase: "状态",
      why: "原因",
    },
  },
  databases: "数据库",
  databasesCaption:
    "每个数据库都在专为此次演练启动、随后删除的服务器上，按真实恢复的方式由其导出重建，并在那里清点表和行。未尝试的数据库是否能够恢复尚属未知。",
  fullRestore: "完整恢复需要多长时间",
  fullRestoreCaption:
    "根据抽样各部分的用时估算，假定每个文件和每个字节的开销相同；就抽样所能判断的，真实值有 95 % 的可能落在范围之内。完整恢复会连续读取相邻的文件，因此实际用时往往更短。",
  fullRestoreOf: (replica, about, low, high, opening) =>
    `${replica}：约 ${about}，在 ${low} 与 ${high} 之间，其中恢复第一个文件之前需要 ${opening}。`,
  lacks: (replica, names) => `${replica} 中完全没有 ${names} 的备份。`,
  error: (replica, message) => `${replica}：${message}`,
  faultsOf: (replica, count) => `${replica}：有 ${count} 个文件未能正确恢复`,
  further: (count) => `另有 ${count} 个`,
  vital: "关键",
  sample: "尝试的内容",
  sampleCaption: "在每组相似的文件中随机抽取；标记为关键的文件全部尝试。",
  measures: "测得结果",
  rto: "恢复到可以备份的用时",
  rtoOf: (took) => took,
  rpo: "若真的失去该副本会丢失的工作",
  rpoNone: "无：另一副本已有全部内容",
  rpoOf: (span, snapshots) => `${span}（${snapshots} 个备份仅存在于该副本）`,
  unknown: "未知",
  firstBackup: "另一副本上的第一次备份完成",
  restored: "从该副本恢复完成",
  returned: "备份回到平常的位置",
  after: (span) => `宣布失效后 ${span}`,
  never: "未发生",
  stoppedJobs: "被停止并重新开始的任务",
  way: "宣布失效与接管",
  wayOf: (from, to) => `${from} → ${to}`,
  timeline: "故障切换的经过",
  how: "演练方法",
  howRestore: [
    "对每个来源，列出所有可访问的副本共有的最新备份，从中随机抽取文件：大小和更改时间相近的每组文件至少抽一个，其余按各组占全部文件数和数据量的比例分配。",
    "抽中的文件和全部关键文件依次从每个副本恢复到本机的一个文件夹，之后该文件夹被删除。每个文件的每一部分都重新计算散列值并与备份比对。",
    "备份中的每个数据库都依次从每个副本，在本机一个他人无法访问的独立服务器上重建，并清点表和行；各副本得到的数目必须一致。数据库本身未被触及。",
    "如果文件自备份以来没有更改，还会读取文件本身进行比对。",
  ],
  howFailover: [
    "在不触及主用副本的情况下宣布其失效：不再在其上开始任务，正在写入它的任务被停止，也不从它复制任何内容。",
    "此后的一切都如同真实故障：验证另一副本，将其设为主用并公布；被停止的任务在那里重新开始；向其备份一个计划，并从中恢复文件进行比对。",
    "随后补齐两个副本，备份转移回来。",
  ],
  made: (when, seed, id) =>
    `由 Backstay 于 ${when} 生成。演练 ${id}${seed === undefined ? "" : `，抽样种子 ${seed}`}。`,
};

export const reportWords: Readonly<Record<Language, ReportWords>> = { en, zh };
