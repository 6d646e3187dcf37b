import { formatQuantity } from "../../shared/format/count.ts";
import type { Language } from "../../shared/words/language.ts";

/** What `backstay databases` says. Names are made safe for a terminal by whoever prints them. */
export type DatabaseConsoleWords = {
  readonly columns: Readonly<Record<"name" | "size", string>>;
  server(server: string, version: string): string;
  readonly none: string;
  readonly sizeUnknown: string;
  started(database: string, snapshot: string, name: string, server: string): string;
  restored(name: string, server: string, tables: number, rows: string, duration: string): string;
  replaced(name: string, replacedAs: string): string;
  ownersKept: string;
  ownersLost(user: string): string;
  cancelled: string;
  interrupted: string;
};

const en: DatabaseConsoleWords = {
  columns: { name: "Name", size: "Size" },
  server: (server, version) => `${server}, ${version}`,
  none: "There is no database that this user may see.",
  sizeUnknown: "not known",
  started: (database, snapshot, name, server) =>
    `Making ${database} of snapshot ${snapshot} again, as ${name} at ${server}.`,
  restored: (name, server, tables, rows, duration) =>
    `${name} is there again at ${server}: ${formatQuantity(tables, "table")}, ${rows} rows, in ${duration}.`,
  replaced: (name, replacedAs) =>
    `The ${name} that was there until now is called ${replacedAs}. Remove it when nobody needs it any more.`,
  ownersKept: "Users own in it what they owned.",
  ownersLost: (user) =>
    `All in it belongs to ${user}: some who owned it are not on this server, or ${user} may not say so.`,
  cancelled: "Cancelled. What had been filled was removed, and no other database was touched.",
  interrupted:
    "It was interrupted. No database has changed, but one whose name begins with backstay_unfinished_ may be left on the server. Run it again.",
};

const zh: DatabaseConsoleWords = {
  columns: { name: "名称", size: "大小" },
  server: (server, version) => `${server}，版本 ${version}`,
  none: "没有此用户可见的数据库。",
  sizeUnknown: "未知",
  started: (database, snapshot, name, server) =>
    `正在由快照 ${snapshot} 重建 ${database}，在 ${server} 上名为 ${name}。`,
  restored: (name, server, tables, rows, duration) =>
    `${name} 已在 ${server} 上重建：${tables} 个表，${rows} 行，用时 ${duration}。`,
  replaced: (name, replacedAs) => `原来的 ${name} 现名为 ${replacedAs}。确认不再需要后可将其删除。`,
  ownersKept: "其中的内容仍归原来的用户所有。",
  ownersLost: (user) => `其中的内容都归 ${user} 所有：有的原所有者不在此服务器上，或 ${user} 无权指定。`,
  cancelled: "已取消。已写入的部分已删除，没有触及其他数据库。",
  interrupted:
    "已中断。没有数据库发生变化，但服务器上可能留有名称以 backstay_unfinished_ 开头的数据库。请重新运行。",
};

export const databaseConsoleWords: Readonly<Record<Language, DatabaseConsoleWords>> = { en, zh };
