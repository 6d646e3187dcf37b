/** Commands that keep a repository in order. */
export const upkeepHelp: Readonly<Record<string, string>> = {
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
  "Removes snapshots: those that are named, or those that no rule keeps. The rules are applied to each group on its own; hours, days, weeks, months and years without a snapshot do not count. Where there are fewer snapshots than a rule may keep, the oldest one is kept as well. The data stays until it is pruned. What the Backstay of this computer wants to be kept, because it is pinned or something looked suspicious, stays.":
    "移除快照：指定的快照，或没有任何规则保留的快照。规则对每组分别适用；没有快照的小时、天、周、月和年不计入。快照少于规则可保留的数量时，最旧的一个也会保留。数据会保留到清理时为止。本机的 Backstay 要保留的快照（已固定，或有可疑的更改）不会移除。",
  "also remove what is pinned, or held since something looked suspicious":
    "连同已固定的、因有可疑更改而保留的快照一并移除",
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
  "also while something looks suspicious to the Backstay of this computer":
    "即使本机的 Backstay 认为有可疑的更改也清理",
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
    "restore-size：恢复时写出的大小；files-by-contents：内容相同的文件只计一次；blobs-per-file：每个此类文件的数据块；raw-data：在仓库中占用的空间",
  "Space for a restore of the newest snapshot": "恢复最新快照所需的空间",
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
};
