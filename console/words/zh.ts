import { formatCount } from "../../shared/format/count.ts";
import { oddEntryWords } from "../../shared/words/entry-faults.ts";
import { packHeaderFaultWords } from "../../shared/words/listing-faults.ts";
import { zhAlerts } from "./alerts-words.ts";
import { zhHealth } from "./health-words.ts";
import type { ConsoleWords } from "./types.ts";
import { zhWatching } from "./watching-words.ts";
import { zhCheckWords } from "./zh-check.ts";
import { zhHostWords } from "./zh-host.ts";

const count = (number: number) => formatCount(number, "zh");
const MODES = { incremental: "增量", differential: "差异", full: "完整" } as const;

export const zhWords: ConsoleWords = {
  progress: {
    files: (done, total) => `${total === undefined ? done : `${done} / ${total}`} 个文件`,
    remaining: (clock) => `剩余 ${clock}`,
    scanning: "仍在扫描",
  },
  password: {
    ask: (location) => `仓库 ${location} 的密码：`,
    askNew: "新密码：",
    askAgain: "再次输入：",
    different: "两次输入不一致，请重新输入。",
    wrong: "密码不正确，请重新输入。",
    fromStdin: "正在从标准输入读取密码。",
    empty: "提供的密码为空",
    commandFailed: (program, how) => `命令 ${program} 未输出密码，${how}`,
    endedWith: (status) => `其退出状态为 ${status}`,
    cannotRun: "该命令不存在或无法运行",
  },
  opened: (id, version, cacheFolder) =>
    `已打开仓库 ${id}，格式 ${version}，${cacheFolder === undefined ? "不使用缓存" : `缓存位于 ${cacheFolder}`}`,
  lockLeft: (why) =>
    `警告：操作已完成，但未能移除锁：${why}半小时内其他计算机无法清理该仓库，除非在那里运行 \`backstay unlock --remove-all\`。`,
  withoutLock: "警告：仓库不可写入，因此在不加锁的情况下读取。读取期间请勿让他人清理该仓库。",
  untilReachable: (why) => `警告：${why}将在五分钟内不断重试，恢复后从中断处继续。`,
  withoutCache: (why) => `警告：${why}将不使用缓存继续运行，耗时会更长。`,
  columns: {
    id: "ID",
    time: "时间",
    host: "主机",
    tags: "标签",
    paths: "路径",
    size: "大小",
    reasons: "保留原因",
    user: "用户",
    created: "创建时间",
  },
  problems: {
    vanished: "备份期间已消失",
    denied: "没有访问权限",
    changed: "读取期间发生了变化；备份中保存的是读到的内容",
    unreadable: "无法读取",
    attributes: "无法读取其扩展属性；其余内容已备份",
    replaced: "备份期间被其他内容替换",
    "not-mounted": "此处的共享没有挂载；其中的内容不在此快照中",
    "dump-failed": "它的导出不完整；已得到的部分以 .incomplete 结尾命名",
    "database-busy": "其他程序一直独占此数据库；已按普通文件读取，若期间有写入，该副本可能无法打开",
    "database-unclear": "此数据库已损坏，或 SQLite 在此处无法打开它，未能按同一时刻读取；已按普通文件读取",
  },
  furtherProblems: (count) => `另有 ${formatCount(count, "zh")} 个问题`,
  init: {
    made: (id, location) => `已在 ${location} 创建仓库 ${id}。`,
    keepPassword: "请将密码另存一处。没有密码，任何人都无法读取备份，包括您自己。",
    alike: (id) => `它是仓库 ${id} 的副本：ID、文件切分方式和主密钥均相同。`,
  },
  backup: {
    mode: (mode, parent) =>
      parent === undefined ? `${MODES[mode]}备份，读取全部内容` : `${MODES[mode]}备份，与 ${parent} 比较`,
    files: (added, changed, unchanged) => `文件：  新增 ${added}，更改 ${changed}，未变 ${unchanged}`,
    folders: (added, changed, unchanged) => `文件夹：新增 ${added}，更改 ${changed}，未变 ${unchanged}`,
    added: (bytes, storedBytes) => `写入：  ${bytes}，存储占用 ${storedBytes}`,
    wouldAdd: (bytes) => `将写入 ${bytes}（压缩前）`,
    saved: (id) => `已保存快照 ${id}`,
    notSaved: "试运行，未保存任何内容",
    processed: (files, bytes, duration) => `${count(files)} 个文件，${bytes}，用时 ${duration}`,
    unreadable: (number) => `有 ${count(number)} 项未能完整保存，已列在上方。`,
    actions: { new: "新增", changed: "更改", same: "未变" },
    noMatch: (pattern) => `没有与模式 ${pattern} 匹配的内容，已跳过。`,
    parentLost: (id, folders) =>
      `警告：本次备份所比较的快照 ${id} 中有 ${count(folders)} 个文件夹无法读取，其内容已重新保存。请运行 \`backstay check\`。`,
    holdsRepository: (location) =>
      `警告：仓库 ${location} 位于要备份的内容之中，每次备份都会再次存储以前的所有备份。请用 --exclude 将其排除。`,
    noSuchSource: (path) =>
      path === "" ? "空参数不指代任何来源，已略过。是否有变量未设置？" : `${path} 不存在，已跳过。`,
  },
  snapshots: {
    count: (count) => `${formatCount(count, "zh")} 个快照`,
    group: (description) => (description === "" ? "全部快照：" : `${description} 的快照：`),
    broken: (id) =>
      `快照 ${id} 已损坏，此处略过。请从副本取回其文件，或用 \`backstay forget ${id}\` 将其移除。`,
    notFound: (wanted) =>
      wanted === "" ? "空参数不指代任何快照，已略过。是否有变量未设置？" : `没有快照 ${wanted}，已跳过。`,
    heading: (id, paths, time) => `快照 ${id}（${time}），路径 ${paths}：`,
    foundIn: (id, time) => `在快照 ${id}（${time}）中找到：`,
  },
  diff: {
    heading: (before, after) => `从快照 ${before} 到 ${after}：`,
    changed: (files) => `更改：${formatCount(files, "zh")} 个文件`,
    added: (files, folders, others, bytes) =>
      `新增：${formatCount(files, "zh")} 个文件，${formatCount(folders, "zh")} 个文件夹，${formatCount(others, "zh")} 个其他项；仅后者需要 ${bytes}`,
    removed: (files, folders, others, bytes) =>
      `删除：${formatCount(files, "zh")} 个文件，${formatCount(folders, "zh")} 个文件夹，${formatCount(others, "zh")} 个其他项；仅前者需要 ${bytes}`,
  },
  restore: {
    heading: (id) => `正在恢复快照 ${id}`,
    restored: (files, bytes) => `已恢复 ${count(files)} 个文件，${bytes}`,
    wouldRestore: (files, bytes) => `试运行：将恢复 ${count(files)} 个文件，${bytes}`,
    others: (number, isDryRun) =>
      `${isDryRun ? "还将恢复" : "还恢复了"} ${count(number)} 个链接、特殊文件和文件的其他名称`,
    nothing: "警告：快照中没有符合要求的内容。",
    unchanged: (files) => `${count(files)} 个文件原已存在`,
    skipped: (files) => `${count(files)} 个文件保持原样`,
    verified: (files) => `已回读 ${count(files)} 个文件，内容正确`,
    renamed: (entries) => `${count(entries)} 项使用了另一个名称，与原处已有的内容并存：`,
    renamedAs: (path, name) => `  ${path}，名为 ${name}`,
    incomplete: (number) => `有 ${count(number)} 项未能完整恢复，已列在上方。`,
    problems: {
      damaged: "无法从仓库读取其内容；原处已有的内容保持不变",
      "verify-failed": "回读的内容与写入的不符，已将其删除。请检查磁盘",
      "not-compared":
        "无法读取该文件，不能确定其内容是否与快照一致；文件保持原样。请改用有读取权限的用户重试",
      "unsafe-name": "其名称不能作为此处的文件名",
      "broken-tree": "快照中该项的记录自相矛盾",
      ...oddEntryWords.zh,
      "size-differs": "快照记录的大小与其内容不符；已按所存的内容恢复。请查看内容是否正确",
      "no-link-target":
        "该链接的目标为空或含有空字符（NUL），任何链接都不能如此；已略过该链接，旁边的内容不受影响。这样的链接由有缺陷的程序写入，或系伪造",
      "too-deep": "所在的文件夹层级过深",
      endless: "其中的文件夹反复包含相同的文件夹，总计超过一亿项；该文件夹系伪造，已略过或中途停止",
      "in-the-way": "该位置已有其他类型的内容，未作改动",
      "folder-in-the-way": "该位置已有不是文件夹的内容，未作改动；文件夹中的内容都没有恢复",
      denied: "没有访问权限",
      attributes: "已恢复，但所有者、属性或时间不完整",
      unsupported: "本系统没有这种类型",
      failed: "被系统拒绝",
    },
  },
  phases: {
    index: "读取索引",
    packs: "读取数据包",
    lost: "查找受影响的内容",
    find: "查找所需数据",
    compare: "比较两边",
    copy: "复制数据包",
    heal: "修复文件",
    repack: "重写数据包",
    remove: "删除数据包",
    forget: "删除快照",
    stats: "统计",
  },
  check: zhCheckWords,
  rebuild: {
    leftOut: (packId, reason, saved, lost) =>
      `数据包 ${packId} 已损坏${reason === undefined ? "" : `，目录也已损坏（${packHeaderFaultWords.zh[reason]}）`}，不再列入索引。已从中救出 ${count(saved)} 个数据块，暂时丢失 ${count(lost)} 个。`,
    forgotten: (packs) => `旧索引记录的 ${count(packs)} 个数据包已不存在。`,
    done: (packs, packsRead) =>
      `新索引记录了 ${count(packs)} 个数据包，其中 ${count(packsRead)} 个需要完整读取。`,
    backUpAgain: (lost) =>
      `暂时丢失 ${count(lost)} 个数据块。请用 \`backstay backup\` 重新备份来源：来源中仍有的内容会重新保存。之后 \`backstay check\` 会说明快照还缺少什么。`,
    pruneLeftOver: "没有丢失任何内容。运行 `backstay prune` 可移除已无用处的损坏数据包。",
  },
  forget: {
    noRule: "没有给出保留规则，因此未删除任何快照。",
    keep: "保留：",
    remove: "删除：",
    removed: (number, ids) => `已删除 ${count(number)} 个快照：${ids}`,
    wouldRemove: (number, ids) => `将删除 ${count(number)} 个快照：${ids}`,
  },
  prune: {
    total: (blobs, bytes) => `仓库共有 ${bytes}，${count(blobs)} 个数据块。`,
    rewrite: (packs, bytes, removedBytes) =>
      `重写：${count(packs)} 个数据包，${bytes}，其中丢弃 ${removedBytes}`,
    remove: (packs, bytes) => `删除：${count(packs)} 个数据包，${bytes}`,
    freed: (bytes) => `释放：${bytes}`,
    remaining: (bytes, unusedBytes, percent) => `剩余：${bytes}，其中未使用 ${unusedBytes}（${percent}%）`,
    dryRun: "试运行，未作任何更改。",
    done: "完成。",
  },
  stats: {
    heading: (mode, snapshots) => `${count(snapshots)} 个快照，统计方式 ${mode}：`,
    files: (number) => `  ${count(number)} 个文件`,
    blobs: (number) => `  ${count(number)} 个数据块`,
    uncompressed: (bytes) => `  未压缩 ${bytes}`,
    compression: (ratio, savedPercent) => `  压缩至 1/${ratio}，节省 ${savedPercent}%`,
    size: (bytes) => `  共 ${bytes}`,
  },
  keys: {
    added: (id) => `已添加密钥 ${id}。`,
    removed: (id) => `已删除密钥 ${id}。`,
    changed: (id) => `密码已更改，新密钥为 ${id}。`,
  },
  unlocked: (number, damagedLeft) =>
    [
      ...(number > 0 ? [`已移除 ${count(number)} 个锁。`] : []),
      ...(damagedLeft > 0
        ? [
            `保留了 ${count(damagedLeft)} 个已损坏的锁，因为可能有人正在写入。如果没有程序在使用该仓库，可用 \`backstay unlock --remove-all\` 一并移除。`,
          ]
        : []),
    ].join("") || "没有需要移除的锁。",
  host: zhHostWords,
  health: zhHealth,
  alerts: zhAlerts,
  watching: zhWatching,
};
