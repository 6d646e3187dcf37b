import type { ChineseOf } from "../chinese-of.ts";
import type { source as english } from "../en/source.ts";

export const source: ChineseOf<typeof english> = {
  newTitle: "新建来源",
  editTitle: "编辑 {{name}}",
  name: "名称",
  nameHint: "您对它的称呼，例如“文档”。",
  icon: "图标",
  icons: {
    documents: "文档",
    photos: "图片",
    database: "数据库",
    server: "服务器",
    folder: "文件夹",
    mail: "邮件",
  },
  paths: "文件夹和文件",
  addFolder: "添加文件夹…",
  addPath: "添加",
  typePath: "或输入路径",
  removePath: "去掉 {{path}}",
  excludes: "排除",
  excludesHint: "每行一个模式，写法与 restic 相同：*.tmp、node_modules、/home/*/Downloads。",
  excludeCaches: "排除缓存",
  excludeCachesHint: "以 CACHEDIR.TAG 文件标明自己是缓存的文件夹。",
  oneFileSystem: "不跨越文件系统",
  oneFileSystemHint: "挂载在这些文件夹内的磁盘和共享不会备份。",
  asOfOneMoment: "按同一时刻的状态读取",
  asOfOneMomentHint:
    "从文件系统快照读取，使正在使用的文件彼此一致。适用于 Btrfs、LVM 和 ZFS，且 Backstay 需以 root 身份运行；在 Windows 和 macOS 上尚未测试。无法生成快照时，会在使用中直接读取，并在任务中说明。",
  consistentSqlite: "按同一时刻保存 SQLite 数据库",
  consistentSqliteHint:
    "适用于用 SQLite 保存数据、并在备份期间写入的程序。副本无需修复即可打开。读取某个数据库时，个别程序可能要等待片刻才能写入。",
  remove: "移除此来源…",
  removeTitle: "移除 {{name}}？",
  removeText: "Backstay 将不再记得它包含哪些内容。它的文件会保留，快照也会保留，仍可恢复。",
  removeDeed: "移除 {{name}}",
  notComplete: "请填写名称，并至少添加一个文件夹或文件。",
  pathsChanged: "已有的快照保持不变。下次备份会完整读取新的文件夹。",
};
