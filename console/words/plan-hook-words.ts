import type { PlanHook, PlanHookProblem } from "../../shared/model/plan-hooks.ts";
import type { Language } from "../../shared/words/language.ts";

/** What `backstay plan-hooks` says. Names are made safe for a terminal by whoever prints them. */
export type PlanHookConsoleWords = {
  readonly columns: Readonly<Record<"name" | "when" | "limit" | "onFailure" | "what", string>>;
  readonly none: string;
  readonly times: Readonly<Record<PlanHook["when"], string>>;
  readonly failures: Readonly<Record<PlanHook["onFailure"], string>>;
  readonly off: string;
  worked(took: string): string;
  readonly problems: Readonly<Record<PlanHookProblem, string>>;
  failed(problem: string, status: string): string;
  saved(name: string): string;
  removed(name: string): string;
};

const en: PlanHookConsoleWords = {
  columns: { name: "Name", when: "When", limit: "At most", onFailure: "If it fails", what: "What" },
  none: "This plan runs nothing around its backups.",
  times: { before: "before", after: "after", success: "after success", failure: "after failure" },
  failures: { abort: "no backup", warn: "people are told", ignore: "only in the log" },
  off: "off",
  worked: (took) => `It worked, in ${took}.`,
  problems: {
    "program-failed": "It ended with an error",
    "program-missing": "Its program could not be started",
    "timed-out": "It did not end in time, and was ended with all that it started",
    stopped: "It was ended before it was done",
  },
  failed: (problem, status) => `${problem}${status === "" ? "" : ` (${status})`}. Nothing was backed up.`,
  saved: (name) => `${name} is saved. \`backstay plan-hooks try\` runs it now.`,
  removed: (name) => `${name} is removed.`,
};

const zh: PlanHookConsoleWords = {
  columns: { name: "名称", when: "时机", limit: "最长", onFailure: "如果失败", what: "内容" },
  none: "此计划在备份前后不运行任何程序。",
  times: { before: "备份前", after: "备份后", success: "成功后", failure: "失败后" },
  failures: { abort: "不备份", warn: "通知人", ignore: "仅写入日志" },
  off: "已停用",
  worked: (took) => `成功，用时 ${took}。`,
  problems: {
    "program-failed": "它以错误结束",
    "program-missing": "它的程序无法启动",
    "timed-out": "它未在时限内结束，已连同其启动的所有进程一并结束",
    stopped: "它未完成即被结束",
  },
  failed: (problem, status) => `${problem}${status === "" ? "" : `（${status}）`}。没有进行备份。`,
  saved: (name) => `${name} 已保存。用 \`backstay plan-hooks try\` 可立即运行一次。`,
  removed: (name) => `${name} 已移除。`,
};

export const planHookConsoleWords: Readonly<Record<Language, PlanHookConsoleWords>> = { en, zh };
