import type { Language } from "../../shared/words/language.ts";

/** What `backstay drill` says. Names are made safe for a terminal by whoever prints them. */
export type DrillConsoleWords = {
  readonly columns: Readonly<
    Record<"id" | "when" | "kind" | "repository" | "state" | "replicas" | "measured", string>
  >;
  readonly none: string;
  readonly noDrills: string;
  readonly noVital: string;
  readonly never: string;
  was(state: string, when: string): string;
  withNext(was: string, next: string): string;
  withoutNext(was: string): string;
  readonly now: string;
  running(kind: string, id: string): string;
  readonly noStandby: string;
  readonly noWarning: string;
  warning(days: number): string;
  begun(repository: string, id: string): string;
  replica(name: string, outcome: string, same: number, files: number, bytes: string, took: string): string;
  fullRestore(about: string, low: string, high: string): string;
  lacks(source: string): string;
  further(count: number): string;
  /** @param took undefined for one that was not tried */
  database(name: string, outcome: string, cameOf: string, took: string | undefined): string;
  rto(took: string): string;
  rtoOf(toName: string, took: string): string;
  readonly noRto: string;
  rpoOf(snapshots: number, span: string): string;
  readonly noRpo: string;
  readonly notBack: string;
  problem(problem: string): string;
  ended(kind: string, state: string, id: string): string;
  written(path: string): string;
  readonly saved: string;
};

const en: DrillConsoleWords = {
  columns: {
    ...{ id: "Id", when: "Begun", kind: "Kind", repository: "Repository", state: "Result" },
    ...{ replicas: "Replicas", measured: "Measured" },
  },
  none: "There is no repository yet.",
  noDrills: "Nothing was rehearsed yet.",
  noVital: "No file or folder is marked as vital.",
  never: "not yet",
  was: (state, when) => `${state}, ${when}`,
  withNext: (was, next) => `${was}; next ${next}`,
  withoutNext: (was) => `${was}; next only by hand`,
  now: "as soon as nothing else is at work",
  running: (kind, id) => `a ${kind} is under way (${id})`,
  noStandby: "there is no second replica",
  noWarning: "no alert when none passes for long",
  warning: (days) => `alert when no restore drill passes for ${days} days`,
  begun: (repository, id) => `Drill of ${repository} begun: ${id}`,
  replica: (name, outcome, same, files, bytes, took) =>
    `${name}: ${outcome}, ${same} of ${files === 1 ? "1 file" : `${files} files`} came back as backed up, ${bytes} in ${took}`,
  fullRestore: (about, low, high) => `restoring everything: about ${about}, between ${low} and ${high}`,
  lacks: (source) => `has no backup of ${source}`,
  further: (count) => `and ${count} more`,
  database: (name, outcome, cameOf, took) =>
    `database ${name}: ${outcome}${took === undefined ? "" : ` in ${took}`}, ${cameOf}`,
  rto: (took) => `took over in ${took}`,
  rtoOf: (toName, took) => `${toName} took over within ${took}.`,
  noRto: "No other replica took over.",
  rpoOf: (snapshots, span) =>
    snapshots === 0
      ? "No backup would have been lost with the other one."
      : `${snapshots === 1 ? "One backup" : `${snapshots} backups`} would have been lost with the other one, the work of ${span}.`,
  noRpo: "How much would have been lost with the other one is not known.",
  notBack: "Backups did not go back to their usual place.",
  problem: (problem) => `Note: ${problem}.`,
  ended: (kind, state, id) => `The ${kind}: ${state}. Its report: backstay drill report ${id}`,
  written: (path) => `The report is in ${path}.`,
  saved: "Saved.",
};

const zh: DrillConsoleWords = {
  columns: {
    ...{ id: "标识", when: "开始", kind: "类型", repository: "仓库", state: "结果" },
    ...{ replicas: "副本", measured: "测得" },
  },
  none: "还没有仓库。",
  noDrills: "尚未进行任何演练。",
  noVital: "没有标记为关键的文件或文件夹。",
  never: "尚未进行",
  was: (state, when) => `${state}，${when}`,
  withNext: (was, next) => `${was}；下次：${next}`,
  withoutNext: (was) => `${was}；仅手动进行`,
  now: "一旦没有其他任务",
  running: (kind, id) => `${kind}正在进行（${id}）`,
  noStandby: "没有第二个副本",
  noWarning: "长时间未通过时不告警",
  warning: (days) => `若 ${days} 天内没有恢复演练通过则告警`,
  begun: (repository, id) => `${repository} 的演练已开始：${id}`,
  replica: (name, outcome, same, files, bytes, took) =>
    `${name}：${outcome}，${files} 个文件中有 ${same} 个与备份一致，${bytes}，用时 ${took}`,
  fullRestore: (about, low, high) => `完整恢复：约 ${about}，在 ${low} 与 ${high} 之间`,
  lacks: (source) => `没有 ${source} 的备份`,
  further: (count) => `另有 ${count} 个`,
  database: (name, outcome, cameOf, took) =>
    `数据库 ${name}：${outcome}${took === undefined ? "" : `，用时 ${took}`}，${cameOf}`,
  rto: (took) => `接管用时 ${took}`,
  rtoOf: (toName, took) => `${toName} 在 ${took}内接管。`,
  noRto: "没有其他副本接管。",
  rpoOf: (snapshots, span) =>
    snapshots === 0
      ? "即使失去原副本，也不会丢失任何备份。"
      : `若失去原副本，会丢失 ${snapshots} 个备份，即 ${span}的工作。`,
  noRpo: "若失去原副本会丢失多少内容，未知。",
  notBack: "备份没有回到平常的位置。",
  problem: (problem) => `注意：${problem}。`,
  ended: (kind, state, id) => `${kind}：${state}。报告：backstay drill report ${id}`,
  written: (path) => `报告已写入 ${path}。`,
  saved: "已保存。",
};

export const drillConsoleWords: Readonly<Record<Language, DrillConsoleWords>> = { en, zh };
