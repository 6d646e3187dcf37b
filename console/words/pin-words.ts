import type { PinReason } from "../../shared/model/source-rot.ts";
import type { Language } from "../../shared/words/language.ts";

/** What `backstay pin` says. Names are made safe for a terminal by whoever prints them. */
export type PinConsoleWords = {
  readonly columns: Readonly<Record<"id" | "time" | "repository" | "source" | "reason", string>>;
  readonly reasons: Readonly<Record<PinReason, string>>;
  readonly none: string;
  readonly foreign: string;
  pinned(id: string): string;
  released(id: string): string;
};

const en: PinConsoleWords = {
  columns: {
    ...{ id: "ID", time: "Snapshot of", repository: "Repository", source: "Source" },
    reason: "Why it is kept",
  },
  reasons: { person: "asked for", rot: "files changed later without a new date" },
  none: "No snapshot is pinned.",
  foreign: "none",
  pinned: (id) => `Snapshot ${id} is pinned: no plan removes it.`,
  released: (id) => `Snapshot ${id} is not pinned any more. It goes when its plan says so.`,
};

const zh: PinConsoleWords = {
  columns: { id: "标识", time: "快照时间", repository: "仓库", source: "来源", reason: "保留原因" },
  reasons: { person: "有人要求", rot: "之后有文件在日期不变的情况下改变" },
  none: "没有固定的快照。",
  foreign: "无",
  pinned: (id) => `快照 ${id} 已固定：任何计划都不会移除它。`,
  released: (id) => `快照 ${id} 已取消固定，会按计划的规则移除。`,
};

export const pinConsoleWords: Readonly<Record<Language, PinConsoleWords>> = { en, zh };
