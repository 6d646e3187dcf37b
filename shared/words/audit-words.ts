/** The audit trail in words. Names in it are made safe by whoever shows them. */
import type { MethodName } from "../api/methods.ts";
import type {
  ANCHOR_STATES,
  AUDIT_ACTORS,
  AUDIT_FAULTS,
  AuditActor,
  AuditEntry,
  AuditFact,
} from "../model/audit.ts";
import type { Language } from "./language.ts";

/** What Backstay records that is no call of the contract. */
export type OwnAction =
  | "host.started"
  | "host.stopped"
  | "console.signIn"
  | "console.signOut"
  | "console.makeLink"
  | "console.setPassword"
  | "console.endSessions"
  | "console.makeMetricsToken"
  | "job.forget"
  | "job.prune"
  | "job.restore"
  | "job.repair"
  | "job.heal"
  | "job.drill"
  | "failover.begins"
  | "failover.moved"
  | "hook.ran"
  | "command.ran"
  | "audit.notRecorded"
  | "audit.headDiffers";

export type AuditAction = MethodName | OwnAction;

export type AuditWords = {
  /** What was done, as a short phrase. One that is not named is shown as it is called. */
  readonly actions: Readonly<Partial<Record<AuditAction, string>>>;
  readonly actors: Readonly<Record<(typeof AUDIT_ACTORS)[number], string>>;
  /** Who it was: the user of the computer, or where the browser is. */
  who(actor: AuditActor): string;
  /** What a fact is about; one that is not named is shown as it is called. */
  readonly facts: Readonly<Record<string, string>>;
  readonly yes: string;
  readonly no: string;
  more(count: number): string;
  outcome(entry: Pick<AuditEntry, "outcome">): string;
  readonly faults: Readonly<Record<(typeof AUDIT_FAULTS)[number], (number: number) => string>>;
  readonly anchorStates: Readonly<Record<(typeof ANCHOR_STATES)[number], string>>;
  anchor(where: "data-folder" | "replica" | "given", name: string): string;
};

