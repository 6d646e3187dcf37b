import { printable } from "../format/printable.ts";
import type { FsSnapshotKind, LivePart, MomentReport } from "../model/moment.ts";
import type { Language } from "./language.ts";

/** What a backup that was asked to read everything as of one moment came to, in words. */
export type MomentText = {
  readonly lead: string;
  /** What it means for the data that some was read live; undefined when none was. */
  readonly meaning: string | undefined;
  /** Parts that were read live, and why. */
  readonly live: readonly { readonly path: string; readonly why: string }[];
  /** Parts that were read as of one moment, and how. */
  readonly taken: readonly { readonly path: string; readonly how: string }[];
};

type Words = {
  readonly one: string;
  readonly each: (count: number) => string;
  readonly none: string;
  readonly some: string;
  readonly meaning: string;
  readonly how: Readonly<Record<FsSnapshotKind, string>>;
  readonly why: (part: LivePart) => string;
  readonly further: (count: number) => string;
};

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    one: "All files were read as of one moment, from a snapshot of their file system.",
    each: (count) =>
      `All files were read from ${count} snapshots of their file systems. Each is as of one moment; they were made one after another.`,
    none: "The files were read while they were in use, and not as of one moment as the source asks for.",
    some: "Some files were read while they were in use, and not as of one moment as the source asks for.",
    meaning:
      "Nothing is missing for that. But of what was written while the backup ran, such as databases and mailboxes, files may not fit together, and one file may hold parts of two states.",
    how: {
      btrfs: "Btrfs snapshot",
      lvm: "LVM snapshot",
      zfs: "ZFS snapshot",
      vss: "shadow copy of Windows",
      apfs: "APFS snapshot",
    },
    why: ({ type, reason, message }) => {
      const said = message === null ? "" : ` (${printable(message)})`;
      switch (reason) {
        case "unsupported":
          return `${type === "" ? "its file system" : `its file system, ${type},`} cannot make a snapshot here`;
        case "no-right":
          return `a snapshot needs the rights of an administrator, which this Backstay does not have${said}`;
        case "tool-missing":
          return `the program that makes snapshots is not installed${said}`;
        case "no-room":
          return `there is no room for a snapshot${said}`;
        case "read-only":
          return "it is mounted read-only, so that no snapshot can be made; nobody should be writing there either";
        case "failed":
          return `no snapshot could be made${said}`;
      }
    },
    further: (count) => `and ${count} more`,
  },
  zh: {
    one: "所有文件均读自文件系统快照，状态属于同一时刻。",
    each: (count) =>
      `所有文件均读自 ${count} 个文件系统快照。每个快照内的状态属于同一时刻，各快照是先后生成的。`,
    none: "文件是在使用中读取的，未能像来源要求的那样取自同一时刻。",
    some: "部分文件是在使用中读取的，未能像来源要求的那样取自同一时刻。",
    meaning:
      "备份不会因此缺少内容。但备份期间有写入的内容，例如数据库和邮箱，其文件之间可能不一致，一个文件也可能包含两种状态的内容。",
    how: {
      btrfs: "Btrfs 快照",
      lvm: "LVM 快照",
      zfs: "ZFS 快照",
      vss: "Windows 卷影副本",
      apfs: "APFS 快照",
    },
    why: ({ type, reason, message }) => {
      const said = message === null ? "" : `（${printable(message)}）`;
      switch (reason) {
        case "unsupported":
          return `其文件系统${type === "" ? "" : `（${type}）`}在此处无法生成快照`;
        case "no-right":
          return `生成快照需要管理员权限，而此 Backstay 没有该权限${said}`;
        case "tool-missing":
          return `没有安装生成快照的程序${said}`;
        case "no-room":
          return `没有空间生成快照${said}`;
        case "read-only":
          return "它以只读方式挂载，无法生成快照；此时也不应有人写入";
        case "failed":
          return `未能生成快照${said}`;
      }
    },
    further: (count) => `另有 ${count} 处`,
  },
};

export function describeMoment(report: MomentReport, language: Language): MomentText {
  const words = WORDS[language];
  const { taken, live, furtherTaken, furtherLive } = report;
  const takenCount = taken.length + furtherTaken;
  const isLive = live.length > 0;
  return {
    lead: isLive
      ? takenCount === 0
        ? words.none
        : words.some
      : takenCount === 1
        ? words.one
        : words.each(takenCount),
    meaning: isLive ? words.meaning : undefined,
    live: [
      ...live.map((part) => ({ path: part.path, why: words.why(part) })),
      ...(furtherLive > 0 ? [{ path: "", why: words.further(furtherLive) }] : []),
    ],
    taken: [
      ...taken.map(({ path, kind }) => ({ path, how: words.how[kind] })),
      ...(furtherTaken > 0 ? [{ path: "", how: words.further(furtherTaken) }] : []),
    ],
  };
}
