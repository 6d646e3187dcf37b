import type { ErrorCode, ErrorDetails } from "../errors.ts";
import { formatBytes } from "../format/bytes.ts";
import type { Language } from "./language.ts";
import { enReplicaPageHints, zhReplicaPageHints } from "./replica-page-hints.ts";
import { enStoragePageHints, zhStoragePageHints } from "./storage-page-hints.ts";

/** What to do for somebody who looks at a page, where the hint of the error tells what to type. */
export type PageHints = { readonly [C in ErrorCode]?: (details: ErrorDetails[C]) => string };

const lack = ({ needBytes, freeBytes }: ErrorDetails["STORE_FULL"]) =>
  formatBytes(Math.max(needBytes - freeBytes, 1));

/** What helps against damage inside of packs. */
const MEND = {
  en: 'Files that need it cannot be restored completely from here. "Check" of everything in the settings says which; after "Repair" there, the next backup stores it again, if its source still has it. Look after the disk.',
  zh: "需要它的文件无法从这里完整恢复。在“设置”中用“检查”检查全部内容，会说明是哪些文件；随后在那里“修复”，只要来源中仍有该内容，下次备份会重新保存它。请检查磁盘。",
};

const en: PageHints = {
  ...enStoragePageHints,
  ...enReplicaPageHints,
  REPOSITORY_MISSING: () =>
    "Nothing was written. Check the location and whether the disk or share is mounted.",
  REPOSITORY_LOCKED: (d) =>
    d.isDamaged
      ? "Nothing was changed. Somebody may be writing it at this moment. Half an hour after it was written it counts for nothing. Planned backups try again by themselves."
      : "Nothing was changed. Wait until that work is done. If it crashed, its lock counts for nothing after half an hour. Planned backups try again by themselves.",
  WRONG_PASSWORD: () =>
    "Nothing was changed. Check the keyboard layout. Any password of the repository will do; without one, nobody can read its backups.",
  ALERT_NOT_FOUND: () => "Nothing was changed. Load the page again.",
  PASSWORD_MISSING: () => "Nothing was changed. Enter the password of the repository.",
  OBJECT_MISSING: () =>
    'Backups that need it cannot be restored completely from here. Find out which with "Check" in the settings, and get the file back from a replica.',
  OBJECT_CORRUPT: (d) =>
    d.kind === "key" && d.otherKeys === 0
      ? "No other key opens the repository: nobody can read its backups without that file, and no backup is lost as long as it can be had. Get it back from a replica or a copy, and delete nothing until then."
      : d.kind === "key"
        ? "No data is lost by that, and other passwords open the repository as before. Get the file back from a replica."
        : d.kind === "config"
          ? 'Nothing was changed; the data are there. Get the file "config" back, from a replica or a copy. Do not make a new repository in its place.'
          : d.kind === "snapshot"
            ? "This snapshot cannot be restored from here; the others are not affected. Get its file back from a replica, and look after the disk."
            : d.kind === "index"
              ? 'No file of a backup is lost by that. Choose "Check" in the settings and then "Repair", which makes the index anew, and look after the disk.'
              : 'Backups that need it cannot be restored completely from here. See how far the damage goes with "Check" of everything in the settings, get the file back from a replica, and look after the disk.',
  PACK_HEADER_BROKEN: () => MEND.en,
  BLOB_MISSING: () => MEND.en,
  BLOB_CORRUPT: () => MEND.en,
  SNAPSHOT_PINNED: () => "Nothing was removed. Let go of them first, where one goes back in time.",
  SNAPSHOTS_HELD: () =>
    "Nothing was removed. Look at the alert, and say there whether the changes were meant.",
  SNAPSHOT_NOT_FOUND: () => "Nothing was changed. It may have been removed meanwhile; load the page again.",
  PATH_NOT_IN_SNAPSHOT: () =>
    "Nothing was changed. Choose another snapshot, or search for the name in all of them.",
  ENTRY_TYPE_WRONG: () => "Nothing was changed. A restore can bring it back.",
  STORE_FULL: (d) =>
    `Earlier backups are safe, this one is not finished. Free at least ${lack(d)}, for example with "Make room" in the settings; the next run uses what was stored already.`,
  NOTHING_KEPT: () => "No snapshot was deleted. Keep at least one of each source.",
  PRUNE_UNSAFE: (d) =>
    d.reason === "snapshot-unreadable"
      ? "Nothing was deleted. Get the file of that snapshot back from a replica."
      : 'Nothing was deleted. "Check" in the settings says what is lacking.',
  CONSOLE_PASSWORD_WRONG: () =>
    "Nothing was changed, and nobody was signed out. Check the keyboard layout and try again. Who has forgotten it sets a new one in a terminal of the computer where Backstay runs.",
  CONSOLE_PASSWORD_UNSET: () =>
    "Nothing was changed. The first one is set in a terminal of the computer where Backstay runs.",
  CHANNEL_PROGRAM_REFUSED: () =>
    "Nothing was saved and nothing was run. Choose the program in the desktop application, or in a terminal of the computer where Backstay runs.",
  CACHE_FULL: () =>
    "The repository and its snapshots are safe. Free some space on that disk, and start the work again.",
  CACHE_FAILED: () =>
    "The repository and its snapshots are safe. Start the work again; if it fails the same way, delete that file, which costs nothing but time.",
};

