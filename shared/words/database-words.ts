import type { DatabaseErrorCode } from "../database-errors.ts";
import { type DatabaseKind, DATABASE_TITLES as TITLES } from "../model/source.ts";
import type { ErrorWords } from "./types.ts";

/** What systems call the package that holds the programs. */
const PACKAGES: Readonly<Record<DatabaseKind, string>> = {
  postgresql: "postgresql-client",
  mariadb: "mariadb-client",
};

const quoted = (said: string) => (said === "" ? "" : `: "${said}"`);
const zhQuoted = (said: string) => (said === "" ? "" : `：“${said}”`);

/** English words for what goes wrong with databases. */
export const enDatabaseWords: Pick<ErrorWords, DatabaseErrorCode> = {
  DATABASE_CLIENT_MISSING: (d) => ({
    message:
      d.folder === null
        ? `${d.program}, a program of ${TITLES[d.kind]}, is not installed on this computer.`
        : `${d.program}, a program of ${TITLES[d.kind]}, is not in ${d.folder}.`,
    hint: `Backstay reads databases by their own programs; nothing was saved, and earlier snapshots are as they were. Install them (${PACKAGES[d.kind]}), or say in the source where they lie.`,
  }),
  DATABASE_CLIENT_OLDER: (d) => ({
    message: `The programs of ${TITLES[d.kind]} on this computer (${d.client}) are older than the server (${d.server}), and refuse to dump it.`,
    hint: `Nothing was saved, and earlier snapshots are as they were. Install ${PACKAGES[d.kind]} of the server's version or a newer one.`,
  }),
  DATABASE_NOT_REACHED: (d) => ({
    message: `${TITLES[d.kind]} at ${d.server} let nobody in${quoted(d.said)}.`,
    hint: "Nothing was saved or changed, and earlier snapshots are as they were. Check that the server runs, its address, the user and the password.",
  }),
  DATABASE_NOT_ENCRYPTED: (d) => ({
    message: `${TITLES[d.kind]} at ${d.server} does not encrypt the connection, as the source asks for.`,
    hint: "Nothing was saved. Set up a certificate on the server, or change in the source how the connection is protected.",
  }),
  DATABASE_NOT_CHECKABLE: (d) => ({
    message: `The certificate of ${TITLES[d.kind]} at ${d.server} cannot be checked through another machine.`,
    hint: "Nothing was saved. Choose that the connection is always encrypted, without a check; reach the server through SSH of the machine it runs on, where nobody comes between; or reach it directly.",
  }),
  DATABASE_NOT_THERE: (d) => ({
    message: `There is no database ${d.names.join(", ")} at ${d.server}.`,
    hint: "It was not saved this time; earlier snapshots hold it as it was. Was it renamed or removed? Edit the source.",
  }),
  DUMP_CUT_OFF: (d) => ({
    message: `The dump of ${d.database} ends too early.`,
    hint: "It does not count as a backup; earlier ones are as they were. Look at the server's log, and back up again; to put something back, choose an earlier snapshot.",
  }),
  COMMAND_SILENT: (d) => ({
    message: `${d.program === "" ? "It" : d.program} gave nothing for ${d.seconds} seconds, and was ended.`,
    hint: "A lock that somebody holds on a table may be in the way. Nothing of the database was changed; what was saved earlier is as it was. Look who holds it, or allow more time in the source.",
  }),
  DUMP_NOT_USABLE: (d) => ({
    message:
      d.reason === "incomplete"
        ? `${d.path} is a dump that was cut off when it was saved.`
        : d.reason === "other-kind"
          ? `${d.path} is not of the kind of database that this server has.`
          : `${d.path} is no dump of a database.`,
    hint: "Nothing was changed. Choose a whole dump of an earlier snapshot, or restore it as a file.",
  }),
  DATABASE_EXISTS: (d) => ({
    message: `There is a database ${d.name} at ${d.server} already.`,
    hint: "Nothing was changed. Choose another name, or type this one once more to have the one that is there put aside under another name.",
  }),
  DATABASE_NOT_RESTORED: (d) => ({
    message:
      d.lost === undefined
        ? `${d.name} could not be made again at ${d.server}${quoted(d.said)}.`
        : `${d.name} could not be made again at ${d.server}: the connection to ${d.lost} was lost.`,
    hint: `No other database was touched. ${
      d.stays === undefined
        ? "What had been filled of it is removed."
        : `What had been filled of it could not be removed, and is called ${d.stays}: it takes up room, no backup saves it, and the next restore to this server removes it. It may be dropped.`
    } The backup is safe: mend what ${d.lost === undefined ? "the server complains of" : "keeps the connection from lasting"}, and try again.`,
  }),
  SOURCE_PROGRAM_REFUSED: (d) => ({
    message:
      d.reason === "relative"
        ? `${d.program} is not the whole path of a program or folder.`
        : `You may not choose which program runs on this computer: ${d.program}.`,
    hint:
      d.reason === "relative"
        ? "Nothing was saved. Write where it lies, beginning at the root."
        : "Nothing was saved. Set it up on the computer itself, in Backstay's window or by its command line there.",
  }),
  SOURCE_NOT_READ: (d) => ({
    message: `${d.path} cannot be read (${d.systemCode}).`,
    hint: "Check that it is there and that Backstay may read it.",
  }),
  SOURCE_IS_LINK: (d) => ({
    message: `${d.path} is only a link to ${d.target}.`,
    hint: "A backup would save the link, and nothing of what is behind it. Name the folder itself that it leads to.",
  }),
};

