import type { Language } from "./language.ts";

/** Why a program cannot be started, by the system's code. */
const WORDS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: { ENOENT: "there is no such program", EACCES: "it may not be run", ENOEXEC: "it is no program" },
  zh: { ENOENT: "没有这个程序", EACCES: "没有运行它的权限", ENOEXEC: "它不是程序" },
};

/** @returns what fits behind a colon; an unknown code alone */
export function commandTrouble(systemCode: string, language: Language): string {
  const words = WORDS[language];
  const known = Object.hasOwn(words, systemCode) ? words[systemCode] : undefined;
  if (known === undefined) return systemCode;
  return language === "zh" ? `${known}（${systemCode}）` : `${known} (${systemCode})`;
}