const en: AuditWords = {
  actions: {
    "settings.set": "Changed settings",
    "folders.make": "Made a folder",
    "sources.save": "Saved a source",
    "sources.remove": "Removed a source",
    "plans.save": "Saved a plan",
    "plans.remove": "Removed a plan",
    "plans.setPaused": "Paused or resumed a plan",
    "plans.run": "Started a backup",
    "plans.runAll": "Started all backups",
    "plans.cancelRun": "Stopped a backup",
    "jobs.cancel": "Stopped a job",
    "jobs.setPaused": "Paused or resumed a job",
    "jobs.restart": "Started a job again",
    "alerts.acknowledge": "Acknowledged an alert",
    "alerts.snooze": "Put off an alert",
    "alerts.channels.save": "Saved a way of being told",
    "alerts.channels.remove": "Removed a way of being told",
    "alerts.channels.test": "Tried a way of being told",
    "alerts.rules.save": "Changed who is told of what",
    "repositories.create": "Made a repository",
    "repositories.open": "Took in a repository",
    "repositories.setPlace": "Changed where a repository is",
    "repositories.rename": "Renamed a repository",
    "repositories.setPassword": "Kept another password of a repository",
    "repositories.detach": "Let go of a repository",
    "repositories.check": "Asked for a check",
    "repositories.repair": "Asked for a repair",
    "repositories.prune": "Asked to free space",
    "snapshots.forget": "Asked to remove snapshots",
    "restore.start": "Asked for a restore",
    "restore.download": "Downloaded files",
    "hosts.add": "Added a machine to watch",
    "hosts.edit": "Changed a watched machine",
    "hosts.remove": "Removed a watched machine",
    "hosts.trustKey": "Trusted the key of a machine",
    "health.acknowledge": "Acknowledged the state of a disk or an array",
    "health.forget": "Forgot a disk or an array",
    "selfTests.start": "Started a test of a disk",
    "selfTests.setSchedule": "Changed when disks test themselves",
    "survival.setStanding": "Said where something stands",
    "replicas.add": "Made a replica",
    "replicas.adopt": "Adopted a replica",
    "replicas.remove": "Removed a replica",
    "replicas.setPriority": "Changed the order of replicas",
    "replicas.replicate": "Asked to copy to a replica",
    "failover.switchOver": "Ordered a move to another replica",
    "failover.failBack": "Ordered the way back to the usual replica",
    "failover.hold": "Held moves, or let them go",
    "failover.settings": "Changed settings of failover",
    "gateways.save": "Saved a gateway",
    "gateways.remove": "Removed a gateway",
    "drills.startRestore": "Began a restore drill",
    "drills.startFailover": "Began a failover drill",
    "drills.cancel": "Called off a drill",
    "drills.settings": "Changed when drills are done",
    "drills.addVital": "Marked files as vital",
    "drills.removeVital": "Took the mark of vital files away",
    "hooks.save": "Saved what is to be done at a move",
    "hooks.remove": "Removed what was to be done at a move",
    "hooks.try": "Tried what is to be done at a move",
    "host.started": "Backstay was started",
    "host.stopped": "Backstay was stopped",
    "console.signIn": "Signed in",
    "console.signOut": "Signed out",
    "console.makeLink": "Made a link that signs in",
    "console.setPassword": "Set the password of the console",
    "console.endSessions": "Signed others out",
    "console.makeMetricsToken": "Made a token for monitoring",
    "job.forget": "Removed snapshots",
    "job.prune": "Freed space in a repository",
    "job.restore": "Restored files",
    "job.repair": "Repaired a repository",
    "job.heal": "Mended a replica",
    "job.drill": "Ran a drill",
    "failover.begins": "Backups began to move to another replica",
    "failover.moved": "Backups moved to another replica",
    "command.ran": "Ran a command on a repository, past this host",
    "hook.ran": "Ran what is to be done at a move",
    "audit.notRecorded": "Could not record some of what was done",
    "audit.headDiffers": "Found the trail shorter or other than it was",
  },
  actors: {
    desktop: "Desktop window",
    console: "Browser",
    local: "This computer",
    schedule: "Schedule",
    retention: "Retention rules",
    failover: "Failover",
    engine: "Backstay",
  },
  who({ kind, user, address, session }) {
    if (kind === "console")
      return `browser at ${address ?? "?"}${session === null ? "" : ` (session ${session})`}`;
    const of = user === "" ? "" : user;
    if (kind === "desktop") return of === "" ? "desktop window" : `${of}, desktop window`;
    if (kind === "local") return of === "" ? "a program on this computer" : `${of}, on this computer`;
    return en.actors[kind];
  },
  facts: {
    ...{ name: "name", kind: "kind", isNew: "new", location: "place", paths: "paths", path: "path" },
    ...{ retention: "keeps", schedule: "schedule", mode: "mode", sources: "sources", excludes: "excludes" },
    ...{ snapshots: "snapshots", snapshotIds: "snapshot ids", snapshotId: "snapshot", entries: "entries" },
    ...{ target: "into", conflict: "where something stands already", isPaused: "paused", isHeld: "held" },
    ...{
      askedBy: "asked for in record",
      cause: "because of",
      by: "by",
      detail: "detail",
      tookMs: "took (ms)",
    },
    ...{ forGood: "for good", evenIfBehind: "even if behind", priority: "priority", isEnabled: "enabled" },
    ...{
      version: "version",
      id: "id",
      jobId: "job",
      runId: "run",
      records: "records",
      browser: "browser",
      epoch: "epoch",
      to: "to",
    },
    ...{ keptNumber: "kept record", keptHash: "kept hash", found: "last record found", state: "state" },
    ...{
      when: "when",
      moves: "moves",
      command: "command",
      action: "action",
      isDryRun: "dry run",
      exitCode: "exit status",
      listen: "listens at",
      targets: "goes to",
      isOpenToNetwork: "open to the network",
      onFailure: "when it fails",
      isTrial: "trial",
      answer: "answer",
      problem: "problem",
      parent: "in",
    },
  },
  yes: "yes",
  no: "no",
  more: (count) => `and ${count} more`,
  outcome({ outcome }) {
    if (outcome === null) return "not known: Backstay ended, or it is under way";
    if (outcome.is === "done") return "done";
    return outcome.code === null ? "failed" : `failed (${outcome.code})`;
  },
  faults: {
    changed: (number) => `Record ${number} was changed after it was written.`,
    order: (number) => `Record ${number} does not follow the one before it.`,
    missing: (number) => `Record ${number} is missing.`,
    unreadable: (number) => `Record ${number} is none that Backstay wrote.`,
  },
  anchorStates: {
    agrees: "agrees",
    "cut-off": "the trail is shorter than it was",
    differs: "another record stands there now",
    none: "nothing kept there yet",
    unreachable: "could not be asked",
  },
  anchor: (where, name) =>
    ({ "data-folder": "In the data folder", replica: `Replica ${name}`, given: "What was given" })[where],
};

