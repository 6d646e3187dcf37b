import { ENTRY_FAULTS } from "../entry-faults.ts";
import type { PackHeaderFault, TREE_FAULTS, TreeFault } from "../listing-faults.ts";
import { entryFaultWords } from "./entry-faults.ts";
import type { Language } from "./language.ts";

type WholeTreeFault = (typeof TREE_FAULTS)[number];

const wholeTree: Readonly<Record<Language, Readonly<Record<WholeTreeFault, string>>>> = {
  en: {
    json: "it is not valid JSON of the form that listings have",
    "no-list": "it has no list of entries",
    "no-subtree": "a folder in it does not say where its own listing is",
    "within-itself": "it contains itself",
    "too-deep": "it lies deeper than any path can be",
    endless:
      "the folders in it hold the same folders again and again, which comes to more entries than anybody has",
  },
  zh: {
    json: "它不是符合格式的 JSON",
    "no-list": "其中没有条目列表",
    "no-subtree": "其中有文件夹没有说明自己的列表在哪里",
    "within-itself": "它包含自身",
    "too-deep": "它所在的层级比任何路径都深",
    endless: "其中的文件夹反复包含相同的文件夹，条目总数多到不可能属实",
  },
};

const ofEntry = {
  en: (what: string) => `one of its entries is not valid: ${what}`,
  zh: (what: string) => `其中有一个条目无效：${what}`,
} as const satisfies Record<Language, (what: string) => string>;

/** Why nothing of a folder's listing can be used, as a clause that stands behind a colon. */
export const treeFaultWords: Readonly<Record<Language, Readonly<Record<TreeFault, string>>>> = {
  en: withEntries("en"),
  zh: withEntries("zh"),
};

function withEntries(language: Language): Readonly<Record<TreeFault, string>> {
  const entries = ENTRY_FAULTS.map((fault) => [
    `entry-${fault}`,
    ofEntry[language](entryFaultWords[language][fault]),
  ]);
  return { ...wholeTree[language], ...Object.fromEntries(entries) } as Record<TreeFault, string>;
}

/** What is wrong with a pack file's list of contents, as a clause that stands behind a colon. */
export const packHeaderFaultWords: Readonly<Record<Language, Readonly<Record<PackHeaderFault, string>>>> = {
  en: {
    "too-short": "the file is too short to have one",
    length: "it says to have a length that it cannot have",
    seal: "it was changed, or sealed with another key",
    entry: "it holds an entry that cannot be",
    size: "it does not agree with the size of the file",
    unreadable: "it cannot be read from where it is stored",
  },
  zh: {
    "too-short": "文件太短，不可能包含目录",
    length: "它声称的长度不可能属实",
    seal: "它已被更改，或是用其他密钥封装的",
    entry: "其中有不可能存在的条目",
    size: "它与文件的大小不符",
    unreadable: "无法从存放位置读取",
  },
};
