import type { Language } from "./language.ts";

/** Why a folder cannot be restored to, by the system's code, or by a word of ours. */
const WORDS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    EROFS: "it can only be read",
    EACCES: "access to it is refused",
    EPERM: "access to it is refused",
    ENOTDIR: "it, or a part of its path, is no folder",
    EEXIST: "it, or a part of its path, is no folder",
    EINVAL: "it is not a full path of this computer",
    ENAMETOOLONG: "its name is too long",
    ENOSPC: "there is no space left",
    "in-repository": "the repository itself is there, and its files could be overwritten",
  },
  zh: {
    EROFS: "它是只读的",
    EACCES: "没有访问权限",
    EPERM: "没有访问权限",
    ENOTDIR: "它或其路径的一部分不是文件夹",
    EEXIST: "它或其路径的一部分不是文件夹",
    EINVAL: "它不是这台计算机上的完整路径",
    ENAMETOOLONG: "名称过长",
    ENOSPC: "空间已用完",
    "in-repository": "仓库本身就在那里，其中的文件可能被覆盖",
  },
};

/**
 * @param systemCode like `EROFS`, or `in-repository`
 * @returns what fits behind a colon; an unknown code alone
 */
export function targetTrouble(systemCode: string, language: Language): string {
  const words = WORDS[language];
  const known = Object.hasOwn(words, systemCode) ? words[systemCode] : undefined;
  if (known === undefined) return systemCode;
  if (!/^[A-Z]/.test(systemCode)) return known;
  return language === "zh" ? `${known}（${systemCode}）` : `${known} (${systemCode})`;
}
