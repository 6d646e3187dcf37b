import type { HookMove, HookView } from "../../shared/model/failover-hooks.ts";
import type { Language } from "../../shared/words/language.ts";

/** What `backstay hooks` says. Names are made safe for a terminal by whoever prints them. */
export type HookConsoleWords = {
  readonly columns: Readonly<Record<"name" | "when" | "what" | "last", string>>;
  readonly none: string;
  readonly times: Readonly<Record<HookView["when"], string>>;
  readonly moves: Readonly<Record<HookMove, string>>;
  readonly off: string;
  readonly never: string;
  readonly worked: string;
  failed(problem: string, answer: string): string;
  saved(name: string): string;
  removed(name: string): string;
};

const en: HookConsoleWords = {
  columns: { name: "Name", when: "When", what: "What", last: "Last run" },
  none: "Nothing is done at moves of this repository.",
  times: { before: "before", after: "after" },
  moves: { failover: "failover", failback: "failback", switchover: "switchover" },
  off: "off",
  never: "never",
  worked: "worked",
  failed: (problem, answer) => `failed (${problem})${answer === "" ? "" : `: ${answer}`}`,
  saved: (name) => `${name} is saved. \`backstay hooks try\` runs it now.`,
  removed: (name) => `${name} is removed.`,
};

const zh: HookConsoleWords = {
  columns: { name: "名称", when: "时机", what: "内容", last: "上次运行" },
  none: "此仓库转移时没有附加操作。",
  times: { before: "之前", after: "之后" },
  moves: { failover: "故障转移", failback: "转回", switchover: "切换" },
  off: "已停用",
  never: "从未",
  worked: "成功",
  failed: (problem, answer) => `失败（${problem}）${answer === "" ? "" : `：${answer}`}`,
  saved: (name) => `${name} 已保存。用 \`backstay hooks try\` 可立即运行一次。`,
  removed: (name) => `${name} 已移除。`,
};

export const hookConsoleWords: Readonly<Record<Language, HookConsoleWords>> = { en, zh };
