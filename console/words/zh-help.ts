import { ENVIRONMENT_HELP } from "../environment.ts";
import { EXIT_CODE_HELP } from "../exit-codes.ts";

/** The help texts in Chinese, by what they say in English. A test sees to it that none is missing and none left over. */
export const zhHelp: Readonly<Record<string, string>> = {
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
  "Restore the newest snapshot into another folder": "将最新快照还原到另一个文件夹",

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
  "print results and problems only": "只显示结果和问题",
  "say more; twice for still more (also --verbose=2)":
    "显示更多信息，重复一次显示得更详细（也可用 --verbose=2）",
  "print JSON for other programs": "输出 JSON，供其他程序使用",
  "how hard to compress what a backup stores (default: auto)": "备份时的压缩力度（默认：auto）",
  "language of messages, en or zh (default: from $LANG)": "消息语言，en 或 zh（默认取自 $LANG）",

  // init
  "make a repository": "创建仓库",
  "Makes a repository. Its folder is made too, and nothing that is there is touched.":
    "创建仓库。如有需要会一并创建文件夹，不会改动其中已有的内容。",
  "format of the repository; 1 knows no compression": "仓库的格式；格式 1 不支持压缩",
  "make a replica of that repository: the same id, the same way of cutting files, the same keys and so passwords":
    "创建该仓库的副本：相同的标识、相同的文件切分方式、相同的密钥，因而密码也相同",
  "cut files as the repository of --from-repo does, but be one of its own":
    "采用 --from-repo 所指仓库的文件切分方式，但成为独立的仓库",
  "repository to take the parameters from (default: $BACKSTAY_FROM_REPOSITORY)":
    "从哪个仓库取得参数（默认：$BACKSTAY_FROM_REPOSITORY）",
  "file that says where it is": "写有其位置的文件",
  "file that holds its password (default: $BACKSTAY_FROM_PASSWORD_FILE)":
    "写有其密码的文件（默认：$BACKSTAY_FROM_PASSWORD_FILE）",
  "program that prints its password": "输出其密码的程序",
  "On a disk; the password is asked for": "创建在磁盘上，会询问密码",
  "On a NAS, over SFTP": "在 NAS 上，通过 SFTP",
  "A second copy of it on another disk, to be filled by replication":
    "在另一块磁盘上创建第二份，由复制来填充",

  // backup
  "back up files and folders": "备份文件和文件夹",
  "Backs up files and folders into a new snapshot. What the repository holds already is not stored again. What cannot be read is listed with its reason, everything else is saved.":
    "将文件和文件夹备份为一个新快照。仓库中已有的内容不会重复存储。无法读取的内容会连同原因列出，其余内容照常保存。",
  "file with one path or pattern per line, # begins a comment; - is standard input":
    "文件，每行一个路径或模式，# 之后为注释；- 表示标准输入",
  "file with one path per line, taken as it is": "文件，每行一个路径，按原样使用",
  "file with paths, each followed by a zero byte": "文件，其中每个路径后跟一个零字节",
  "leave out what fits the pattern; may be given several times": "排除符合该模式的内容，可多次使用",
  "the same, upper and lower case alike": "同上，不区分大小写",
  "file with one such pattern per line": "文件，每行一个这样的模式",
  "leave out folders that a CACHEDIR.TAG marks as caches": "排除由 CACHEDIR.TAG 标记为缓存的文件夹",
  "leave out what is in folders that hold such a file": "排除含有此类文件的文件夹中的内容",
  "leave out larger files, like 100M": "排除大于此值的文件，例如 100M",
  "stay on the file systems of the sources": "不越出来源所在的文件系统",
  "do not take another inode number for a change": "inode 编号不同不算更改",
  "do not take another ctime for a change": "ctime 不同不算更改",
  "what to compare with: incremental the newest snapshot of the same sources, differential the newest full one, full nothing":
    "与什么比较：incremental 与相同来源的最新快照，differential 与最新的完整快照，full 不比较",
  "tags for the snapshot, separated by commas; may be given several times":
    "快照的标签，以逗号分隔，可多次使用",
  "host to note in the snapshot (default: this computer)": "记入快照的主机名（默认为本机）",
  "time to note in the snapshot, like '2026-01-31 18:00:00' (default: now)":
    "记入快照的时间，例如 '2026-01-31 18:00:00'（默认为当前时间）",
  "compare with this snapshot": "与此快照比较",
  "compare with nothing: read every file": "不比较，读取每个文件",
  "write nothing, tell what would be done": "不写入任何内容，只说明将要做什么",
  "files and folders to back up": "要备份的文件和文件夹",
  "Two folders, without temporary files and caches": "两个文件夹，不含临时文件和缓存",
  "Read everything again, for instance once a month": "重新读取全部内容，例如每月一次",
  "See what would be saved": "查看将要保存的内容",
  "From a list of files": "按文件清单备份",

  // snapshots
  "list the snapshots": "列出快照",
  "Lists the snapshots of a repository, or those that are named, oldest first.":
    "列出仓库中的快照，或只列出指定的快照，从旧到新。",
  "only snapshots of this host; several are alternatives": "只限此主机的快照；给出多个时符合其一即可",
  "only snapshots with all of these tags, separated by commas; several are alternatives":
    "只限带有所有这些标签的快照，以逗号分隔；给出多组时符合其一即可",
  "only snapshots of this path; several must all be in it": "只限包含此路径的快照；给出多个时须全部包含",
  "one list for each host, paths, tags or several of them, like host,paths":
    "按 host、paths、tags 或其组合分组列出，例如 host,paths",
  "only the newest so many of each host and paths, or of each group":
    "每个主机和路径（或每组）只列最新的若干个",
  "leave out the paths": "不显示路径",
  "beginning of an id, or latest": "标识的开头，或 latest",
  "All of this computer": "本机的所有快照",
  "The newest of every host and its paths, for a program": "每个主机及其路径的最新快照，供程序使用",

  // ls
  "list what a snapshot holds": "列出快照的内容",
  "Lists what a snapshot holds. With folders, only those and what is directly in them. SNAPSHOT:FOLDER takes a folder for the root.":
    "列出快照的内容。给出文件夹时，只列出这些文件夹及其直接内容。SNAPSHOT:FOLDER 以该文件夹为根。",
  "show mode, owner, size and time too": "同时显示权限、所有者、大小和时间",
  "list everything below the folders": "列出文件夹下的所有内容",
  "absolute paths in the snapshot": "快照中的绝对路径",
  "Everything in the newest snapshot": "最新快照中的所有内容",
  "One folder, with sizes and times": "一个文件夹，含大小和时间",

  // find
  "find files by name in all snapshots": "在所有快照中按名称查找文件",
  "Finds files and folders by name in all snapshots, or in those that are named. A folder that fits brings everything in it.":
    "在所有快照或指定的快照中按名称查找文件和文件夹。符合的文件夹会带出其中的所有内容。",
  "upper and lower case alike": "不区分大小写",
  "modified at this time or later, like '2026-01-31 18:00'": "在此时间或之后修改，例如 '2026-01-31 18:00'",
  "modified at this time or before": "在此时间或之前修改",
  "look in this snapshot only; may be given several times": "只在此快照中查找，可多次使用",
  "name, path or pattern with *, ?, [a-z] and **, as for backup --exclude":
    "名称、路径或模式，可用 *、?、[a-z] 和 **，与 backup --exclude 相同",
  "In which snapshots is it, and how old is it there?": "它在哪些快照中，其中的版本有多旧？",
  "All pictures changed in January": "一月份更改过的所有图片",

  // diff
  "compare two snapshots": "比较两个快照",
  "Shows what differs from the first snapshot to the second: + added, - removed, M content changed, T type changed, U only metadata changed. SNAPSHOT:FOLDER compares one folder.":
    "显示从第一个快照到第二个快照的差异：+ 新增，- 移除，M 内容更改，T 类型更改，U 仅元数据更改。SNAPSHOT:FOLDER 比较单个文件夹。",
  "show too what changed in owner, mode, times and the like only":
    "同时显示仅所有者、权限、时间等发生更改的条目",
  "the same": "同上",
  "What happened since": "此后发生了什么",

  // dump
  "write one file, or a folder as an archive, to standard output":
    "将一个文件，或将文件夹作为归档，写到标准输出",
  "Writes the content of one file of a snapshot to standard output, or a folder with everything in it as an archive; / stands for all of the snapshot.":
    "将快照中一个文件的内容写到标准输出，或将文件夹及其所有内容作为归档写出；/ 表示整个快照。",
  "kind of archive for a folder": "文件夹的归档类型",
  "write into this file instead": "改为写入此文件",
  "beginning of an id, or latest; SNAPSHOT:FOLDER takes a folder for the root":
    "标识的开头，或 latest；SNAPSHOT:FOLDER 以该文件夹为根",
  "file or folder in the snapshot": "快照中的文件或文件夹",
  "Look at an older version of a file": "查看文件的旧版本",
  "Pipe a database dump into the database": "将数据库转储导入数据库",
  "A folder as a ZIP file": "将文件夹存为 ZIP 文件",

  // restore
  "restore files and folders": "还原文件和文件夹",
  "Restores a snapshot, or a part of it, below a folder. What is there already and right is left alone, so a restore that was stopped can be run again. Before it overwrites, or keeps both, it reads what is there. SNAPSHOT:FOLDER restores what is in one folder, directly into the target.":
    "将快照或其一部分还原到某个文件夹之下。已存在且正确的内容不会改动，因此中断的还原可以再次运行。覆盖或两者都保留时，会先读取已有的文件。SNAPSHOT:FOLDER 将一个文件夹中的内容直接还原到目标中。",
  "where to; / is where the files were": "还原到哪里；/ 表示文件原来的位置",
  "restore only what fits the pattern; may be given several times": "只还原符合该模式的内容，可多次使用",
  "what to do where another file stands: overwrite it, overwrite it if the one in the snapshot is newer, skip, or keep both (default: overwrite)":
    "目标处已有其他文件时：overwrite 覆盖，newer 快照中的较新时覆盖，skip 跳过，keep-both 两者都保留（默认：overwrite）",
  "the same in restic's words; if-changed trusts size and time, always reads the file that is there":
    "同上，使用 restic 的用词；if-changed 相信已有文件的大小和时间，always 会读取其内容",
  "read what was restored back, too, and compare it with the snapshot":
    "还原后的文件也一并回读，并与快照比较",
  "leave out runs of zeros on the disk (default)": "连续的零不占用磁盘空间（默认）",
  "write runs of zeros": "写出连续的零",
  "Everything into an empty folder": "将全部内容还原到空文件夹",
  "One folder back to its place, without touching what changed since":
    "将一个文件夹还原到原处，不动此后更改过的内容",
  "What is in a folder, directly into another one": "将一个文件夹中的内容直接还原到另一个文件夹",

  // check
  "check that everything is there and whole": "检查一切是否齐全完好",
  "Checks that all that the snapshots need is there. With --read-data every byte of it is read and verified. What this computer remembers about the repository is not believed.":
    "检查快照所需的一切是否都在。使用 --read-data 时会读取并验证每个字节。不采信本机缓存的仓库信息。",
  "read and verify everything, or with =2/10, =5% or =500M a part as below":
    "读取并验证全部数据；用 =2/10、=5% 或 =500M 则只验证一部分，见下",
  "read and verify a part: 2/10 the second of ten, 5% or 500M a random choice":
    "读取并验证一部分：2/10 为十份中的第二份，5% 或 500M 为随机抽取",
  "Quickly, every day": "快速检查，每天一次",
  "All data in the course of a week, on its third day": "一周内轮流检查全部数据，今天为第三天",

  // forget
  "remove snapshots, by rules or by name": "按规则或名称移除快照",
  "Removes snapshots: those that are named, or those that no rule keeps. The rules are applied to each group on its own; hours, days, weeks, months and years without a snapshot do not count. Where there are fewer snapshots than a rule may keep, the oldest one is kept as well. The data stays until it is pruned.":
    "移除快照：指定的快照，或没有任何规则保留的快照。规则对每组分别适用；没有快照的小时、天、周、月和年不计入。快照少于规则可保留的数量时，最旧的一个也会保留。数据会保留到清理时为止。",
  "keep the newest n; n may be unlimited here and below": "保留最新的 n 个；此处及以下 n 可为 unlimited",
  "keep the newest n hourly ones": "每小时一个，保留最新的 n 个",
  "keep the newest n daily ones": "每天一个，保留最新的 n 个",
  "keep the newest n weekly ones": "每周一个，保留最新的 n 个",
  "keep the newest n monthly ones": "每月一个，保留最新的 n 个",
  "keep the newest n yearly ones": "每年一个，保留最新的 n 个",
  "keep those made within a duration like 1y5m7d2h before the newest":
    "保留最新快照之前一段时间内的快照，例如 1y5m7d2h",
  "keep hourly ones made within a duration before the newest": "在最新快照之前的一段时间内，每小时保留一个",
  "keep daily ones made within a duration before the newest": "在最新快照之前的一段时间内，每天保留一个",
  "keep weekly ones made within a duration before the newest": "在最新快照之前的一段时间内，每周保留一个",
  "keep monthly ones made within a duration before the newest": "在最新快照之前的一段时间内，每月保留一个",
  "keep yearly ones made within a duration before the newest": "在最新快照之前的一段时间内，每年保留一个",
  "keep those with all of these tags; several are alternatives":
    "保留带有所有这些标签的快照；给出多组时符合其一即可",
  "host, paths, tags or several of them, '' for one group (default: host,paths)":
    "host、paths、tags 或其组合，'' 表示只有一组（默认：host,paths）",
  "leave out the paths in lists": "列表中不显示路径",
  "remove nothing, tell what would be removed": "不移除任何内容，只说明将移除什么",
  "prune afterwards, if snapshots were removed": "如有快照被移除，随后清理",
  "how much that nobody needs may stay: like 5%, 500M or unlimited (default: 5%)":
    "允许保留多少无用数据：例如 5%、500M 或 unlimited（默认：5%）",
  "write at most so much anew, like 10G": "最多重写这么多数据，例如 10G",
  "beginning of an id, or latest: remove exactly these": "标识的开头，或 latest：只移除这些快照",
  "A week of days, a month of weeks, a year of months": "一周的每日快照、一个月的每周快照、一年的每月快照",
  "What would that remove?": "这会移除什么？",
  "One snapshot": "一个快照",

  // prune
  "remove data that no snapshot needs": "移除没有快照需要的数据",
  "Removes data that no snapshot needs any more, after saying how much it is. It can be stopped at any moment: every snapshot stays whole.":
    "先说明数量，再移除不再有快照需要的数据。随时可以停止：所有快照都保持完整。",
  "go on although snapshots lack data that is damaged or missing, and remove the damaged packs for good":
    "即使快照缺少已损坏或缺失的数据也继续，并彻底移除损坏的数据包",
  "change nothing, tell what would be done": "不改动任何内容，只说明将要做什么",
  "How much would be freed?": "可以释放多少空间？",
  "Quickly: remove only what can go without writing anything anew": "快速清理：只移除无需重写即可移除的数据",

  // rebuild-index
  "make the index anew from the packs": "根据数据包重建索引",
  "Makes the index anew from the packs that are there. It mends an index that is damaged, missing or wrong, and takes damaged data out of it: the next backup then stores again what its sources still hold. What is whole in a damaged pack is saved. It can be stopped at any moment.":
    "根据现有的数据包重建索引，可修复损坏、缺失或错误的索引，并将损坏的数据移出索引：来源中仍有的内容会在下次备份时重新保存。损坏的数据包中完好的内容会被救出。随时可以停止。",
  "beginnings of ids of packs that are damaged, as `check` names them: they are read in full":
    "`check` 指出的损坏数据包 ID 的开头部分：将完整读取这些数据包",
  "believe no index file, read every byte of every pack: slow":
    "不采信任何索引文件，逐字节读取所有数据包，速度慢",
  "With the packs in which it found damage": "连同其发现有损坏的数据包",
  "After `backstay check` said so": "在 `backstay check` 提示之后",

  // stats
  "count files and sizes": "统计文件数量和大小",
  "Counts what the snapshots hold: all of them, or those that are named.": "统计所有快照或指定快照的内容。",
  "restore-size: what a restore would write; files-by-contents: files of equal content counted once; blobs-per-file: the pieces of each such file; raw-data: what it takes in the repository":
    "restore-size：还原时写出的大小；files-by-contents：内容相同的文件只计一次；blobs-per-file：每个此类文件的数据块；raw-data：在仓库中占用的空间",
  "Space for a restore of the newest snapshot": "还原最新快照所需的空间",
  "Space all snapshots take, and what compression saves": "所有快照占用的空间，以及压缩节省的空间",

  // key
  "list, add, remove and change passwords": "列出、添加、移除和更改密码",
  "Each key is one password of the repository. Any of them opens all of it; the data is not encrypted anew when one changes.":
    "每个密钥对应仓库的一个密码，任何一个都能打开整个仓库；更改密码时不会重新加密数据。",
  "file that holds the new password; else it is asked for": "写有新密码的文件；未给出时会询问",
  "user to note in the new key (default: who runs this)": "记入新密钥的用户（默认为运行者）",
  "host to note in the new key (default: this computer)": "记入新密钥的主机（默认为本机）",
  "what to do": "要执行的操作",
  "beginning of the id of the key to remove": "要移除的密钥标识的开头",
  "See whose keys there are; the one in use has a star": "查看有哪些密钥；正在使用的带有星号",
  "Let a colleague in with a password of their own": "让同事用自己的密码访问",
  "Shut a password out": "停用一个密码",
  "Change the password that is in use": "更改正在使用的密码",

  // unlock
  "remove locks that crashed programs left": "移除崩溃的程序留下的锁",
  "Removes the locks of programs that crashed: those of processes of this computer that are gone, and those without a sign of life for half an hour.":
    "移除崩溃程序留下的锁：本机上已不存在的进程的锁，以及半小时没有动静的锁。",
  "remove the others too; only when nothing works on the repository":
    "同时移除其他的锁；仅在没有程序使用该仓库时",
  "After a power cut on another computer": "另一台计算机断电之后",

  // cat
  "print what the repository holds inside": "显示仓库的内部内容",
  "Prints what the repository holds inside: documents as JSON, a blob's content decrypted, a pack's bytes as they are stored.":
    "显示仓库的内部内容：文档为 JSON，数据块为解密后的内容，数据包为存储的原始字节。",
  "kind of thing": "内容的种类",
  "beginning of its id; for a blob the whole id, for a snapshot also latest":
    "标识的开头；数据块须为完整标识，快照也可为 latest",
  "Is there a repository?": "这里有仓库吗？",
  "The newest snapshot": "最新的快照",

  // for a console, and what installs one
  "where to listen, like [::1]:7411 or 0.0.0.0:7411; beyond this computer only with TLS and a password (default: 127.0.0.1:7411)":
    "监听位置，例如 [::1]:7411 或 0.0.0.0:7411；本机以外须有 TLS 和密码（默认：127.0.0.1:7411）",
  "a name that browsers may call this computer by, like backup.example; may be given several times":
    "浏览器可用来访问本机的名称，例如 backup.example，可多次使用",
  "certificate to speak TLS with, as PEM": "TLS 使用的证书，PEM 格式",
  "its key, as PEM": "证书的密钥，PEM 格式",
  "speak TLS with a certificate of Backstay's own, and print its fingerprint":
    "TLS 使用 Backstay 自行生成的证书，并显示其指纹",

  // console
  "run Backstay and serve its pages to a browser": "运行 Backstay，并向浏览器提供页面",
  "Runs Backstay on this computer and serves its pages to a browser, until it is ended. Planned backups start only while it runs, or the desktop application does.":
    "在本机运行 Backstay 并向浏览器提供页面，直到被结束。只有在它或桌面程序运行期间，计划的备份才会开始。",
  "print a new link to the console that runs, and do nothing else": "仅显示正在运行的控制台的新链接",
  "set the password that opens the console, asked for or from --password-file, and do nothing else":
    "仅设置打开控制台的密码，可输入或取自 --password-file",
  "print a new token that opens /metrics and /healthz from other computers, and do nothing else":
    "仅显示一个新令牌，供其他计算机访问 /metrics 和 /healthz",
  "print no link, because a service manager runs this": "不显示链接，供服务管理器运行时使用",
  "Open the application in a browser of this computer": "在本机的浏览器中打开程序",
  "A new link, when the first one was used": "第一个链接用过之后，获取新的链接",
  "Let the browsers of the office in": "让办公室的浏览器也能访问",
  "Then listen at all addresses": "然后在所有地址上监听",

  // service
  "let Backstay run all the time": "让 Backstay 长期运行",
  "Lets Backstay run all the time, also with nobody signed in, and start with the computer: as a service of systemd. What is installed runs `backstay console` with the flags given here.":
    "让 Backstay 作为 systemd 服务长期运行，无人登录时也运行，并随计算机启动。安装的服务会以此处给出的选项运行 `backstay console`。",
  "for the whole computer; needs root (default for root)": "用于整台计算机，需要 root（root 的默认值）",
  "for what you may read (default for everybody else)": "用于您有权读取的内容（其他用户的默认值）",
  "For all files of this computer, as root": "以 root 身份安装，用于本机的所有文件",
  "Does it run?": "它在运行吗？",
  "Not any more": "不再需要时",

  // health
  "say how disks and arrays are": "说明磁盘和阵列的状况",
  "Says how the disks and arrays of this computer and of all watched hosts are, with all reasons. With explain, judges what a tool for disks or RAID arrays printed, as Backstay would if it had run the tool itself. The verdict is printed; the exit status only says whether it could be found out. With self-test, has a disk test itself beside its other work, or shows the last tests. With survival, says for each source what is left of its copies when a disk, a box, the office or the password is lost.":
    "说明本机和所有受监视主机的磁盘与阵列的状况，并列出全部理由。使用 explain 时，判断磁盘或 RAID 工具的输出，与 Backstay 自己运行该工具时相同。结论会显示出来；退出状态只表示能否得知。使用 self-test 时，让一块磁盘自检（不影响其使用），或显示最近的自检。使用 survival 时，说明每个来源在失去一块磁盘、一台设备、办公室或密码时还剩几份副本。",
  "for explain, what the tool printed; - for standard input; for self-test, the disk by its serial number or device":
    "用于 explain，是工具的输出文件，- 表示标准输入；用于 self-test，是磁盘的序列号或设备",
  "for self-test, one that takes hours and reads the whole disk":
    "用于 self-test，进行需要数小时、读取整块磁盘的自检",
  "Have a disk test itself": "让一块磁盘自检",
  "What would survive?": "出事时能保住什么？",
  "read all hosts first, instead of showing what was read last": "先读取所有主机，而不是显示最近一次的读数",
  "How are the disks?": "磁盘状况如何？",
  "which tool it was, and in which form": "是哪种工具、哪种格式的输出",
  "Is this disk fine?": "这块磁盘正常吗？",
  "And these arrays?": "这些阵列呢？",
  "For a script": "供脚本使用",

  // hosts
  "list, add, remove or try the hosts whose disks are watched": "列出、添加、移除或试连受监视的主机",
  "Lists the machines whose disks and arrays are watched, adds or removes one, or tries one. Another machine is reached over SSH, and its host key is pinned at the first time; or it is a storage box that answers SNMP. What it is asked is in docs/health.md, and changes nothing.":
    "列出磁盘和阵列受监视的机器，添加、移除或试连其中一台。其他机器通过 SSH 连接，首次连接时记住其主机密钥；存储设备也可以通过 SNMP 读取。会查询哪些内容见 docs/health.md，都不会更改任何内容。",
  "what the host is called; for test without --ssh or --snmp, one that is watched already":
    "主机的名称；用于 test 而没有 --ssh 或 --snmp 时，是已受监视的主机",
  "where it is; with :port where that is not 22": "它的位置；端口不是 22 时加上 :端口",
  "sign in with this private key": "用此私钥登录",
  "file with the passphrase of the key": "含有该密钥密码短语的文件",
  "sign in with the password in this file; - for standard input": "用此文件中的密码登录；- 表示标准输入",
  "sign in with the SSH agent that runs beside Backstay": "用与 Backstay 一同运行的 SSH 代理登录",
  "where a storage box is that answers SNMP version 3; with :port where that is not 161":
    "支持 SNMP 第 3 版的存储设备的位置；端口不是 161 时加上 :端口",
  "file with the password of that account; asked for where it is left out":
    "含有该账户认证密码的文件；未给出时会询问",
  "file with its password for encryption; asked for where it is left out":
    "含有该账户加密密码的文件；未给出时会询问",
  "how requests are signed; sha256 unless told otherwise": "请求的认证方式；默认为 sha256",
  "how they are encrypted; aes128 unless told otherwise": "请求的加密方式；默认为 aes128",
  "the same with SNMP version 2c, which is insecure: nothing is signed or encrypted":
    "同上，但使用 SNMP 第 2c 版；它不安全，既不认证也不加密",
  "file with the community; asked for where it is left out": "含有团体名的文件；未给出时会询问",
  "whose box it is; found out where it is left out": "设备的厂商；未给出时自动识别",
  "Which hosts are watched?": "监视了哪些主机？",
  "Try a NAS first": "先试连一台 NAS",
  "Then watch it": "然后监视它",
  "Watch a storage box over SNMP": "通过 SNMP 监视存储设备",

  // alerts
  "list alerts, or acknowledge them": "列出或确认告警",
  "Lists the alerts whose cause lasts, the worst first, or acknowledges some. An acknowledged alert returns only if it gets worse. Where no Backstay runs, it is what was known last. With program, a channel of that name tells of alerts by running a program with its arguments as they are, no shell between; rules say of which alerts. A browser may use such a channel, but not say what it runs.":
    "列出原因仍在的告警，最严重的在前；或确认其中一些。确认后的告警只有在情况恶化时才会再次出现。没有 Backstay 在运行时，显示最后已知的情况。使用 program 时，该名称的渠道通过运行一个程序来通知告警，参数原样传递，不经过 shell；由规则决定通知哪些告警。浏览器可以使用这样的渠道，但不能指定它运行什么。",
  "for ack, beginnings of the ids of alerts; for program, the channel's name, then the program's whole path and its arguments":
    "用于 ack 时，是告警标识的开头部分；用于 program 时，先是渠道名称，然后是程序的完整路径及其参数",
  "Ring the bell": "响铃",
  "What is wrong?": "出了什么问题？",
  "I take care of this one": "这一条由我处理",

  // status
  "say whether everything is protected": "查看是否一切都受保护",
  "Says whether everything is protected, and what is not. Ends with status 0 when all is well, 1 when somebody has to do something, and 3 when it cannot be told, for instance because no Backstay runs.":
    "说明是否一切都受保护，以及哪些没有。一切正常时退出状态为 0，需要有人处理时为 1，无法得知时为 3，例如没有 Backstay 在运行。",
  "Is everything safe?": "一切是否都受保护？",
  "For a monitoring system": "供监控系统使用",

  // run
  "start a plan and show its progress": "启动计划并显示进度",
  "Starts a plan in the Backstay that runs on this computer, and shows its progress until it has ended. Where none runs, it does the work itself. Ctrl-C cancels a run that this command started, and leaves one that was under way already.":
    "在本机正在运行的 Backstay 中启动计划，并显示进度直到结束。没有 Backstay 在运行时，由此命令自行完成。按 Ctrl-C 会取消由此命令启动的运行；若运行原已在进行，则不受影响。",
  "name of the plan, or its id": "计划的名称或标识",
  "Back up before the holidays": "放假前备份一次",

  // version
  "print the version": "显示版本",
  "Prints the version of Backstay and of what runs it.": "显示 Backstay 及其运行环境的版本。",

  // to read
  [EXIT_CODE_HELP]: `命令退出状态的含义：

    0  完成
    1  失败；没有留下只做了一半的内容，消息中说明了原因
    2  命令行有误
    3  完成，但有些文件无法读取，或无法还原；对于 status：无法得知当前状态
   10  该处没有仓库
   11  仓库被其他程序锁定
   12  密码错误
  130  被 Ctrl-C 停止
  143  被 SIGTERM 停止

使用 --json 时，失败的命令最后会在标准错误输出一行：
  {"message_type":"exit_error","code":11,"message":"...","hint":"...","error_code":"REPOSITORY_LOCKED"}`,
  [ENVIRONMENT_HELP]: `Backstay 使用的环境变量。命令行上给出的优先。

  BACKSTAY_REPOSITORY             仓库的位置（--repo）
  BACKSTAY_REPOSITORY_FILE        写有其位置的文件（--repository-file）
  BACKSTAY_PASSWORD               仓库的密码
  BACKSTAY_PASSWORD_FILE          写有密码的文件（--password-file）
  BACKSTAY_PASSWORD_COMMAND       输出密码的程序（--password-command）
  BACKSTAY_FROM_REPOSITORY 等     同样的五个变量，用于 \`init\` 所参照的仓库（--from-repo 等）
  BACKSTAY_HOST                   主机名（--host）
  BACKSTAY_COMPRESSION            auto、off 或 max（--compression）
  BACKSTAY_CACHE_DIR              存放仓库缓存的位置（--cache-dir）
  BACKSTAY_HOME                   Backstay 在本机存放一切内容的文件夹
  LC_ALL、LC_MESSAGES、LANG       消息语言：以 zh 开头为中文，否则为英文（--lang）

用于另一台设备上的仓库，位置写成 sftp:user@host:/folder 或 sftp://user@host:port//folder；没有设置时使用 \`ssh\` 的
设置、密钥、代理和已知主机：

  BACKSTAY_SFTP_KEY_FILE          用于登录的私钥文件
  BACKSTAY_SFTP_PASSPHRASE        私钥的密码短语；BACKSTAY_SFTP_PASSPHRASE_FILE：写有它的文件
  BACKSTAY_SFTP_PASSWORD          用于登录的密码；BACKSTAY_SFTP_PASSWORD_FILE：写有它的文件
  BACKSTAY_SFTP_HOST_KEY          该设备必须出示的密钥，例如 ssh-ed25519 SHA256:...
  BACKSTAY_SSH_CONFIG             代替 ~/.ssh/config 读取的文件

用于 rclone:remote:folder 处的仓库，使用 \`rclone\` 的设置及其自己的变量，例如 RCLONE_CONFIG_PASS：

  BACKSTAY_RCLONE_PROGRAM         rclone 所在的位置，在 PATH 中时不需要

用于支持 restic REST 协议的服务器上的仓库，位置写成 rest:https://host:8000/folder/：

  BACKSTAY_REST_USERNAME          登录的用户名
  BACKSTAY_REST_PASSWORD          其密码；BACKSTAY_REST_PASSWORD_FILE：写有它的文件
  BACKSTAY_CACERT                 受信任的证书文件，例如该服务器自己的证书
  BACKSTAY_TLS_CLIENT_CERT        向服务器出示的证书及其密钥的文件

除 BACKSTAY_HOME 外，都可以改用 RESTIC_ 开头；BACKSTAY_ 开头的优先。
命令行对本机的所有人可见，因此没有任何选项直接接受密码。`,
};
