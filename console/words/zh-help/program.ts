/** Titles, the program itself, and what every command has. */
export const programHelp: Readonly<Record<string, string>> = {
  // titles, and what commander itself says
  "Usage:": "用法:",
  "Arguments:": "参数：",
  "Options:": "选项：",
  "Commands:": "命令：",
  "Global options:": "全局选项：",
  "More to read:": "更多说明：",
  "Examples:": "示例：",
  choices: "可选值",
  default: "默认值",
  "explain, with examples": "显示说明和示例",
  "explain a command, with examples": "显示某个命令的说明和示例",
  "what the exit status means": "退出状态的含义",
  "the variables Backstay heeds": "Backstay 使用的环境变量",

  // the program
  "Backs up files, incrementally, deduplicated, compressed and encrypted, into restic repositories.":
    "将文件备份到 restic 仓库：增量、去重、压缩、加密。",
  "Make a repository; its password is asked for": "创建仓库，会询问其密码",
  "Back up a folder": "备份一个文件夹",
  "See what there is": "查看已有的快照",
  "Restore the newest snapshot into another folder": "将最新快照恢复到另一个文件夹",

  // for every command
  "where the repository is (default: $BACKSTAY_REPOSITORY)": "仓库的位置（默认：$BACKSTAY_REPOSITORY）",
  "file that says where the repository is (default: $BACKSTAY_REPOSITORY_FILE)":
    "写有仓库位置的文件（默认：$BACKSTAY_REPOSITORY_FILE）",
  "file that holds the password (default: $BACKSTAY_PASSWORD_FILE)":
    "写有密码的文件（默认：$BACKSTAY_PASSWORD_FILE）",
  "program that prints the password, with its arguments; no shell runs it (default: $BACKSTAY_PASSWORD_COMMAND)":
    "输出密码的程序及其参数，不经过 shell（默认：$BACKSTAY_PASSWORD_COMMAND）",
  "keep nothing about the repository on this computer: slower": "不在本机保留仓库的任何信息，速度较慢",
  "where to keep what is known about repositories": "存放仓库缓存的位置",
  "do not lock the repository, for reading where nothing can be written": "不锁定仓库，用于从只读位置读取",
  "read from this place alone, not from other replicas that Backstay knows of":
    "只从这一处读取，不使用 Backstay 已知的其他副本",
  "print results and problems only": "只显示结果和问题",
  "say more; twice for still more (also --verbose=2)":
    "显示更多信息，重复一次显示得更详细（也可用 --verbose=2）",
  "print JSON for other programs": "输出 JSON，供其他程序使用",
  "send at most so many KiB a second to the repository": "每秒最多向仓库发送多少 KiB",
  "take at most so many KiB a second from the repository": "每秒最多从仓库读取多少 KiB",
  "how hard to compress what a backup stores (default: auto)": "备份时的压缩力度（默认：auto）",
  "language of messages, en or zh (default: from $LANG)": "消息语言，en 或 zh（默认取自 $LANG）",
};
