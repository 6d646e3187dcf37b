import type { Language } from "../../shared/words/language.ts";

/** What it means for the data that a command was stopped, where that differs from a backup. */
const WORDS = {
  en: {
    reading: "Nothing in the repository was changed. What was shown is not complete; run it again.",
    check: "Nothing in the repository was changed. What the check had not reached is unknown; run it again.",
    restore:
      "The backup is safe. The files that were restored so far are complete; running it again goes on where it stopped.",
    tidying: "The snapshots that are kept are safe. Run it again to finish the work.",
  },
  zh: {
    reading: "仓库没有任何改动。已显示的内容不完整，请重新运行。",
    check: "仓库没有任何改动。尚未检查的部分状态未知，请重新运行。",
    restore: "备份是安全的。目前已恢复的文件是完整的；重新运行会从停止处继续。",
    tidying: "保留的快照是安全的。请重新运行以完成工作。",
  },
} as const satisfies Record<Language, Record<string, string>>;

const KIND_OF: Readonly<Record<string, keyof (typeof WORDS)["en"]>> = {
  snapshots: "reading",
  ls: "reading",
  find: "reading",
  diff: "reading",
  dump: "reading",
  stats: "reading",
  cat: "reading",
  check: "check",
  restore: "restore",
  forget: "tidying",
  prune: "tidying",
  "rebuild-index": "tidying",
  heal: "tidying",
};

/** @returns undefined for a command of which the words of the error itself are true, as of a backup */
export function stoppedHint(command: string, language: Language): string | undefined {
  const kind = Object.hasOwn(KIND_OF, command) ? KIND_OF[command] : undefined;
  return kind === undefined ? undefined : WORDS[language][kind];
}
