import { formatCount, formatQuantity } from "../../shared/format/count.ts";
import type { SourceKind } from "../../shared/model/source.ts";
import type { Language } from "../../shared/words/language.ts";

/** What `backstay sources` says. Names are made safe for a terminal by whoever prints them. */
export type SourceConsoleWords = {
  readonly columns: Readonly<Record<"name" | "kind" | "what" | "plans", string>>;
  readonly kinds: Readonly<Record<SourceKind, string>>;
  readonly none: string;
  readonly noPlan: string;
  andMore(count: number): string;
  askPassword(user: string, server: string): string;
  askSignIn(machine: string): string;
  /** Of a machine whose key nobody has compared. */
  readonly key: {
    shows(address: string, key: string): string;
    readonly compare: string;
    readonly yes: string;
    say(key: string): string;
    readonly notTrusted: string;
  };
  /** What came of trying one part; `bytes` and `count` as they are shown. */
  readonly trial: {
    server(version: string, client: string): string;
    readonly users: string;
    readonly usersHidden: string;
    file(path: string): string;
    folder(path: string, count: number): string;
    whole(name: string, bytes: string): string;
    begun(name: string, bytes: string): string;
    untried(name: string): string;
    bad(name: string, message: string, hint: string): string;
    loose(name: string, count: number): string;
  };
  readonly works: string;
  readonly worksNot: string;
  notKept(name: string): string;
  untested(name: string): string;
  added(name: string): string;
  edited(name: string): string;
  removed(name: string): string;
  inPlan(name: string, plan: string): string;
  inPlanAlready(name: string, plan: string): string;
  inNoPlan(name: string): string;
};

const en: SourceConsoleWords = {
  columns: { name: "Name", kind: "Kind", what: "What", plans: "Plans" },
  kinds: { files: "files", sftp: "SFTP", command: "command", postgresql: "PostgreSQL", mariadb: "MariaDB" },
  none: "There are no sources yet. `backstay sources add` makes one.",
  noPlan: "none",
  andMore: (count) => `and ${count} more`,
  askPassword: (user, server) => `Password of ${user} at ${server}: `,
  askSignIn: (machine) => `Password of ${machine}: `,
  key: {
    shows: (address, key) =>
      `${address} is not known yet. It shows the key ${key}. Nothing was sent to it, no password either.`,
    compare:
      "Compare it with the one the machine itself shows (for f in /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -lf $f; done). Is it the same? (yes/no) ",
    yes: "yes",
    say: (key) =>
      `Compare it with the one the machine itself shows. If it is the same, say --host-key "${key}".`,
    notTrusted: "The key was not trusted, and nothing was saved.",
  },
  trial: {
    server: (version, client) => `The server is ${version}, and is read by ${client}.`,
    users: "Users and their rights",
    usersHidden:
      "This user may not see the passwords of the others: users are saved without them, or not at all. What is in the databases is saved.",
    file: (path) => `${path}: it can be read`,
    folder: (path, count) => `${path}: it can be read, ${formatQuantity(count, "entry", "entries")}`,
    whole: (name, bytes) => `${name}: read whole, ${bytes}`,
    begun: (name, bytes) => `${name}: it can be read; ${bytes} were, then time was up`,
    untried: (name) => `${name}: not tried, as time was up`,
    bad: (name, message, hint) => `${name}: ${message} ${hint}`,
    loose: (name, count) =>
      `${name}: ${formatQuantity(count, "table")} without transactions may change while it is saved`,
  },
  works: "It can be backed up.",
  worksNot: "Not all of it can be backed up.",
  notKept: (name) =>
    `${name} is not saved as a source, because not all of it could be read. --untested keeps it all the same.`,
  untested: (name) => `${name} was not tried. \`backstay sources try\` does.`,
  added: (name) => `${name} is a source now.`,
  edited: (name) => `${name} is changed. The next backup of it is as it is now.`,
  removed: (name) => `${name} is no source any more. Its snapshots stay.`,
  inPlan: (name, plan) => `${plan} saves ${name} from now on.`,
  inPlanAlready: (name, plan) => `${plan} saves ${name} already.`,
  inNoPlan: (name) =>
    `No plan saves ${name} yet. \`backstay sources edit\` with --plan adds it to one, or make one in the application.`,
};

const zh: SourceConsoleWords = {
  columns: { name: "名称", kind: "类型", what: "内容", plans: "计划" },
  kinds: { files: "文件", sftp: "SFTP", command: "命令", postgresql: "PostgreSQL", mariadb: "MariaDB" },
  none: "还没有来源。可用 `backstay sources add` 创建。",
  noPlan: "无",
  andMore: (count) => `另有 ${count} 项`,
  askPassword: (user, server) => `${server} 上用户 ${user} 的密码：`,
  askSignIn: (machine) => `${machine} 的密码：`,
  key: {
    shows: (address, key) =>
      `${address} 尚不为人所知。它出示的密钥是 ${key}。没有向它发送任何内容，包括密码。`,
    compare:
      "请与该设备自身显示的密钥核对（for f in /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -lf $f; done）。是否一致？（是/否）",
    yes: "是",
    say: (key) => `请与该设备自身显示的密钥核对。如果一致，请使用 --host-key "${key}"。`,
    notTrusted: "没有信任该密钥，也没有保存任何内容。",
  },
  trial: {
    server: (version, client) => `服务器为 ${version}，由 ${client} 读取。`,
    users: "用户及其权限",
    usersHidden: "此用户无权查看其他用户的密码：保存的用户不含密码，或根本不保存用户。数据库的内容会保存。",
    file: (path) => `${path}：可以读取`,
    folder: (path, count) => `${path}：可以读取，共 ${formatCount(count, "zh")} 项`,
    whole: (name, bytes) => `${name}：已完整读取，${bytes}`,
    begun: (name, bytes) => `${name}：可以读取；读取 ${bytes} 后时间已到`,
    untried: (name) => `${name}：时间已到，未尝试`,
    bad: (name, message, hint) => `${name}：${message}${hint}`,
    loose: (name, count) => `${name}：有 ${count} 个不支持事务的表，保存期间可能有变化`,
  },
  works: "可以备份。",
  worksNot: "有一部分无法备份。",
  notKept: (name) => `${name} 没有保存为来源，因为有一部分无法读取。使用 --untested 可照样保存。`,
  untested: (name) => `${name} 未经尝试。可用 \`backstay sources try\` 尝试。`,
  added: (name) => `${name} 现已成为来源。`,
  edited: (name) => `${name} 已更改，从下一次备份起生效。`,
  removed: (name) => `${name} 不再是来源。它的快照保留不变。`,
  inPlan: (name, plan) => `从现在起，计划 ${plan} 会保存 ${name}。`,
  inPlanAlready: (name, plan) => `计划 ${plan} 已包含 ${name}。`,
  inNoPlan: (name) =>
    `还没有计划保存 ${name}。可用 \`backstay sources edit\` 加 --plan 把它加入计划，或在程序中创建一个。`,
};

export const sourceConsoleWords: Readonly<Record<Language, SourceConsoleWords>> = { en, zh };
