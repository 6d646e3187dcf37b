import type { ErrorDetails } from "../errors.ts";
import { formatBytes } from "../format/bytes.ts";
import { formatCount } from "../format/count.ts";
import { shortId } from "../ids.ts";
import { commandTrouble } from "./command-trouble.ts";
import { zhDatabaseWords } from "./database-words.ts";
import { zhDrillErrorWords } from "./drill-error-words.ts";
import { entryFaultWords } from "./entry-faults.ts";
import { packHeaderFaultWords, treeFaultWords } from "./listing-faults.ts";
import { zhReplicaWords } from "./replica-words.ts";
import { targetTrouble } from "./target-trouble.ts";
import { zhTransitionWords } from "./transition-words.ts";
import type { ErrorWords } from "./types.ts";
import { zhHostWords } from "./zh-host.ts";
import { zhStorageWords } from "./zh-storage.ts";
import { zhTerms } from "./zh-terms.ts";
import { zhUsage } from "./zh-usage.ts";

const { kinds, corrupt, pattern, pruneObstacle, unsafeName, entryTypeWrong, location, expected, cancelled } =
  zhTerms;

/** What a file system says is free may be kept for others, or be taken while somebody writes: then no amount can be named. */
const roomHint = (d: ErrorDetails["STORE_FULL"]) =>
  d.needBytes > d.freeBytes ? `请至少腾出 ${formatBytes(d.needBytes - d.freeBytes)}` : "请在那里腾出一些空间";

