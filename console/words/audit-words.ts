import type { Language } from "../../shared/words/language.ts";

/** What `backstay audit` says. */
export type AuditConsoleWords = {
  readonly columns: Readonly<Record<"number" | "when" | "who" | "what" | "about" | "outcome", string>>;
  readonly empty: string;
  readonly hasMore: string;
  whole(records: number): string;
  readonly broken: string;
  head(text: string): string;
  readonly headHint: string;
  readonly whatItProves: string;
  exported(records: number): string;
};

const en: AuditConsoleWords = {
  columns: { number: "No.", when: "When", who: "Who", what: "What", about: "About", outcome: "Outcome" },
  empty: "Nothing was recorded yet.",
  hasMore: "There are older records; --limit shows more, `backstay audit export` all.",
  whole: (records) => `The audit trail is whole: ${records} records, each chained to the one before.`,
  broken:
    "The audit trail was changed or cut. Backups are not affected by that; keep the data folder as it is, and find out who did it.",
  head: (text) => `Head: ${text}`,
  headHint:
    "Written down elsewhere and given with --head another day, it proves that nothing before it was changed since.",
  whatItProves:
    "A chain finds what was changed or cut after one of these heads was kept. It cannot find what somebody with the rights of Backstay's own user forged before that, nor what was done to a repository past Backstay.",
  exported: (records) => `${records} records.`,
};

const zh: AuditConsoleWords = {
  columns: { number: "编号", when: "时间", who: "谁", what: "做了什么", about: "对象", outcome: "结果" },
  empty: "尚无记录。",
  hasMore: "还有更早的记录；用 --limit 显示更多，用 `backstay audit export` 导出全部。",
  whole: (records) => `审计记录完整：共 ${records} 条，逐条相连。`,
  broken: "审计记录被改动或截断。备份不受影响；请保持数据文件夹原样，并查明是谁所为。",
  head: (text) => `链头：${text}`,
  headHint: "将其记在别处，日后用 --head 给出，即可证明此前的记录未被改动。",
  whatItProves:
    "链能发现在留存链头之后发生的改动或截断；不能发现拥有 Backstay 用户权限者在此之前的伪造，也不能发现绕过 Backstay 对仓库所做的事。",
  exported: (records) => `共 ${records} 条记录。`,
};

export const auditConsoleWords: Readonly<Record<Language, AuditConsoleWords>> = { en, zh };