const zh: AuditWords = {
  actions: {
    "settings.set": "更改了设置",
    "folders.make": "新建了文件夹",
    "sources.save": "保存了来源",
    "sources.remove": "移除了来源",
    "plans.save": "保存了计划",
    "plans.remove": "移除了计划",
    "plans.setPaused": "暂停或恢复了计划",
    "plans.run": "启动了备份",
    "plans.runAll": "启动了全部备份",
    "plans.cancelRun": "停止了备份",
    "jobs.cancel": "停止了任务",
    "jobs.setPaused": "暂停或恢复了任务",
    "jobs.restart": "重新启动了任务",
    "alerts.acknowledge": "确认了告警",
    "alerts.snooze": "推迟了告警",
    "alerts.channels.save": "保存了通知方式",
    "alerts.channels.remove": "移除了通知方式",
    "alerts.channels.test": "试用了通知方式",
    "alerts.rules.save": "更改了通知规则",
    "repositories.create": "创建了仓库",
    "repositories.open": "接入了仓库",
    "repositories.setPlace": "更改了仓库的位置",
    "repositories.rename": "重命名了仓库",
    "repositories.setPassword": "更换了保存的仓库密码",
    "repositories.detach": "移出了仓库",
    "repositories.check": "要求检查",
    "repositories.repair": "要求修复",
    "repositories.prune": "要求释放空间",
    "snapshots.forget": "要求移除快照",
    "restore.start": "要求恢复",
    "restore.download": "下载了文件",
    "hosts.add": "添加了受监视的主机",
    "hosts.edit": "更改了受监视的主机",
    "hosts.remove": "移除了受监视的主机",
    "hosts.trustKey": "信任了主机的密钥",
    "health.acknowledge": "确认了磁盘或阵列的状态",
    "health.forget": "移除了磁盘或阵列的记录",
    "selfTests.start": "启动了磁盘自检",
    "selfTests.setSchedule": "更改了磁盘自检时间",
    "survival.setStanding": "说明了设备所在之处",
    "replicas.add": "创建了副本",
    "replicas.adopt": "采用了副本",
    "replicas.remove": "移除了副本",
    "replicas.setPriority": "更改了副本的先后顺序",
    "replicas.replicate": "要求向副本复制",
    "failover.switchOver": "下令切换到另一副本",
    "failover.failBack": "下令转回常用副本",
    "failover.hold": "暂停或放行了转移",
    "failover.settings": "更改了故障转移设置",
    "gateways.save": "保存了网关",
    "gateways.remove": "移除了网关",
    "drills.startRestore": "开始恢复演练",
    "drills.startFailover": "开始故障切换演练",
    "drills.cancel": "取消演练",
    "drills.settings": "更改演练的安排",
    "drills.addVital": "将文件标记为关键",
    "drills.removeVital": "取消文件的关键标记",
    "hooks.save": "保存了转移时的附加操作",
    "hooks.remove": "移除了转移时的附加操作",
    "hooks.try": "试运行了转移时的附加操作",
    "host.started": "Backstay 已启动",
    "host.stopped": "Backstay 已停止",
    "console.signIn": "登录",
    "console.signOut": "退出登录",
    "console.makeLink": "生成了登录链接",
    "console.setPassword": "设置了控制台密码",
    "console.endSessions": "让其他会话退出登录",
    "console.makeMetricsToken": "生成了监控令牌",
    "job.forget": "移除了快照",
    "job.prune": "释放了仓库空间",
    "job.restore": "恢复了文件",
    "job.repair": "修复了仓库",
    "job.heal": "修补了副本",
    "job.drill": "进行了演练",
    "failover.begins": "备份开始转移到另一副本",
    "failover.moved": "备份已转移到另一副本",
    "command.ran": "绕过主机对仓库运行了命令",
    "hook.ran": "执行了转移时的附加操作",
    "audit.notRecorded": "有操作未能记录",
    "audit.headDiffers": "发现记录比先前少或不同",
  },
  actors: {
    desktop: "桌面窗口",
    console: "浏览器",
    local: "本机",
    schedule: "计划",
    retention: "保留规则",
    failover: "故障转移",
    engine: "Backstay",
  },
  who({ kind, user, address, session }) {
    if (kind === "console") return `浏览器 ${address ?? "?"}${session === null ? "" : `（会话 ${session}）`}`;
    if (kind === "desktop") return user === "" ? "桌面窗口" : `${user}，桌面窗口`;
    if (kind === "local") return user === "" ? "本机上的程序" : `${user}，本机`;
    return zh.actors[kind];
  },
  facts: {
    ...{ name: "名称", kind: "类型", isNew: "新建", location: "位置", paths: "路径", path: "路径" },
    ...{ retention: "保留", schedule: "时间安排", mode: "方式", sources: "来源数", excludes: "排除项数" },
    ...{ snapshots: "快照数", snapshotIds: "快照标识", snapshotId: "快照", entries: "条目数" },
    ...{ target: "恢复到", conflict: "已有文件时", isPaused: "已暂停", isHeld: "已停留" },
    ...{ askedBy: "见记录", cause: "原因", by: "由", detail: "详情", tookMs: "用时（毫秒）" },
    ...{ forGood: "长期", evenIfBehind: "即使落后", priority: "顺序", isEnabled: "已启用" },
    ...{
      version: "版本",
      id: "标识",
      jobId: "任务",
      runId: "运行",
      records: "条数",
      browser: "浏览器",
      epoch: "纪元",
      to: "转入",
    },
    ...{ keptNumber: "留存的记录号", keptHash: "留存的哈希", found: "现有最后一条", state: "状态" },
    ...{
      when: "时机",
      moves: "转移类型",
      command: "命令",
      action: "操作",
      isDryRun: "试运行",
      exitCode: "退出状态",
      listen: "监听地址",
      targets: "通往",
      isOpenToNetwork: "对网络开放",
      onFailure: "失败时",
      isTrial: "试运行",
      answer: "回应",
      problem: "问题",
      parent: "所在文件夹",
    },
  },
  yes: "是",
  no: "否",
  more: (count) => `另有 ${count} 项`,
  outcome({ outcome }) {
    if (outcome === null) return "未知：仍在进行，或 Backstay 中途结束";
    if (outcome.is === "done") return "完成";
    return outcome.code === null ? "失败" : `失败（${outcome.code}）`;
  },
  faults: {
    changed: (number) => `第 ${number} 条记录在写入后被改动。`,
    order: (number) => `第 ${number} 条记录与前一条不衔接。`,
    missing: (number) => `缺少第 ${number} 条记录。`,
    unreadable: (number) => `第 ${number} 条不是 Backstay 写入的记录。`,
  },
  anchorStates: {
    agrees: "一致",
    "cut-off": "现有记录比当时少",
    differs: "该处已是另一条记录",
    none: "尚未留存",
    unreachable: "无法询问",
  },
  anchor: (where, name) =>
    ({ "data-folder": "数据文件夹中", replica: `副本 ${name}`, given: "所提供的" })[where],
};

export const auditWords: Readonly<Record<Language, AuditWords>> = { en, zh };

/** @returns the words for an action, or what it is called where there are none */
export function actionWords(action: string, language: Language): string {
  const words: Readonly<Record<string, string | undefined>> = auditWords[language].actions;
  return Object.hasOwn(words, action) ? (words[action] ?? action) : action;
}

const MANY = 5;

/** @returns what a fact is about, and what it says */
export function factParts(key: string, value: AuditFact, language: Language): readonly [string, string] {
  const say = auditWords[language];
  const name = Object.hasOwn(say.facts, key) ? (say.facts[key] ?? key) : key;
  return [name, valueWords(value, language)];
}

function valueWords(value: AuditFact, language: Language): string {
  const say = auditWords[language];
  if (typeof value === "boolean") return value ? say.yes : say.no;
  if (value === null) return "–";
  if (!Array.isArray(value)) return String(value);
  const shown = value.slice(0, MANY).join(", ");
  return value.length > MANY ? `${shown}, ${say.more(value.length - MANY)}` : shown;
}
