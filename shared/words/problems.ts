import { oddEntryWords } from "./entry-faults.ts";
import type { Language } from "./language.ts";

/**
 * Why one thing of a job did not work, in words that follow a path: "Books.xlsx: access was refused". The engine's reasons come
 * from `core/backup/messages.ts`, `core/restore/entry-problem.ts` and `core/repository/check/check-result.ts`.
 */
const WORDS = {
  en: {
    // backup
    vanished: "it vanished while the backup ran",
    denied: "access was refused",
    changed: "it changed while it was read; the backup holds what was read",
    unreadable: "it cannot be read",
    attributes: "its owner, times or extended attributes are not complete; its content is",
    replaced: "something else took its place meanwhile",
    "not-mounted": "the share that was here is not mounted; what is on it is not in this snapshot",
    "database-busy":
      "another program kept this database to itself; it was read as any file is, and the copy may not open if something was written meanwhile",
    "database-unclear":
      "this database could not be read as of one moment, as it is damaged or SQLite cannot open it here; it was read as any file is",
    // what is run around a backup
    "hook-program-failed": "this hook of the plan ended with an error; the log has what it said",
    "hook-program-missing": "the program of this hook of the plan cannot be started",
    "hook-timed-out": "this hook of the plan was ended, with all that it started, as its time was over",
    "hook-stopped": "this hook of the plan was ended before it was done, as the backup was cancelled",
    "dump-failed": "its dump is not whole; what came of it has a name that ends in .incomplete",
    // restore
    damaged: "its data in the repository is damaged or missing",
    "not-compared": "what is there could not be read and compared; it was left as it is",
    "verify-failed": "read back, it did not hold what was written, and was removed",
    "unsafe-name": "its name is not safe to be written here",
    "broken-tree": "the snapshot contradicts itself about it",
    ...oddEntryWords.en,
    "size-differs":
      "the snapshot gives it another size than its content has; it was restored with the content as it is stored",
    "no-link-target":
      "where the link points is nothing that a link can hold; it was left out, what is beside it was not",
    "too-deep": "its folders lie too deep within one another",
    endless:
      "the folders in it hold the same folders again and again, more than a hundred million entries in all; it was forged, and is left out or broken off",
    "in-the-way": "something of another type is in its place, and stays there",
    "folder-in-the-way": "something that is no folder is in its place, and stays there",
    unsupported: "this system does not have such a thing",
    failed: "the system refused to write it",
    // drill
    "database-not-restored": "the database could not be made again from it",
    different: "it came back with other content than was backed up",
    "live-different":
      "it came back as it was backed up, and differs from the file itself, which seems unchanged",
    // check
    "snapshot-broken": "this snapshot is damaged",
    "key-broken": "this key file is damaged; its password may open nothing any more",
    "index-broken": "this index file is damaged",
    "index-contradictory": "the index files contradict each other about this pack of data",
    "index-wrong": "the index is wrong about this pack of data",
    "pack-missing": "this pack of data is missing",
    "pack-size-wrong": "this pack of data has not its full size",
    "pack-changed": "this pack of data was changed after it was written",
    "pack-header-broken": "this pack's list of contents is damaged",
    "pack-unreadable": "this pack of data cannot be read",
    "blob-corrupt": "this piece of data is damaged",
    "blob-missing": "this piece of data is missing",
    "tree-missing": "this listing of a folder is missing",
    "tree-unreadable": "this listing of a folder cannot be read",
    "tree-broken":
      "this listing of a folder was written by a faulty program or forged; neither a repair nor a backup changes it",
    "folder-without-tree":
      "this folder was written without its listing; neither a repair nor a backup changes it",
    "file-without-content":
      "this file was written without naming its content; neither a repair nor a backup changes it",
    "entry-broken":
      "what this entry says of itself is not valid; a restore leaves it out, and neither a repair nor a backup changes it",
    "entry-type-unknown": "nobody knows what kind of thing this is",
    // replicate
    "pack-damaged": "this pack of data is damaged or missing where it is copied from",
    "index-damaged": "this index file is damaged",
    "snapshot-damaged": "this snapshot is damaged where it is copied from",
    "snapshot-held-back": "this snapshot was not copied, because something it needs is damaged",
    "key-damaged": "this key file is damaged where it is copied from",
    "record-damaged":
      "this record of removed snapshots is damaged; one that only it named may have been brought back",
  },
  zh: {
    vanished: "备份期间已消失",
    denied: "没有访问权限",
    changed: "读取期间发生了变化；备份中保存的是读到的内容",
    unreadable: "无法读取",
    attributes: "所有者、时间或扩展属性不完整；内容完整",
    replaced: "期间被其他内容替换",
    "not-mounted": "此处的共享没有挂载；其中的内容不在此快照中",
    "database-busy": "其他程序一直独占此数据库；已按普通文件读取，若期间有写入，该副本可能无法打开",
    "database-unclear": "此数据库已损坏，或 SQLite 在此处无法打开它，未能按同一时刻读取；已按普通文件读取",
    "hook-program-failed": "计划的此附加操作以错误结束；其输出见日志",
    "hook-program-missing": "计划的此附加操作的程序无法启动",
    "hook-timed-out": "计划的此附加操作超出时限，已连同其启动的所有进程一并结束",
    "hook-stopped": "由于备份被取消，计划的此附加操作未完成即被结束",
    "dump-failed": "它的导出不完整；已得到的部分以 .incomplete 结尾命名",
    damaged: "仓库中的数据已损坏或缺失",
    "not-compared": "无法读取已有的文件进行比对，保持原样",
    "verify-failed": "回读的内容与写入的不一致，已删除",
    "unsafe-name": "其名称在此处写入不安全",
    "broken-tree": "快照中关于它的记录自相矛盾",
    ...oddEntryWords.zh,
    "size-differs": "快照记录的大小与其内容不符；已按所存的内容恢复",
    "no-link-target": "链接的目标不是链接所能指向的；已略过该链接，旁边的内容不受影响",
    "too-deep": "文件夹嵌套过深",
    endless: "其中的文件夹反复包含相同的文件夹，总计超过一亿项；该文件夹系伪造，已略过或中途停止",
    "in-the-way": "原位置上有其他类型的内容，已保留",
    "folder-in-the-way": "原位置上有不是文件夹的内容，已保留",
    unsupported: "本系统没有这种类型",
    failed: "系统拒绝写入",
    "database-not-restored": "无法由其重建数据库",
    different: "恢复的内容与备份不一致",
    "live-different": "已按备份恢复，但与看似未更改的原文件不一致",
    "snapshot-broken": "此快照已损坏",
    "key-broken": "此密钥文件已损坏，它的密码可能无法再打开仓库",
    "index-broken": "此索引文件已损坏",
    "index-contradictory": "索引文件对此数据包的记录互相矛盾",
    "index-wrong": "索引对此数据包的记录有误",
    "pack-missing": "此数据包缺失",
    "pack-size-wrong": "此数据包的大小不符",
    "pack-changed": "此数据包写入后被改动过",
    "pack-header-broken": "此数据包的目录已损坏",
    "pack-unreadable": "此数据包无法读取",
    "blob-corrupt": "此数据块已损坏",
    "blob-missing": "此数据块缺失",
    "tree-missing": "此文件夹的目录列表缺失",
    "tree-unreadable": "此文件夹的目录列表无法读取",
    "tree-broken": "此文件夹的目录列表由有缺陷的程序写入或系伪造；修复或再次备份都不会改变它",
    "folder-without-tree": "此文件夹写入时就没有目录列表；修复或再次备份都不会改变它",
    "file-without-content": "此文件写入时就没有内容记录；修复或再次备份都不会改变它",
    "entry-broken": "此条目的记录无效；恢复时会将其略过，修复或再次备份都不会改变它",
    "entry-type-unknown": "无法识别其类型",
    "pack-damaged": "复制来源中的该数据包已损坏或缺失",
    "index-damaged": "该索引文件已损坏",
    "snapshot-damaged": "复制来源中的该快照已损坏",
    "snapshot-held-back": "该快照所需的部分内容已损坏，因此没有复制",
    "key-damaged": "复制来源中的该密钥文件已损坏",
    "record-damaged": "已移除快照的该记录已损坏；只由它记录的快照可能已被重新复制",
  },
} as const satisfies Readonly<Record<Language, Readonly<Record<string, string>>>>;

const OTHER: Readonly<Record<Language, string>> = { en: "it did not work", zh: "未能完成" };

/**
 * @param reason one of the engine's words; an unknown one is shown as it is, so that nothing is hidden
 * @param systemCode like `EACCES`; null or empty when there is none
 */
export function describeProblem(reason: string, systemCode: string | null, language: Language): string {
  const words: Readonly<Record<string, string>> = WORDS[language];
  const known = Object.hasOwn(words, reason) ? words[reason] : undefined;
  const text = known ?? `${OTHER[language]}${language === "zh" ? `（${reason}）` : ` (${reason})`}`;
  if (systemCode === null || systemCode === "") return text;
  return language === "zh" ? `${text}（${systemCode}）` : `${text} (${systemCode})`;
}