/** Chinese words for the same. */
export const zhDatabaseWords: Pick<ErrorWords, DatabaseErrorCode> = {
  DATABASE_CLIENT_MISSING: (d) => ({
    message:
      d.folder === null
        ? `本机没有安装 ${TITLES[d.kind]} 的程序 ${d.program}。`
        : `${d.folder} 中没有 ${TITLES[d.kind]} 的程序 ${d.program}。`,
    hint: `Backstay 用数据库自带的程序读取数据库；没有保存任何内容，较早的快照保持原样。请安装这些程序（${PACKAGES[d.kind]}），或在来源中指明它们所在的文件夹。`,
  }),
  DATABASE_CLIENT_OLDER: (d) => ({
    message: `本机的 ${TITLES[d.kind]} 程序（${d.client}）比服务器（${d.server}）旧，无法导出。`,
    hint: `没有保存任何内容，较早的快照保持原样。请安装与服务器同版本或更新的 ${PACKAGES[d.kind]}。`,
  }),
  DATABASE_NOT_REACHED: (d) => ({
    message: `无法登录 ${d.server} 上的 ${TITLES[d.kind]}${zhQuoted(d.said)}。`,
    hint: "没有保存或更改任何内容，较早的快照保持原样。请检查服务器是否运行，以及地址、用户和密码。",
  }),
  DATABASE_NOT_ENCRYPTED: (d) => ({
    message: `${d.server} 上的 ${TITLES[d.kind]} 没有按来源的要求加密连接。`,
    hint: "没有保存任何内容。请在服务器上设置证书，或更改来源中的连接保护方式。",
  }),
  DATABASE_NOT_CHECKABLE: (d) => ({
    message: `经由另一台机器时，无法验证 ${d.server} 上 ${TITLES[d.kind]} 的证书。`,
    hint: "没有保存任何内容。请改选“始终加密”（不验证证书）；或通过数据库服务器所在机器的 SSH 连接它，这样中间没有别人；或直接连接。",
  }),
  DATABASE_NOT_THERE: (d) => ({
    message: `${d.server} 上没有数据库 ${d.names.join("、")}。`,
    hint: "这次没有保存它；较早的快照中有它当时的内容。它是否已改名或删除？请编辑该来源。",
  }),
  DUMP_CUT_OFF: (d) => ({
    message: `${d.database} 的导出提前结束了。`,
    hint: "它不算作备份；较早的备份保持原样。请查看服务器的日志，然后重新备份；若要恢复，请选择较早的快照。",
  }),
  COMMAND_SILENT: (d) => ({
    message: `${d.program === "" ? "程序" : d.program} 在 ${d.seconds} 秒内没有任何输出，已被结束。`,
    hint: "可能有人锁住了某个表。数据库没有任何改动；此前保存的内容保持原样。请查看是谁持有锁，或在来源中放宽时间。",
  }),
  DUMP_NOT_USABLE: (d) => ({
    message:
      d.reason === "incomplete"
        ? `${d.path} 是保存时就已中断的导出。`
        : d.reason === "other-kind"
          ? `${d.path} 与该服务器的数据库种类不符。`
          : `${d.path} 不是数据库的导出。`,
    hint: "没有任何改动。请选择较早快照中完整的导出，或把它作为文件恢复。",
  }),
  DATABASE_EXISTS: (d) => ({
    message: `${d.server} 上已有数据库 ${d.name}。`,
    hint: "没有任何改动。请另选名称，或再次输入此名称，把现有的数据库改名放到一边。",
  }),
  DATABASE_NOT_RESTORED: (d) => ({
    message:
      d.lost === undefined
        ? `无法在 ${d.server} 上重建 ${d.name}${zhQuoted(d.said)}。`
        : `无法在 ${d.server} 上重建 ${d.name}：与 ${d.lost} 的连接中断了。`,
    hint: `没有触及其他数据库。${
      d.stays === undefined
        ? "已写入的部分已删除。"
        : `已写入的部分未能删除，名为 ${d.stays}：它占用空间，备份不会保存它，下次恢复到该服务器时会将其删除。你也可以自行删除。`
    }备份安全无损：请解决${d.lost === undefined ? "服务器所报告的问题" : "连接中断的问题"}，然后重试。`,
  }),
  SOURCE_PROGRAM_REFUSED: (d) => ({
    message:
      d.reason === "relative"
        ? `${d.program} 不是程序或文件夹的完整路径。`
        : `你无权决定本机运行哪个程序：${d.program}。`,
    hint:
      d.reason === "relative"
        ? "没有保存。请写出从根目录开始的完整路径。"
        : "没有保存。请在该计算机上的 Backstay 窗口或命令行中设置。",
  }),
  SOURCE_NOT_READ: (d) => ({
    message: `无法读取 ${d.path}（${d.systemCode}）。`,
    hint: "请检查它是否存在，以及 Backstay 是否有权读取。",
  }),
  SOURCE_IS_LINK: (d) => ({
    message: `${d.path} 只是指向 ${d.target} 的链接。`,
    hint: "备份只会保存这个链接，而不会保存它所指向的内容。请直接填写它所指向的文件夹。",
  }),
};
