/** Sources, and databases that are restored. */
export const sourcesHelp: Readonly<Record<string, string>> = {
  // sources
  "list, add, change, try or remove what plans save": "列出、添加、更改、尝试或移除计划所保存的来源",
  "Lists what the Backstay that runs on this computer saves, or adds, changes, tries or removes such a source: files, folders of a server or NAS over SFTP, what a program writes, or databases of PostgreSQL and MariaDB, also behind another machine. A database and another machine are tried first, and kept only when all could be read. Passwords are asked for, or come from --password-file or --password-command; - is standard input, and $BACKSTAY_PASSWORD_FILE is not heeded. The key of another machine is pinned once it was compared. Edit changes what is said and leaves the rest; '' stands for none. Removing a source leaves its snapshots. Try ends with status 1 when not all of it can be backed up.":
    "列出本机运行的 Backstay 所保存的来源，或添加、更改、尝试、移除来源：文件、服务器或 NAS 上的文件夹（经由 SFTP）、程序的输出，或 PostgreSQL 和 MariaDB 的数据库（也可在另一台设备之后）。数据库和另一台设备会先尝试读取，能全部读取才保存。密码会被询问，或取自 --password-file 或 --password-command；- 表示标准输入，$BACKSTAY_PASSWORD_FILE 在此不起作用。另一台设备的密钥在核对之后固定下来。edit 只更改所指明的内容，其余保持不变；'' 表示没有。移除来源会保留其快照。如有内容无法备份，try 以状态 1 结束。",
  "for add, the kind (files, sftp, command, postgresql or mariadb) and a name; otherwise the name; behind it, for files and sftp, the folders and files, and for a command, its arguments after --":
    "用于 add：类型（files、sftp、command、postgresql 或 mariadb）和名称；其他情况为名称；其后，对文件和 sftp 为文件夹和文件，对命令为 -- 之后的参数",
  "for edit, what it is called from now on": "用于 edit：新的名称",
  "for add and edit, name or id of a plan that is to save it too":
    "用于 add 和 edit：也要保存它的计划的名称或标识",
  "files and sftp: leave out what fits; may be given several times":
    "文件和 sftp：排除符合模式的内容，可多次使用",
  "files and sftp: leave out folders that say themselves that they are caches":
    "文件和 sftp：排除自我标明为缓存的文件夹",
  "files and sftp: do not": "文件和 sftp：不排除",
  "files: do not cross into other file systems": "文件：不进入其他文件系统",
  "files: do": "文件：进入",
  "files: read all as of one moment, where their file systems can do that":
    "文件：在文件系统支持时，读取同一时刻的全部内容",
  "files: read each when its turn comes": "文件：逐个读取各自当时的内容",
  "command: the program's whole path; its arguments stand behind --":
    "命令：程序的完整路径；其参数写在 -- 之后",
  "command: what its output is called in the snapshot": "命令：其输出在快照中的名称",
  "databases and sftp: where the server is": "数据库和 sftp：服务器地址",
  "databases and sftp: its port, where it is not the usual one": "数据库和 sftp：端口（与常用端口不同时）",
  "databases: its socket, or the folder of it, instead of an address":
    "数据库：套接字或其所在文件夹，用来代替地址",
  "databases and sftp: who signs in": "数据库和 sftp：登录的用户",
  "databases: sign in without a password; none is asked for": "数据库：不用密码登录，也不询问密码",
  "databases: only this one; may be given several times": "数据库：只保存这一个，可多次使用",
  "databases: encrypted where the server can (unless told otherwise), always, or also proved by its certificate":
    "数据库：服务器支持时加密（默认）、始终加密，或还须由其证书证明",
  "databases: file of certificates to trust besides": "数据库：另外信任的证书文件",
  "databases: where their programs lie; the newest that is found":
    "数据库：数据库程序所在的文件夹；未指定时用找到的最新版本",
  "command and databases: end a program that gave nothing for so long; 10 unless told otherwise":
    "命令和数据库：程序这么久没有输出就结束它；默认 10 分钟",
  "databases and sftp: keep it without trying it first": "数据库和 sftp：不先尝试，直接保存",
  "sftp: what snapshots call the machine; its address where it is left out":
    "sftp：快照中对该设备的称呼；未指定时为其地址",
  "sftp: read at most so many KiB a second of it; 0 for no limit":
    "sftp：每秒最多从中读取这么多 KiB；0 表示不限",
  "databases: the machine through whose SSH the server is reached, as it sees it; with :port where that is not 22":
    "数据库：经由其 SSH 连接服务器的设备，服务器地址以该设备所见为准；端口不是 22 时加上 :端口",
  "machine over SSH: sign in with this private key": "SSH 设备：用此私钥登录",
  "machine over SSH: file with the passphrase of the key": "SSH 设备：保存密钥口令的文件",
  "machine over SSH: sign in with the password in this file; - for standard input; asked for where nothing is said":
    "SSH 设备：用此文件中的密码登录；- 表示标准输入；未指定时会询问",
  "machine over SSH: sign in with the SSH agent that runs beside Backstay, or the keys in ~/.ssh":
    "SSH 设备：用 Backstay 旁运行的 SSH 代理登录，或用 ~/.ssh 中的密钥",
  'machine over SSH: the key it must have, like "ssh-ed25519 SHA256:..."; shown and asked for on a terminal where it is left out':
    'SSH 设备：该设备必须出示的密钥，例如 "ssh-ed25519 SHA256:..."；未指定时在终端上显示并询问',
  "Folders of a NAS": "NAS 上的文件夹",
  "A database that only its own machine reaches": "只有所在设备自己能连接的数据库",
  "What is saved?": "保存了什么？",
  "All databases of a server, in a plan there is": "服务器的所有数据库，加入已有的计划",
  "Two databases of this computer, by its socket": "本机的两个数据库，经由套接字",
  "What a program writes": "程序的输出",
  "A folder": "文件夹",
  "Does it still work?": "现在还能用吗？",
  "A new password": "新的密码",

  // databases
  "list databases, or make one of its backup again": "列出数据库，或由备份重建数据库",
  "Lists the databases on the server of a source, or makes one again of its dump in a snapshot, on that server or another. It is filled under another name and gets its own when it is whole. One that has the name already is left alone, unless --replace says the name once more: then it is put aside under another name, and removed by nobody. The Backstay that runs on this computer does it; Ctrl-C cancels it and removes what was filled.":
    "列出来源所在服务器上的数据库，或由快照中的导出重建数据库，可在原服务器或另一服务器上。数据库先以其他名称写入，完整之后才得到自己的名称。已有同名的数据库不会被触及，除非用 --replace 再次写出该名称：这时原有的会改名放到一边，不会被删除。由本机运行的 Backstay 执行；Ctrl-C 会取消，并删除已写入的部分。",
  "for list, the name of a source; for restore, the repository, the snapshot (the beginning of its id, or latest) and the database":
    "用于 list：来源的名称；用于 restore：仓库、快照（标识的开头，或 latest）和数据库",
  "for restore, the source whose server it goes to, and whose latest snapshot is meant; the one the snapshot is of where it is left out":
    "用于 restore：要恢复到其服务器的来源，latest 也指它的最新快照；未指定时为快照所属的来源",
  "for restore, what it is to be called; what it was called where it is left out":
    "用于 restore：新的名称；未指定时用原来的名称",
  "for restore, that name once more, to put aside the one that has it now":
    "用于 restore：再次写出该名称，把现有的同名数据库放到一边",
  "Which databases are there?": "有哪些数据库？",
  "Look at yesterday's books beside today's": "在今天的账目旁查看昨天的账目",
  "Have them as they were last": "恢复为最近一次备份时的样子",
};