const zh: PageHints = {
  ...zhStoragePageHints,
  ...zhReplicaPageHints,
  REPOSITORY_MISSING: () => "没有写入任何数据。请检查位置是否正确、磁盘或共享是否已挂载。",
  REPOSITORY_LOCKED: (d) =>
    d.isDamaged
      ? "没有改动任何数据。可能有人正在写入这个锁；写入半小时后它不再有效。计划的备份会自行重试。"
      : "没有改动任何数据。请等待对方完成；如果对方已崩溃，半小时后它的锁不再有效。计划的备份会自行重试。",
  WRONG_PASSWORD: () =>
    "没有改动任何数据。请检查键盘布局。仓库的任何一个密码都可以；没有密码，任何人都无法读取其中的备份。",
  ALERT_NOT_FOUND: () => "没有任何更改。请重新加载页面。",
  PASSWORD_MISSING: () => "没有改动任何数据。请输入仓库的密码。",
  OBJECT_MISSING: () =>
    "需要它的备份无法从这里完整恢复。请在“设置”中用“检查”查明涉及哪些备份，并从副本取回该文件。",
  OBJECT_CORRUPT: (d) =>
    d.kind === "key" && d.otherKeys === 0
      ? "没有其他密钥能打开仓库：没有该文件，任何人都无法读取其中的备份；只要能取回它，备份就没有丢失。请从副本或拷贝取回该文件，在此之前不要删除任何内容。"
      : d.kind === "key"
        ? "数据没有因此丢失，其他密码仍可打开仓库。请从副本取回该文件。"
        : d.kind === "config"
          ? "没有改动任何数据，数据还在。请从副本或拷贝取回文件“config”，不要在原处新建仓库。"
          : d.kind === "snapshot"
            ? "该快照无法从这里恢复，其他快照不受影响。请从副本取回其文件，并检查磁盘。"
            : d.kind === "index"
              ? "备份中的文件没有因此丢失。请在“设置”中先选择“检查”，再选择“修复”以重建索引，并检查磁盘。"
              : "需要它的备份无法从这里完整恢复。请在“设置”中用“检查”检查全部内容以查明损坏范围，从副本取回该文件，并检查磁盘。",
  PACK_HEADER_BROKEN: () => MEND.zh,
  BLOB_MISSING: () => MEND.zh,
  BLOB_CORRUPT: () => MEND.zh,
  SNAPSHOT_PINNED: () => "没有移除任何快照。请先在“恢复”页面取消固定。",
  SNAPSHOTS_HELD: () => "没有移除任何快照。请查看告警，并说明这些更改是否为正常操作。",
  SNAPSHOT_NOT_FOUND: () => "没有改动任何数据。它可能已被移除，请重新加载页面。",
  PATH_NOT_IN_SNAPSHOT: () => "没有改动任何数据。请选择其他快照，或在所有快照中搜索该名称。",
  ENTRY_TYPE_WRONG: () => "没有改动任何数据。可以用“恢复”取回它。",
  STORE_FULL: (d) =>
    `以前的备份是安全的，这次的备份没有完成。请至少腾出 ${lack(d)}，例如在“设置”中用“腾出空间”；下次运行会利用已经保存的内容。`,
  NOTHING_KEPT: () => "没有删除任何快照。每个来源请至少保留一个。",
  PRUNE_UNSAFE: (d) =>
    d.reason === "snapshot-unreadable"
      ? "没有删除任何数据。请从副本取回该快照的文件。"
      : "没有删除任何数据。“设置”中的“检查”会说明缺少什么。",
  CONSOLE_PASSWORD_WRONG: () =>
    "没有任何更改，也没有人被退出登录。请检查键盘布局后重试。如果忘记了密码，请在运行 Backstay 的计算机的终端中设置新密码。",
  CONSOLE_PASSWORD_UNSET: () => "没有任何更改。首个密码要在运行 Backstay 的计算机的终端中设置。",
  CHANNEL_PROGRAM_REFUSED: () =>
    "没有保存，也没有运行任何程序。请在桌面应用中选择程序，或在运行 Backstay 的计算机的终端中选择。",
  CACHE_FULL: () => "仓库及其快照是安全的。请在该磁盘上腾出空间，然后重新开始。",
  CACHE_FAILED: () =>
    "仓库及其快照是安全的。请重新开始；如果仍以同样方式失败，请删除该文件（除了多花时间，没有其他损失）。",
};

export const pageHints: Readonly<Record<Language, PageHints>> = { en, zh };
