/** Commands that make snapshots, look into them and restore them. */
export const backupsHelp: Readonly<Record<string, string>> = {
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
  "read from snapshots of the file systems, as of one moment; needs root, and Btrfs, LVM or ZFS":
    "从文件系统的快照读取，内容属于同一时刻；需要 root 权限，以及 Btrfs、LVM 或 ZFS",
  "save each SQLite database as of one moment, though programs write to it meanwhile":
    "将每个 SQLite 数据库按同一时刻的状态保存，即使有程序正在写入",
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
  "files and folders to back up, or a command behind --stdin-from-command --":
    "要备份的文件和文件夹，或跟在 --stdin-from-command -- 之后的命令",
  "back up what comes in at standard input": "备份从标准输入传入的内容",
  "run a command, and back up what it writes to standard output": "运行命令，并备份它写到标准输出的内容",
  "name of that in the snapshot": "该内容在快照中的名称",
  "What a program writes, as a file of the snapshot; there is no snapshot when it fails":
    "将程序的输出作为快照中的一个文件；程序失败时不会创建快照",
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
  "restore files and folders": "恢复文件和文件夹",
  "Restores a snapshot, or a part of it, below a folder. What is there already and right is left alone, so a restore that was stopped can be run again. Before it overwrites, or keeps both, it reads what is there. SNAPSHOT:FOLDER restores what is in one folder, directly into the target.":
    "将快照或其一部分恢复到某个文件夹之下。已存在且正确的内容不会改动，因此中断的恢复可以再次运行。覆盖或两者都保留时，会先读取已有的文件。SNAPSHOT:FOLDER 将一个文件夹中的内容直接恢复到目标中。",
  "where to; / is where the files were": "恢复到哪里；/ 表示文件原来的位置",
  "restore only what fits the pattern; may be given several times": "只恢复符合该模式的内容，可多次使用",
  "what to do where another file stands: overwrite it, overwrite it if the one in the snapshot is newer, skip, or keep both (default: overwrite)":
    "目标处已有其他文件时：overwrite 覆盖，newer 快照中的较新时覆盖，skip 跳过，keep-both 两者都保留（默认：overwrite）",
  "the same in restic's words; if-changed trusts size and time, always reads the file that is there":
    "同上，使用 restic 的用词；if-changed 相信已有文件的大小和时间，always 会读取其内容",
  "read what was restored back, too, and compare it with the snapshot":
    "恢复后的文件也一并回读，并与快照比较",
  "leave out runs of zeros on the disk (default)": "连续的零不占用磁盘空间（默认）",
  "write runs of zeros": "写出连续的零",
  "Everything into an empty folder": "将全部内容恢复到空文件夹",
  "One folder back to its place, without touching what changed since":
    "将一个文件夹恢复到原处，不动此后更改过的内容",
  "What is in a folder, directly into another one": "将一个文件夹中的内容直接恢复到另一个文件夹",
};