export const zhWords: ErrorWords = {
  ...zhHostWords,
  ...zhStorageWords,
  ...zhReplicaWords,
  ...zhTransitionWords,
  ...zhDrillErrorWords,
  ...zhDatabaseWords,
  REPOSITORY_MISSING: (d) => ({
    message: `${d.location} 处没有仓库。`,
    hint: "没有写入任何数据。请检查位置是否正确、磁盘或共享是否已挂载，或用 `backstay init` 新建仓库。",
  }),
  REPOSITORY_EXISTS: (d) => ({
    message: `${d.location} 处已经有一个仓库。`,
    hint: "该仓库未被改动。请用它自己的密码使用它，或另选位置。",
  }),
  REPOSITORY_LOCKED: (d) => ({
    message: d.isDamaged
      ? `${d.location} 处的仓库有一个无法读取的锁（${shortId(d.lockId)}），因此不知道它属于谁。`
      : `${d.location} 处的仓库自 ${d.since} 起被 ${d.hostname} 上的 ${d.username}（进程 ${d.pid}）${d.exclusive ? "锁定" : "占用"}。`,
    hint: d.isDamaged
      ? "没有改动任何数据。可能有人正在写入这个锁：请一分钟后重试。写入半小时后它不再有效。如需立即继续，请先确认没有程序在使用该仓库，再用 `backstay unlock --remove-all` 移除它。"
      : `没有改动任何数据。请等待对方完成；如果对方已崩溃，请用 \`backstay unlock\` 移除锁 ${shortId(d.lockId)}。`,
  }),
  LOCK_LOST: (d) => ({
    message: `无法保持对 ${d.location} 处仓库的锁：${d.reason}。`,
    hint: "任务已及时停止，不会影响他人。已完成的备份是安全的，请重新运行。",
  }),
  WRONG_PASSWORD: (d) => ({
    message: `密码无法打开 ${d.location} 处的仓库。`,
    hint: "没有改动任何数据。请检查键盘布局和密码文件。仓库的任意一个密码都可以；一个密码都没有，就没有人能读取其中的备份。",
  }),
  PASSWORD_MISSING: (d) => ({
    message: `需要密码，但没有提供：${d.where}。`,
    hint: "没有改动任何数据。请通过 --password-file 或 BACKSTAY_PASSWORD 提供密码。",
  }),
  PASSWORD_NOT_TEXT: () => ({
    message: "密码中含有不是 UTF-8 文本的字节。",
    hint: "没有改动任何数据。如果密码确实含有这类字节，请把它放在文件中，用 --password-file 提供；否则请以 UTF-8 提供。",
  }),
  KEYS_MISSING: (d) => ({
    message: `${d.location} 处的仓库没有密钥，任何密码都无法打开它。`,
    hint: "没有改动任何数据。没有密钥，其中的文件毫无用处：请从副本或拷贝取回文件夹 `keys`，并检查当前用户是否有权读取它。",
  }),
  CONFIG_MISSING: (d) => ({
    message: `${d.location} 处的仓库丢失了 config 文件，但数据还在。`,
    hint: "没有改动任何数据。请从副本或拷贝取回文件 `config`，不要在原处新建仓库。",
  }),
  KEY_PARAMETERS_ABSURD: (d) => ({
    message: `密钥 ${shortId(d.keyId)} 要求的内存或计算量超出了任何真实密钥（N=${d.n}，r=${d.r}，p=${d.p}）。`,
    hint:
      d.otherKeys === 0
        ? "该文件已损坏或系伪造，未被使用。没有其他密钥能打开该仓库：没有真正的密钥文件，就没有人能读取其中的备份；只要还能取得该文件，备份就没有丢失。请从副本或拷贝取回它，在此之前不要删除任何内容。"
        : "该文件已损坏或系伪造，未被使用，数据没有因此丢失。请使用仓库的其他密码，或从副本取回该文件。",
  }),
  KEY_NOT_FOUND: (d) => ({
    message: `仓库中没有密钥 ${d.wanted}。`,
    hint: "没有改动任何密钥。请用 `backstay key list` 查看现有的密钥。",
  }),
  KEY_IN_USE: (d) => ({
    message: `密钥 ${shortId(d.keyId)} 正是刚才打开仓库所用的密钥。`,
    hint: "为避免您把自己锁在外面，该密钥未被移除。请先用另一个密码打开仓库。",
  }),
  VERSION_UNSUPPORTED: (d) => ({
    message: `仓库的格式版本是 ${d.version}，而此 Backstay 只支持版本 1 和 2。`,
    hint: "其中的备份未被触动。请使用更新的 Backstay 或 restic。",
  }),
  POLYNOMIAL_UNUSABLE: (d) => ({
    message: `配置文件中的多项式不能用于切分文件：${d.polynomial}。`,
    hint: "现有备份未被触动。配置文件已损坏或系伪造，请从副本取回。",
  }),
  OBJECT_MISSING: (d) => ({
    message: `仓库中缺少${kinds[d.kind]} ${shortId(d.name)}。`,
    hint: "需要它的备份无法从这里完整恢复。请用 `backstay check` 查明涉及哪些备份，并从副本取回该文件。",
  }),
  OBJECT_CORRUPT: (d) => ({
    message: `${kinds[d.kind]} ${shortId(d.name)} 已损坏：${corrupt[d.reason]}。`,
    hint:
      d.kind === "key" && d.otherKeys === 0
        ? "没有其他密钥能打开仓库：没有该文件，任何人都无法读取其中的备份；只要能取回它，备份就没有丢失。请从副本或拷贝取回该文件，在此之前不要删除任何内容。"
        : d.kind === "key"
          ? "数据没有因此丢失，其他密码仍可打开仓库。请从副本取回该文件，或用 `backstay key remove` 将其移除。"
          : d.kind === "config"
            ? "没有改动任何数据，数据还在。请从副本或拷贝取回文件 `config`，不要在原处新建仓库。"
            : d.kind === "snapshot"
              ? "该快照无法从这里恢复，其他快照不受影响。请从副本取回其文件，并检查磁盘。"
              : d.kind === "index"
                ? "备份中的文件没有因此丢失。请用 `backstay rebuild-index` 重建索引，然后检查磁盘。"
                : "需要它的备份无法从这里完整恢复。请用 `backstay check --read-data` 查明损坏范围，从副本取回该文件，并检查磁盘。",
  }),
  PACK_HEADER_BROKEN: (d) => ({
    message: `数据包 ${shortId(d.packId)} 的内容目录已损坏：${packHeaderFaultWords.zh[d.reason]}。`,
    hint: `其中的数据也许仍可通过索引读取。运行 \`backstay rebuild-index ${shortId(d.packId)}\` 可救出其中完好的内容。请检查磁盘。`,
  }),
  BLOB_MISSING: (d) => ({
    message: `仓库中缺少一段${d.blobType === "data" ? "文件内容" : "文件夹列表"}（数据块 ${shortId(d.blobId)}）。`,
    hint: "需要它的文件无法从这里完整恢复。如果只是索引遗漏，`backstay rebuild-index` 可以找回；只要原文件还在，完整备份会重新保存它。",
  }),
  BLOB_CORRUPT: (d) => ({
    message: `数据包 ${shortId(d.packId)} 中的数据块 ${shortId(d.blobId)} 已损坏：${corrupt[d.reason]}。`,
    hint: `需要它的文件无法从这里完整恢复，\`backstay check --read-data\` 会说明是哪些文件。运行 \`backstay rebuild-index ${shortId(d.packId)}\` 之后，只要来源中仍有该内容，下次备份会重新保存它。请检查磁盘。`,
  }),
  TREE_BROKEN: (d) => ({
    message: `某个文件夹的列表无效（目录树 ${shortId(d.treeId)}）：${treeFaultWords.zh[d.reason]}。`,
    hint: "它由有缺陷的程序写入，或系伪造。此备份中该文件夹以下的内容无法读取；其他文件夹和其他备份可以。",
  }),
  ENTRY_BROKEN: (d) => ({
    message: `备份中的条目“${d.path}”无效：${entryFaultWords.zh[d.fault]}。`,
    hint: "它由有缺陷的程序写入，或系伪造。已略过该条目，旁边的内容可以读取和恢复。",
  }),
  NAME_UNSAFE: (d) => ({
    message: `备份中“${d.folder}”里有一个名为“${d.name}”的条目，不能用作此处的文件名：${unsafeName[d.reason]}。`,
    hint: "没有为它写入任何内容，其余一切不受影响。这样的名称来自其他系统，或来自伪造的备份。",
  }),
  SNAPSHOT_PINNED: (d) => ({
    message: `有 ${formatCount(d.snapshots.length, "zh")} 个快照已被固定：${d.snapshots.slice(0, 5).join("、")}${d.snapshots.length > 5 ? "……" : ""}。`,
    hint: "没有移除任何快照。`backstay pin` 会说明保留的原因；可在那里取消固定，或用 --even-kept 仍然移除。",
  }),
  SNAPSHOTS_HELD: (d) => ({
    message: `${d.sources.join("、")} 有可疑的更改，因此暂时保留它的所有快照。`,
    hint: "没有移除任何快照。请用 `backstay alerts` 查看告警，并说明是否为正常操作；也可用 --even-kept 仍然移除。",
  }),
  SNAPSHOT_NOT_FOUND: (d) => ({
    message: `没有快照“${d.wanted}”。`,
    hint: "没有改动任何数据。请用 `backstay snapshots` 查看现有快照；使用 `latest` 时，--host、--tag 和 --path 可能排除了所有快照。",
  }),
  SNAPSHOT_AMBIGUOUS: (d) => ({
    message: `有 ${formatCount(d.matches, "zh")} 个快照的编号以“${d.wanted}”开头。`,
    hint: "没有改动任何数据。请多输入几位。",
  }),
  ID_NOT_FOUND: (d) => ({
    message: `仓库中没有编号以“${d.wanted}”开头的${kinds[d.kind]}。`,
    hint: "没有改动任何数据。请检查编号。",
  }),
  ID_AMBIGUOUS: (d) => ({
    message: `有 ${formatCount(d.matches, "zh")} 个${kinds[d.kind]}的编号以“${d.wanted}”开头。`,
    hint: "没有改动任何数据。请多输入几位。",
  }),
  PATH_NOT_IN_SNAPSHOT: (d) => ({
    message: `快照 ${shortId(d.snapshotId)} 中没有 ${d.path}。`,
    hint: "没有改动任何数据。请用 `backstay ls` 查看其内容，或用 `backstay find` 在所有快照中查找。",
  }),
  ENTRY_TYPE_WRONG: (d) => ({
    message: `${d.path} ${entryTypeWrong[d.expected]}（类型为“${d.type}”）。`,
    hint: "没有改动任何数据。请用 `backstay ls -l` 查看其类型；`backstay restore` 可以恢复它。",
  }),
  NO_SOURCE: (d) => ({
    message:
      d.paths.length === 0 ? "没有指定要备份的内容。" : `${d.paths.join("、")} 处没有可读取的备份内容。`,
    hint: "没有生成备份，以前的备份是安全的。请检查路径及其所在的磁盘是否已挂载。",
  }),
  SOURCE_EXCLUDED: (d) => ({
    message: `指定的内容全部被排除规则排除：${d.paths.join("、")}。`,
    hint: "没有生成备份，以前的备份是安全的。排除规则同样适用于直接指定的路径，请修改将其排除的规则。",
  }),
  SOURCE_NOT_MOUNTED: (d) => ({
    message: `${d.path} 不在：存放它的 ${d.point}（${d.type}）没有挂载。`,
    hint: "没有备份其中的内容，也没有任何文件被视为已删除；以前的备份是安全的。请连接该共享或磁盘，之后会自动重新备份。如果文件已永久移到这里，请先从来源中移除此文件夹并保存，然后重新添加。",
  }),
  FS_SNAPSHOT_LOST: (d) => ({
    message: `备份完成之前，用于读取 ${d.paths.join("、")} 的文件系统快照丢失了。`,
    hint: "没有生成备份，因为读到的内容可能有误；以前的备份是安全的。期间的改动超出快照的容量，或者有人删除了它，都会使它丢失。请在卷组中腾出空间，或在较少写入时备份。",
  }),
  PATTERN_INVALID: (d) => ({
    message: `模式“${d.pattern}”无效：${pattern[d.reason]}。`,
    hint: "由于不清楚要排除或选取什么，没有执行任何操作。请改正该模式。",
  }),
  FILE_UNREADABLE: (d) => ({
    message: `无法读取命令行中指定的文件 ${d.path}（${d.systemCode}）。`,
    hint: "由于需要其中的内容，没有执行任何操作。请检查文件名和读取权限。",
  }),
  FILE_NOT_TEXT: (d) => ({
    message: `命令行中指定的文件 ${d.path} 含有不是 UTF-8 文本的字节。`,
    hint: "没有执行任何操作。请将其保存为 UTF-8。名称不是文本的文件会随其所在的文件夹一起备份和恢复。",
  }),
  OUTPUT_FAILED: (d) => ({
    message: `无法写入输出${d.path === "" ? "" : ` ${d.path}`}（${d.systemCode}）。`,
    hint: "已写入的输出不完整。仓库是完好的，命令在仓库中已完成的工作会保留。请检查输出处的空间和权限。",
  }),
  TARGET_UNUSABLE: (d) => ({
    message: `无法恢复到 ${d.path}：${targetTrouble(d.reason, "zh")}。`,
    hint: "没有恢复任何内容，备份是安全的。请另选文件夹。",
  }),
  TARGET_FULL: (d) => ({
    message: `${d.path} 处已没有可供恢复的空间。`,
    hint: "备份是安全的。已恢复的文件是完整的；未完成的文件除您之外无人能读取。请腾出空间或另选磁盘；下次运行会从中断处继续。",
  }),
  TARGET_LOST: (d) => ({
    message:
      d.systemCode === ""
        ? `正在恢复到的文件夹不见了：${d.path}。`
        : `无法写入恢复目标 ${d.path}：${targetTrouble(d.systemCode, "zh")}。`,
    hint: "备份是安全的，没有写入其他地方，那里也没有只替换了一半的文件。请检查磁盘及其挂载，或恢复到其他文件夹；重试会从中断处继续。",
  }),
  COMMAND_FAILED: (d) => ({
    message: `${d.program} 异常结束（${d.status}）${d.said === "" ? "" : `，并提示“${d.said}”`}。`,
    hint: "没有创建快照：它的输出可能缺少结尾，尽管看起来完整。较早的快照保持原样。请解决它提示的问题，然后重新备份。",
  }),
  COMMAND_NOT_RUN: (d) => ({
    message: `无法启动 ${d.program}：${commandTrouble(d.systemCode, "zh")}。`,
    hint: "没有产生任何结果，较早的快照保持原样。请检查程序名称，或填写程序的完整路径。",
  }),
  STORE_LOCATION_INVALID: (d) => ({
    message: `“${d.location}”不是 Backstay 能使用的位置。${location[d.reason]}`,
    hint: "没有改动任何数据。请给出一个文件夹的路径，或类似 sftp:user@host:/folder 的位置。",
  }),
  STORE_VANISHED: (d) => ({
    message: `${d.location} 处的仓库不见了。`,
    hint: "此前已完成的内容仍安全地保存在原处。请检查挂载、线缆和网络；下次运行会从那里继续。",
  }),
  STORE_FULL: (d) => ({
    message: `${d.location} 处已没有空间。`,
    hint: `以前的备份是安全的，这次的备份没有完成。${roomHint(d)}，例如运行 \`backstay forget --prune\`；下次运行会利用已经保存的数据。`,
  }),
  STORE_READ_ONLY: (d) => ({
    message: `${d.location} 只能读取。`,
    hint: "现有备份是安全的，可以恢复，但无法新增。磁盘出故障时会变为只读：请先检查磁盘，再以可写方式挂载。",
  }),
  STORE_DENIED: (d) => ({
    message: `系统拒绝访问 ${d.location}（${d.operation}）。`,
    hint: "现有备份未被触动。请检查文件夹的所有者，以及 Backstay 运行时的权限。",
  }),
  STORE_FAILED: (d) => ({
    message: `${d.location} 处的存储报告错误（${d.operation}）：${d.reason}。`,
    hint: "此前已完成的内容是安全的。请检查磁盘或连接；下次运行会从那里继续。",
  }),
  JOB_CRASHED: (d) => ({
    message: `任务意外终止：${d.exit}。`,
    hint: "仓库完好，因为备份只有完整了才算数。请重新运行；如果再次发生，请查看可用内存和日志。",
  }),
  JOB_NOT_FOUND: (d) => ({
    message: `没有任务 ${d.jobId}。`,
    hint: "没有改动任何数据。它可能已从历史记录中移除。",
  }),
  NOTHING_KEPT: (d) => ({
    message: `保留规则会删除${d.group === "" ? "仓库" : `组“${d.group}”`}中的所有快照。`,
    hint: "没有删除任何快照。请添加规则，例如 --keep-last 1，或按编号指定要删除的快照。",
  }),
  PRUNE_UNSAFE: (d) => ({
    message: `无法安全地清理无用数据：${pruneObstacle[d.reason]}${d.missing === 0 ? "" : `（缺少 ${formatCount(d.missing, "zh")} 个数据块）`}。`,
    hint:
      d.reason === "snapshot-unreadable"
        ? "没有删除任何数据。`backstay snapshots` 会指出该快照：请从副本取回其文件，或用 `backstay forget` 放弃它。"
        : d.reason === "folder-unreadable" && d.missing === 0
          ? "没有删除任何数据。`backstay check` 会指出它属于哪些快照，并说明该怎么做。"
          : "没有删除任何数据。`backstay check` 会说明缺少什么、该怎么做。无法找回的内容可以用 --accept-loss 放弃。",
  }),
  CATALOG_NEWER: (d) => ({
    message: `目录库 ${d.path} 由更新的 Backstay 写入（版本 ${d.version}，此程序最高支持 ${d.supported}）。`,
    hint: "目录库未被改动，备份不受影响。请使用更新的 Backstay。",
  }),
  CATALOG_BROKEN: (d) => ({
    message: `目录库 ${d.path} 已损坏：${d.reason}。`,
    hint: "备份不受影响：没有目录库，仓库也是完整的。请用旁边的某个副本替换它，或将它移走，Backstay 会新建一个。",
  }),
  CACHE_FULL: (d) => ({
    message: `缓存 ${d.path} 所在的磁盘已没有空间。`,
    hint: "仓库及其快照是安全的。请在该磁盘上腾出空间，或用 `--cache-dir` 另选位置，然后重新运行命令。",
  }),
  CACHE_FAILED: (d) => ({
    message: `无法使用缓存 ${d.path}：${d.reason}。`,
    hint: "仓库及其快照是安全的。请重新运行命令；如果仍以同样方式失败，请删除该文件（除了多花时间，没有其他损失），或使用 `--no-cache`。",
  }),
  VALUE_INVALID: (d) => ({
    message: `“${d.value}”的形式不对，应为${expected[d.expected]}。`,
    hint: "没有执行任何操作。请改正该值。",
  }),
  USAGE: (d) => ({
    message: zhUsage[d.problem](d.about),
    hint: "没有执行任何操作。`backstay --help` 会显示可用的命令和示例。",
  }),
  PLATFORM_UNSUPPORTED: (d) => ({
    message: `${d.platform} 上无法进行此操作：${d.what}。`,
    hint: "其他一切正常。涉及的部分没有执行，也不在结果中。",
  }),
  CANCELLED: (d) => ({
    message: `任务已停止：${cancelled[d.reason]}。`,
    hint: "已完成的备份是安全的，下次运行会利用已经保存的数据。",
  }),
  INTERNAL: (d) => ({
    message: "发生了 Backstay 未预料到的错误。",
    hint: `已完成的备份是安全的。请报告此问题，并附上日志中的记录 ${d.logReference}。`,
  }),
};
