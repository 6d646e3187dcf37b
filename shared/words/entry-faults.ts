import type { EntryFault } from "../entry-faults.ts";
import type { Language } from "./language.ts";

/** What is wrong with an entry that cannot be believed, as a clause that stands in brackets or behind a colon. */
export const entryFaultWords: Readonly<Record<Language, Readonly<Record<EntryFault, string>>>> = {
  en: {
    json: "it is no entry at all",
    name: "its name cannot be read",
    twice: "another entry has the same name",
    type: "its type is not a known one",
    mode: "its permissions are no such number",
    time: "one of its times is no time",
    owner: "its owner or group is none that can be",
    inode: "its inode or device number is no such number",
    size: "its size is none that a file can have",
    links: "its count of names is no such number",
    "link-target": "where it points cannot be read",
    attributes: "its extended attributes cannot be read",
    device: "the device it stands for is none that can be",
    content: "the list of its content cannot be read",
    subtree: "where its own list is cannot be read",
    note: "the note about an error cannot be read",
  },
  zh: {
    json: "根本不是一个条目",
    name: "名称无法读取",
    twice: "已有同名的条目",
    type: "类型未知",
    mode: "权限不是有效的数字",
    time: "其中一个时间无效",
    owner: "所有者或所属组无效",
    inode: "索引节点号或设备号无效",
    size: "文件不可能有这样的大小",
    links: "硬链接数无效",
    "link-target": "链接目标无法读取",
    attributes: "扩展属性无法读取",
    device: "所代表的设备无效",
    content: "内容列表无法读取",
    subtree: "其目录列表的位置无法读取",
    note: "错误备注无法读取",
  },
};

type OddReason = `odd-${EntryFault}`;

/** Why such an entry is not restored and what that means for it, in words that follow its path. */
export const oddEntryWords: Readonly<Record<Language, Readonly<Record<OddReason, string>>>> = {
  en: sayForEach("en", (fault) =>
    fault === "twice"
      ? "the snapshot holds two entries of this name; the first was taken, the other left out"
      : fault === "json"
        ? "its list in the snapshot holds something that is no entry; that was left out, the rest was not"
        : `its entry in the snapshot is not valid: ${entryFaultWords.en[fault]}. It was left out, what is beside it was not`,
  ),
  zh: sayForEach("zh", (fault) =>
    fault === "twice"
      ? "快照中有两个同名的条目；采用了第一个，略过了另一个"
      : fault === "json"
        ? "快照的目录列表中有一项根本不是条目；已略过该项，其余不受影响"
        : `快照中该项的记录无效：${entryFaultWords.zh[fault]}。已略过该项，旁边的内容不受影响`,
  ),
};

function sayForEach(
  language: Language,
  say: (fault: EntryFault) => string,
): Readonly<Record<OddReason, string>> {
  const faults = Object.keys(entryFaultWords[language]) as EntryFault[];
  return Object.fromEntries(faults.map((fault) => [`odd-${fault}`, say(fault)])) as Record<OddReason, string>;
}
